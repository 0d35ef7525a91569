import type { Child } from 'hono/jsx'
import type { Authority } from '../../identity/authority.ts'
import { ID_DOCUMENT_TYPES, idDocumentName } from '../../people/id-document.ts'
import { LEVEL_GROUPS, levelGroupName } from '../../policy/level-group.ts'
import type { PlacePolicy } from '../../policy/place-policy.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { RowTable } from '../../web/table.tsx'
import { conductName } from './conduct.ts'
import { DecisionFields, Line } from './fields.tsx'
import type { ListedRecord, RecordFigure } from './list-records.ts'
import { recordStateName, type RecordState } from './state.ts'
import { SUBJECT_KINDS, subjectName } from './subject.ts'

export const INTEGRITY_PATH = '/desk/integrity'

const LOOKS: Readonly<Record<RecordState, string>> = {
  'not-in-force': 'wait',
  'to-come': 'wait',
  'in-term': 'bad',
  'ended-early': '',
  expired: '',
  cleared: 'good',
}

export const State = ({ state }: { readonly state: RecordState }) => (
  <span class={`state ${LOOKS[state]}`}>{recordStateName(state)}</span>
)

/** The archive: what there is, never whose; and how many of what. */
export const archivePage = (
  frame: Frame,
  page: {
    readonly records: readonly ListedRecord[]
    readonly figures: readonly RecordFigure[]
    readonly mayEnter: boolean
    /** The form to look somebody up, and what it found. */
    readonly search: Child
  },
): string =>
  deskPage({
    ...frame,
    title: '诚信档案',
    current: INTEGRITY_PATH,
    children: (
      <>
        <h1>诚信档案</h1>
        <p class="soft">列表不显示姓名；打开一条即留下查看记录。记录由两名审核人批准、办理生效后才起作用。</p>
        <p>
          <a href={`${INTEGRITY_PATH}/sharing`}>信用信息共享</a>
          {' · '}
          <a href={`${INTEGRITY_PATH}/absence`}>不在档证明</a>
        </p>
        {page.mayEnter && (
          <p>
            <a class="button" href={`${INTEGRITY_PATH}/new`}>
              登记一条记录
            </a>
          </p>
        )}
        {page.search}
        {page.records.length === 0 ? (
          <p class="soft">没有记录。</p>
        ) : (
          <RowTable
            caption="最近的 200 条，按决定日期"
            columns={['决定文号', '对象', '失信行为', '决定日期', '记录期至', '状态']}
            rows={page.records.map((each) => [
              <a href={`${INTEGRITY_PATH}/${each.recordId}`}>{each.decisionNumber || '已清除'}</a>,
              subjectName(each.subjectKind),
              conductName(each.conduct),
              each.decidedOn,
              each.endsOn ?? '—',
              <>
                <State state={each.state} />
                {each.isPending && each.state !== 'not-in-force' && (
                  <span class="state wait">有待批准的改动</span>
                )}
              </>,
            ])}
          />
        )}
        {page.figures.length > 0 && <Chart figures={page.figures} />}
      </>
    ),
  })

// As wide as the sheet lets it be, so that its letters are as large as it says.
const WIDTH = 448
const NUMBERS = 40
const ROW = 46

/** Records in force by conduct and year of decision; drawn on the server, the table below says the same. */
const Chart = ({ figures }: { readonly figures: readonly RecordFigure[] }) => {
  const most = Math.max(...figures.map(({ records }) => records))
  const label = ({ year, conduct }: RecordFigure) => `${year} ${conductName(conduct)}`
  return (
    <section class="chart">
      <h2>按失信行为和年度</h2>
      <svg viewBox={`0 0 ${WIDTH} ${figures.length * ROW + 4}`} role="img" aria-labelledby="by-conduct">
        <title id="by-conduct">
          {figures.map((each) => `${label(each)}：${each.records} 条`).join('；')}
        </title>
        {figures.map((each, i) => {
          const length = Math.round(((WIDTH - NUMBERS) * each.records) / most)
          return (
            <g>
              <text x="0" y={i * ROW + 16}>
                {label(each)}
              </text>
              <rect x="1" y={i * ROW + 23} width={length} height="14" class="approved" />
              <text x={length + 8} y={i * ROW + 35} class="figure">
                {String(each.records)}
              </text>
            </g>
          )
        })}
      </svg>
      <details>
        <summary>用表格看</summary>
        <RowTable
          caption="生效的记录（不含已撤销）"
          columns={['年度', '失信行为', '条数']}
          rows={figures.map((each) => [String(each.year), conductName(each.conduct), String(each.records)])}
        />
      </details>
    </section>
  )
}

/** The form for a new record. */
export const newRecordPage = (
  frame: Frame,
  page: {
    /** Offices of the officer's own, and the notices that hold there. */
    readonly offices: readonly Pick<Authority, 'id' | 'name'>[]
    readonly policies: readonly PlacePolicy[]
    /** Offices a record may be about. */
    readonly subjects: readonly Pick<Authority, 'id' | 'name'>[]
    readonly returned: Returned | null
  },
): string => {
  const typed = page.returned?.typed ?? {}
  const named = (offices: readonly Pick<Authority, 'id' | 'name'>[]) =>
    offices.map(({ id, name }) => ({ value: id, label: name }))
  return deskPage({
    ...frame,
    title: '登记诚信记录',
    current: INTEGRITY_PATH,
    children: (
      <>
        <p class="crumbs">
          <a href={INTEGRITY_PATH}>诚信档案</a> ›
        </p>
        <h1>登记诚信记录</h1>
        <Refused returned={page.returned} />
        <form class="card" method="post" action={INTEGRITY_PATH} enctype="multipart/form-data">
          <Choice
            name="officeId"
            label="记入哪个机构的档案"
            chosen={typed.officeId}
            options={named(page.offices)}
          />
          <div class="row">
            <Choice
              name="place"
              label="依据的通知"
              chosen={typed.place}
              options={page.policies.map(({ id, name, year, kind }) => ({
                value: id,
                label: `${name} ${year}年${kind === 'annual' ? '度' : '起'}`,
              }))}
            />
            <Choice
              name="level"
              label="申报层级"
              chosen={typed.level}
              options={LEVEL_GROUPS.map((value) => ({ value, label: levelGroupName(value) }))}
            />
          </div>
          <h2>对象</h2>
          <Choice
            name="subjectKind"
            label="对象"
            chosen={typed.subjectKind}
            options={SUBJECT_KINDS.map((value) => ({ value, label: subjectName(value) }))}
          />
          <div class="row">
            <Line name="name" label="姓名（个人）" typed={typed} required={false} />
            <Choice
              name="idType"
              label="证件类型（个人）"
              chosen={typed.idType}
              options={ID_DOCUMENT_TYPES.map((value) => ({ value, label: idDocumentName(value) }))}
            />
            <Line name="idNumber" label="证件号码（个人）" typed={typed} required={false} />
          </div>
          <p>
            <label>
              <input type="checkbox" name="nameVerified" value="yes" />{' '}
              姓名已核实：本人改过名或用字不同，确是同一人
            </label>
          </p>
          <Choice
            name="subjectOfficeId"
            label="单位（评审机构、用人单位）"
            required={false}
            chosen={typed.subjectOfficeId}
            options={[{ value: '', label: '—' }, ...named(page.subjects)]}
          />
          <DecisionFields typed={typed} />
          <button type="submit">登记</button>
        </form>
      </>
    ),
  })
}
