import type { Cycle } from '../../../cycles/cycle.ts'
import type { Station } from '../../../cycles/station.ts'
import { routeName } from '../../../titles/route.ts'
import { Refused, type Frame, type Returned } from '../../../web/desk-form.tsx'
import { deskPage } from '../../../web/desk-page.tsx'
import { EmptyState } from '../../../web/states.tsx'
import { RowTable } from '../../../web/table.tsx'
import { EvidenceSection } from './evidence-section.tsx'
import type { CycleCounts } from '../candidates.ts'
import type { FoundEvidence } from '../evidence/find-evidence.ts'
import type { FoundList } from '../find-list.ts'
import { CURRENT, stageName, State } from '../list-frame.tsx'
import type { ListStage } from '../schema.ts'
import type { Standing } from '../standing.ts'

export interface ListsOfCycle {
  readonly cycle: Cycle
  readonly lists: readonly { readonly list: FoundList; readonly standing: Standing }[]
  readonly counts: CycleCounts
  /** What the meeting's own record says; null before it. */
  readonly meeting: { readonly applicants: number; readonly passed: number } | null
  readonly evidence: readonly FoundEvidence[]
  readonly confirmations: { readonly open: number; readonly all: number }
  readonly next: Station | null
  readonly mayImport: boolean
  /** 考核认定: the bureau's own people. */
  readonly mayDecide: boolean
}

/** A cycle's lists and papers on one page, with what comes next. */
export function cycleListsPage(frame: Frame, page: ListsOfCycle, returned: Returned | null): string {
  const { cycle, lists, next } = page
  const name = `${cycle.year} 年度 ${cycle.name}`
  const current = (stage: ListStage) =>
    lists.find(({ list, standing }) => list.stage === stage && standing.kind !== 'replaced') ?? null
  return deskPage({
    ...frame,
    title: `${name}的名单`,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href="/desk/lists">名单</a> › <a href={`/desk/cycles/${cycle.id}`}>年度评审</a> ›
        </p>
        <h1>{name}</h1>
        <Refused returned={returned} />
        {next !== null && (
          <p class="lead">
            下一环节：{next.name}
            {next.latest !== null && `（最迟 ${next.latest.day}${next.latest.provisional ? '，暂定' : ''}）`}
          </p>
        )}
        <Figures page={page} />
        {(['candidates', 'approved'] as const).map((stage) => (
          <StageSection
            page={page}
            stage={stage}
            current={current(stage)}
            hasCandidates={current('candidates') !== null}
          />
        ))}
        <ConfirmationsSection page={page} />
        <EvidenceSection page={page} returned={returned} />
      </>
    ),
  })
}

function Figures({ page: { cycle, counts, meeting } }: { readonly page: ListsOfCycle }) {
  const [who, passed, share] =
    cycle.route === 'assessment'
      ? ['申请人数', '拟予认定人数', '认定比例']
      : ['上会人数', '通过人数', '通过率']
  const rate = counts.passPerMille === null ? null : `${(counts.passPerMille / 10).toFixed(1)}%`
  const differs = (mine: number | null, told: number | undefined) =>
    mine !== null && told !== undefined && mine !== told
  const isApart = differs(counts.candidates, meeting?.applicants) || differs(counts.approved, meeting?.passed)
  return (
    <>
      <ul class="figures">
        <li>
          <b>{counts.candidates ?? '—'}</b>
          {who}
        </li>
        <li>
          <b>{counts.approved ?? '—'}</b>
          {passed}
        </li>
        <li>
          <b>{rate ?? '—'}</b>
          {share}
        </li>
      </ul>
      {isApart && meeting !== null && (
        <div class="note error">
          <p>
            与评审会议的登记不一致：会议登记参评 {meeting.applicants} 人、通过 {meeting.passed}{' '}
            人。请核对名单，或在年度评审中更正会议登记。
          </p>
        </div>
      )}
    </>
  )
}

function StageSection(props: {
  readonly page: ListsOfCycle
  readonly stage: ListStage
  readonly current: ListsOfCycle['lists'][number] | null
  readonly hasCandidates: boolean
}) {
  const { page, stage, current, hasCandidates } = props
  const { cycle, lists } = page
  const isDecided = stage === 'approved' && cycle.route === 'assessment'
  const mayImport = page.mayImport && !isDecided
  const old = lists.filter(({ list, standing }) => list.stage === stage && standing.kind === 'replaced')
  const query = `cycle=${cycle.id}&stage=${stage}`
  const isOfEmployers = stage === 'candidates' && cycle.route !== 'review'
  return (
    <section>
      <h2>
        {isOfEmployers
          ? `申请${routeName(cycle.route)}的人员名单`
          : isDecided
            ? '认定名单'
            : stageName(stage)}
      </h2>
      {current === null ? (
        <EmptyState>还没有名单。</EmptyState>
      ) : (
        <RowTable
          caption="现行名单"
          columns={['文件', '人数', '导入日期', '进度']}
          rows={[
            [
              <a href={`/desk/lists/${current.list.id}`}>{current.list.fileName}</a>,
              String(current.list.rows),
              current.list.importedOn,
              <State standing={current.standing} />,
            ],
          ]}
        />
      )}
      {old.length > 0 && (
        <p class="small soft">
          已取代：
          {old.map(({ list }) => (
            <>
              <a href={`/desk/lists/${list.id}`}>
                {list.fileName}（{list.importedOn}）
              </a>{' '}
            </>
          ))}
        </p>
      )}
      {isDecided && page.mayDecide && hasCandidates && (
        <p class="actions">
          <a class="button" href={`/desk/lists/cycles/${cycle.id}/decisions`}>
            提出认定意见
          </a>
        </p>
      )}
      {mayImport && (
        <p class="actions">
          <a class="button quiet" href={`/desk/lists/new?${query}`}>
            {current === null ? '上传表格' : '上传更正后的表格'}
          </a>
          <a class="button quiet" href={`/desk/lists/cycles/${cycle.id}/entry?stage=${stage}`}>
            逐人录入
          </a>
          {stage === 'approved' && hasCandidates && (
            <a class="button" href={`/desk/lists/cycles/${cycle.id}/choice`}>
              从名单中勾选通过人员
            </a>
          )}
        </p>
      )}
    </section>
  )
}

const ConfirmationsSection = ({ page: { cycle, confirmations, lists } }: { readonly page: ListsOfCycle }) =>
  lists.length === 0 ? (
    <></>
  ) : (
    <section>
      <h2>
        职称确认{' '}
        {confirmations.all > 0 && (
          <span class={`state ${confirmations.open > 0 ? 'wait' : 'good'}`}>
            {confirmations.open > 0 ? `${confirmations.open} 人待答复` : '都已答复'}
          </span>
        )}
      </h2>
      <p>
        职称由外省、中央单位等评审取得的，登记原证书和原发证机构的答复（
        {confirmations.all === 0 ? '目前没有' : `共 ${confirmations.all} 人`}）。
        <a href={`/desk/lists/cycles/${cycle.id}/confirmations`}>办理职称确认</a>
      </p>
    </section>
  )
