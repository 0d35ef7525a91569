import { Hono } from 'hono'
import { chineseDay } from '../../calendar/day.ts'
import type { Env } from '../../platform/context.ts'
import { findingWords } from '../../integrity/asked/inquiry.ts'
import { deskPage, type Desk } from '../../web/desk-page.tsx'
import { RowTable } from '../../web/table.tsx'
import { CURRENT } from '../lists/list-frame.tsx'
import { askAboutList } from './ask-about-list.ts'

/** The answer to a committee that asks about its applicants. No colour: the page is the same whatever it says. */
export const askingDesk = ({ site, viewer }: Desk): Hono<Env> =>
  new Hono<Env>().post('/desk/lists/:listId/integrity', async (c) => {
    const { ctx } = c.var
    const listId = c.req.param('listId')
    const { asOf, rows } = await askAboutList(ctx, { listId, positions: null })
    return c.html(
      deskPage({
        site,
        viewer: await viewer(ctx),
        title: '诚信查询',
        current: CURRENT,
        children: (
          <>
            <p class="crumbs">
              <a href={`/desk/lists/${listId}`}>名单</a> ›
            </p>
            <h1>申报人的诚信状态</h1>
            <RowTable
              caption={`截至${chineseDay(asOf)}；只供本次评审使用，本人看得到这次查询`}
              columns={['序号', '姓名', '结果']}
              rows={rows.map(({ position, name, finding }) => [
                String(position),
                <span class="name">{name}</span>,
                findingWords(finding),
              ])}
            />
          </>
        ),
      }),
    )
  })
