import { chineseDay } from '../../calendar/day.ts'
import { LEVEL_GROUPS, levelGroupName } from '../../policy/level-group.ts'
import { routeName } from '../../titles/route.ts'
import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { RowTable } from '../../web/table.tsx'
import { rangesWords, yearsWords } from '../acceptance/cell-ranges.ts'
import { cellStateName, type CellState } from '../acceptance/cell-state.ts'
import { dueWords } from '../programme/refusals.ts'
import { PartFields } from './part-fields.tsx'
import { COLLECTION } from './programmes-page.tsx'
import type { OfficeCell, OfficeView, Progress, Reported } from './read-office.ts'

const LOOKS: Readonly<Record<CellState, string>> = {
  'not-required': '',
  open: '',
  late: 'bad',
  'in-proof': 'wait',
  zero: 'good',
  accepted: 'good',
}

const PROGRESS: Readonly<Record<Progress, readonly [words: string, look: string]>> = {
  'not-submitted': ['未送审', ''],
  waiting: ['审批中', 'wait'],
  returned: ['已退回', 'bad'],
  approved: ['已批准，待验收', 'wait'],
  void: ['批准已失效，请重新送审', 'bad'],
  accepted: ['已验收', 'good'],
  replaced: ['已由更正的批次替换', ''],
  withdrawn: ['已撤回', ''],
}

export interface OfficePage {
  readonly view: OfficeView
  readonly mayEnter: boolean
  readonly returned: Returned | null
  readonly today: string
}

/** One office's part: every cell, what it reported, and reporting that there is nobody. */
export const officePage = (frame: Frame, page: OfficePage): string => {
  const { view, mayEnter } = page
  const { programme, office } = view
  const path = `${COLLECTION}/${programme.id}/offices/${office.id}`
  return deskPage({
    ...frame,
    title: `${office.name} ${programme.name}`,
    current: COLLECTION,
    children: (
      <>
        <p class="crumbs">
          <a href={COLLECTION}>职称归集</a> › <a href={`${COLLECTION}/${programme.id}`}>{programme.name}</a> ›
        </p>
        <h1>{office.name}</h1>
        {view.assignment === null ? (
          <EmptyState>这个机构没有承担本任务。</EmptyState>
        ) : (
          <>
            {mayEnter && programme.kind === 'past' && (
              <p class="actions">
                <a class="button" href={`${path}/uploads/new`}>
                  上传采集表
                </a>
                <a class="button quiet" href="#zero">
                  零报告
                </a>
              </p>
            )}
            {programme.kind === 'current' && (
              <p class="actions">
                <a class="button" href={`${path}/current`}>
                  文件与证书核对
                </a>
              </p>
            )}
            {programme.kind === 'past' && (
              <p class="small">
                <a href={`${path}/reports`}>上报与接收（与其他系统之间）</a>
              </p>
            )}
            <Left cells={view.cells} />
            <ReportedTable reported={view.reported} mayEnter={mayEnter} path={path} />
            <Refused returned={page.returned} />
            <CellTable view={view} />
            {mayEnter && <ZeroForm page={page} path={path} />}
          </>
        )}
      </>
    ),
  })
}

/** What is still to be reported, in as few words as it takes. */
const Left = ({ cells }: { cells: readonly OfficeCell[] }) => {
  const late = rangesWords(cells.filter(({ state }) => state === 'late'))
  const open = rangesWords(cells.filter(({ state }) => state === 'open'))
  return (
    <>
      {late.length > 0 && <p class="note error">{`逾期未报：${late.join('；')}`}</p>}
      {open.length > 0 && <p class="note">{`待报：${open.join('；')}`}</p>}
      {late.length + open.length === 0 && <p class="note">应报的都已报送。</p>}
    </>
  )
}

const ReportedTable = ({
  reported,
  mayEnter,
  path,
}: {
  reported: readonly Reported[]
  mayEnter: boolean
  path: string
}) => (
  <>
    <h2>已报送</h2>
    {reported.length === 0 ? (
      <EmptyState>还没有报送。</EmptyState>
    ) : (
      <RowTable
        caption="批次和零报告，新的在前"
        columns={['内容', '行数', '报送日期', '进度', '办理']}
        rows={reported.map((one) => [
          one.kind === 'batch' ? (
            <a href={`${COLLECTION}/batches/${one.id}`}>{one.name}</a>
          ) : (
            `${one.kind === 'zero' ? '零报告' : '核对报告'}：${one.name}`
          ),
          String(one.rows),
          chineseDay(one.reportedOn),
          <Standing one={one} />,
          mayEnter ? <Act one={one} path={path} /> : '—',
        ])}
      />
    )}
  </>
)

