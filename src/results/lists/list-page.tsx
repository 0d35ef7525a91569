import type { Child } from 'hono/jsx'
import type { Cycle } from '../../cycles/cycle.ts'
import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import type { FoundList, NamedRow } from './find-list.ts'
import { LeadsSection, type LeadReturned } from './desk/leads-section.tsx'
import type { Lead } from './leads/lead.ts'
import { CURRENT, stageName, State } from './list-frame.tsx'
import { countDiffersText, type CountDiffers } from './meeting-counts.ts'
import type { Standing } from './standing.ts'

/** One list: where it stands, what the viewer may do now, its people. */
export function listPage(
  frame: Frame,
  page: {
    readonly list: FoundList
    readonly standing: Standing
    readonly rows: readonly NamedRow[]
    readonly next: number | null
    readonly leads: readonly Lead[]
    readonly leadReturned: LeadReturned | null
    readonly cycle: Cycle | null
    /** Null: as many as the meeting's record counted. */
    readonly differs: CountDiffers | null
    readonly threeReviews: Child
    readonly may: {
      readonly settle: boolean
      readonly submit: boolean
      readonly correct: boolean
      readonly issue: boolean
      /** After those who come before the committee. */
      readonly ask: boolean
    }
  },
): string {
  const { list, standing, may } = page
  return deskPage({
    ...frame,
    title: list.fileName,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/lists">名单</a> ›{' '}
          {page.cycle !== null && (
            <>
              <a href={`/desk/lists/cycles/${page.cycle.id}`}>
                {page.cycle.year} 年度 {page.cycle.name}
              </a>{' '}
              ›
            </>
          )}
        </p>
        <h1>
          {list.fileName} <State standing={standing} />
        </h1>
        <FactTable
          caption="登记情况"
          facts={[
            { label: '名单', value: stageName(list.stage) },
            ...(page.cycle === null
              ? [{ label: '年度评审', value: '不在本系统评审：以登记的任职资格文件确认' }]
              : []),
            { label: '发证机关', value: list.authority },
            { label: '人数', value: String(list.rows) },
            ...(page.differs === null
              ? []
              : [
                  {
                    label: '与会议记录核对',
                    value: <span class="state bad">{countDiffersText(page.differs)}</span>,
                  },
                ]),
            { label: '导入日期', value: list.importedOn },
            ...(list.document === null ? [] : [{ label: '任职资格文件', value: list.document }]),
            ...(list.replaces === null
              ? []
              : [{ label: '更正', value: <a href={`/desk/lists/${list.replaces}`}>原名单</a> }]),
            ...(list.replacedBy === null
              ? []
              : [{ label: '取代者', value: <a href={`/desk/lists/${list.replacedBy}`}>更正后的名单</a> }]),
            ...(standing.requestId === null
              ? []
              : [{ label: '审核', value: <a href={`/desk/approvals/${standing.requestId}`}>查看审核</a> }]),
          ]}
        />
        <div class="actions">
          {may.submit && (
            <form method="post" action={`/desk/lists/${list.id}/submission`}>
              <button type="submit">{standing.kind === 'imported' ? '提交送审' : '重新送审'}</button>
            </form>
          )}
          {may.correct && (
            <a class="button quiet" href={`/desk/lists/new?replaces=${list.id}`}>
              上传更正后的名单
            </a>
          )}
          {(standing.kind === 'approved' || standing.kind === 'confirmed') && (
            <a class="button quiet" href={`/desk/lists/${list.id}/paper`}>
              确认和文件
            </a>
          )}
          {may.ask && (
            <form method="post" action={`/desk/lists/${list.id}/integrity`}>
              <button type="submit" class="quiet">
                查询诚信状态
              </button>
            </form>
          )}
          {may.issue && (
            <form method="post" action="/desk/certificates/issuing">
              <input type="hidden" name="document" value={list.document ?? ''} />
              <button type="submit">签发证书</button>
            </form>
          )}
        </div>
        <LeadsSection
          listId={list.id}
          leads={page.leads}
          maySettle={may.settle}
          returned={page.leadReturned}
        />
        {page.threeReviews}
        <h2>人员</h2>
        <RowTable
          caption="不显示证件号码"
          columns={[
            '序号',
            '姓名',
            '工作单位',
            '系列',
            '专业',
            '资格名称',
            '级别',
            '取得方式',
            list.stage === 'candidates' ? '申报时间' : '取得时间',
          ]}
          rows={page.rows.map((row) => [
            String(row.position),
            <span class="name">{row.name}</span>,
            row.employer,
            row.series,
            row.specialty,
            row.title,
            levelName(row.level),
            routeName(row.route),
            (list.stage === 'candidates' ? row.declaredOn : row.obtainedOn) ?? '—',
          ])}
        />
        {page.next !== null && (
          <p>
            <a href={`/desk/lists/${list.id}?after=${page.next}`}>第 {page.next + 1} 人起 ›</a>
          </p>
        )}
      </>
    ),
  })
}
