import { Hono } from 'hono'
import type { Env } from '../../platform/context.ts'
import { deskPage, type Desk } from '../../web/desk-page.tsx'
import { RowTable } from '../../web/table.tsx'
import { proposeForRecord, type ProposedForRecord } from './propose-for-record.ts'

const OUTCOMES: Readonly<Record<ProposedForRecord['outcome'], string>> = {
  proposed: '已提出，等待用印人核准',
  waiting: '先前已经提出，等待核准或办理',
  done: '现状已是如此，没有可办理的',
  'other-record': '另一条生效的记录也决定撤销：不提出恢复',
  'other-decision':
    '由另一份决定撤销、注销或失效，不随本记录恢复：那份决定的记录也已撤销的，请在那条记录上提出',
  elsewhere: '由别的机构签发：请函告该机构办理',
  unknown: '不是本人的证书，或没有这个编号：请核对记录',
}

/** The one act of the archive's desk that reaches certificates. */
export const recordConsequenceDesk = ({ site, viewer }: Desk): Hono<Env> =>
  new Hono<Env>().post('/desk/integrity/:recordId/certificates', async (c) => {
    const { ctx } = c.var
    const recordId = c.req.param('recordId')
    const proposed = await proposeForRecord(ctx, recordId)
    return c.html(
      deskPage({
        site,
        viewer: await viewer(ctx),
        title: '记录所涉证书',
        current: '/desk/integrity',
        children: (
          <>
            <p class="crumbs">
              <a href="/desk/integrity">诚信档案</a> › <a href={`/desk/integrity/${recordId}`}>诚信记录</a> ›
            </p>
            <h1>记录所涉证书</h1>
            <RowTable
              caption="逐份办理的结果"
              columns={['证书编号', '结果']}
              rows={proposed.map(({ number, outcome }) => [
                <span class="mono">{number}</span>,
                OUTCOMES[outcome],
              ])}
            />
            <p>
              <a href="/desk/certificates/changes">查看证书的变更</a>
            </p>
          </>
        ),
      }),
    )
  })