const Standing = ({ one }: { one: Reported }) => {
  const [words, look] = PROGRESS[one.progress]
  return (
    <>
      <span class={`state ${look}`.trim()}>{words}</span>
      {one.acceptedOn !== null && ` ${chineseDay(one.acceptedOn)}`}
    </>
  )
}

/** What the officer can do with it now. */
const Act = ({ one, path }: { one: Reported; path: string }) => {
  if (!['not-submitted', 'returned', 'approved', 'void'].includes(one.progress)) return <>—</>
  const isReady = one.progress === 'approved'
  if (one.kind !== 'batch')
    return isReady ? <Button action={`${path}/returns/${one.id}/acceptance`} words="验收" /> : <>重新填报</>
  const batch = `${COLLECTION}/batches/${one.id}`
  return (
    <Button action={`${batch}/${isReady ? 'acceptance' : 'submission'}`} words={isReady ? '验收' : '送审'} />
  )
}

const Button = ({ action, words }: { action: string; words: string }) => (
  <form method="post" action={action}>
    <button type="submit">{words}</button>
  </form>
)

/** A row a year, or years that stand alike, a column a level and route; numbers and words, never colour alone. */
const CellTable = ({ view }: { view: OfficeView }) => {
  const columns = LEVEL_GROUPS.flatMap((level) =>
    view.programme.rules.routes
      .filter((route) => view.cells.some((cell) => cell.level === level && cell.route === route))
      .map((route) => ({ level, route })),
  )
  const years = [...new Set(view.cells.map(({ year }) => year))].toSorted((a, b) => b - a)
  const cells = new Map(view.cells.map((cell) => [`${cell.year}|${cell.level}|${cell.route}`, cell]))
  const lineOf = (year: number) => columns.map(({ level, route }) => cells.get(`${year}|${level}|${route}`))
  const dues = [...new Set(view.cells.map(({ dueOn }) => dueWords(dueOn)))]
  return (
    <>
      <h2>逐年</h2>
      <RowTable
        caption={`年份、级别、取得途径；期限：${dues.join('、')}`}
        columns={[
          '年份',
          ...columns.map(({ level, route }) => `${levelGroupName(level)} ${routeName(route)}`),
        ]}
        rows={spansOf(years, (year) => lineOf(year).map(wordsOf).join('|')).map((span) => [
          yearsWords(span),
          ...lineOf(span.throughYear).map((cell) => (cell ? <CellWords cell={cell} /> : '—')),
        ])}
      />
    </>
  )
}

const wordsOf = (cell: OfficeCell | undefined): string =>
  cell ? `${cell.state} ${cell.records} ${cell.inProof}` : ''

/** Years of which all the same is to be said, the newest first. */
function spansOf(years: readonly number[], said: (year: number) => string) {
  const spans: { fromYear: number; throughYear: number }[] = []
  for (const year of years) {
    const last = spans.at(-1)
    if (last && last.fromYear === year + 1 && said(last.fromYear) === said(year)) last.fromYear = year
    else spans.push({ fromYear: year, throughYear: year })
  }
  return spans
}

const CellWords = ({ cell: { state, records, inProof } }: { cell: OfficeCell }) => (
  <>
    <span class={`state ${LOOKS[state]}`.trim()}>{cellStateName(state)}</span>
    {records > 0 && ` ${records}`}
    {inProof > 0 && (state === 'in-proof' ? ` ${inProof}` : `（核对中 ${inProof}）`)}
  </>
)

const ZeroForm = ({ page, path }: { page: OfficePage; path: string }) => {
  const { assignment } = page.view
  if (assignment === null) return null
  return (
    <div class="card" id="zero">
      <h2>零报告</h2>
      <p class="hint">
        经查没有人的年份、级别和取得途径，用零报告说明；由审核人审批后验收，与有数据的一样算完成。
      </p>
      <form method="post" action={`${path}/zero-returns`}>
        <PartFields id="zero" part={assignment} typed={page.returned?.typed ?? null} />
        <Field
          language="zh"
          name="ground"
          label="查核情况"
          hint="查了哪些档案，由谁查的"
          kind="lines"
          required
          value={page.returned?.typed.ground}
          maxLength={500}
        />
        <button type="submit">填报并送审</button>
      </form>
    </div>
  )
}
