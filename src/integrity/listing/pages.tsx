import { Hono } from 'hono'
import { chineseDay } from '../../calendar/day.ts'
import type { Env } from '../../platform/context.ts'
import { PRIVATE_PAGE } from '../../web/headers.ts'
import { document } from '../../web/layout.tsx'
import type { Site } from '../../web/site.ts'
import { RowTable } from '../../web/table.tsx'
import { openLists, publicList, type ListedPublicly, type OpenList } from './public-list.ts'

export const PUBLIC_LIST_PATH = '/integrity/list'

/** The public list, where a law opened one; elsewhere this address leads nowhere. Kept by no cache and no search engine. */
export const publicListPages = (site: Site): Hono<Env> =>
  new Hono<Env>().get(PUBLIC_LIST_PATH, async (c) => {
    const { ctx } = c.var
    const lists = await openLists(ctx)
    if (lists.length === 0) return c.notFound()
    const typed = Number(c.req.query('page') ?? '1')
    const page = Number.isSafeInteger(typed) && typed >= 1 && typed <= 1e6 ? typed : 1
    const shown: { readonly list: OpenList; readonly rows: readonly ListedPublicly[] }[] = []
    let hasMore = false
    for (const list of lists) {
      const found = await publicList(ctx, list.officeId, page)
      hasMore ||= found.hasMore
      shown.push({ list, rows: found.rows })
    }
    for (const [name, value] of Object.entries(PRIVATE_PAGE)) c.header(name, value)
    return c.html(listPage(site, { shown, page, hasMore }))
  })

const listPage = (
  site: Site,
  {
    shown,
    page,
    hasMore,
  }: {
    readonly shown: readonly { readonly list: OpenList; readonly rows: readonly ListedPublicly[] }[]
    readonly page: number
    readonly hasMore: boolean
  },
): string =>
  document({
    site,
    language: 'zh',
    title: '职称诚信记录公开',
    children: (
      <>
        <h1>职称诚信记录公开</h1>
        {shown.map(({ list, rows }) => (
          <section>
            <h2>{list.office}</h2>
            <p class="soft">
              依据{list.basis}
              {list.clause}
              公开。只列记录期内的记录，期满或撤销即不再显示；不显示证件号码，姓名相同不等于同一人。
            </p>
            {rows.length === 0 ? (
              <p>现在没有记录。</p>
            ) : (
              <RowTable
                caption="记录期内的记录"
                columns={['姓名（单位）', '失信行为', '处理决定', '记录期']}
                rows={rows.map((row) => [
                  row.name,
                  row.conduct,
                  row.decision,
                  `${chineseDay(row.startsOn)}至${chineseDay(row.endsOn)}`,
                ])}
              />
            )}
          </section>
        ))}
        <p class="pages">
          {page > 1 && <a href={`${PUBLIC_LIST_PATH}?page=${page - 1}`}>上一页</a>}{' '}
          {hasMore && <a href={`${PUBLIC_LIST_PATH}?page=${page + 1}`}>下一页</a>}
        </p>
      </>
    ),
  })
