import { PolicyFields, TitlesFields } from '../../cycles/desk/titles-fields.tsx'
import type { Authority } from '../../identity/authority.ts'
import { levelName } from '../../titles/level.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { EmptyState } from '../../web/states.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import type { AssessmentState, ListedAssessment, OpenedAssessment } from './find-assessment.ts'

export const ASSESSMENTS = '/desk/assessments'

const STATES: Readonly<Record<AssessmentState, readonly [words: string, look: string]>> = {
  empty: ['待报名单', 'wait'],
  'handed-in': ['已报送，待决定', 'wait'],
  deciding: ['正在审核', 'wait'],
  decided: ['已决定', 'good'],
  documented: ['已发文', 'good'],
  withdrawn: ['已撤回', 'bad'],
}

const State = ({ state }: { readonly state: AssessmentState }) => (
  <span class={`state ${STATES[state][1]}`}>{STATES[state][0]}</span>
)

/** An employer's own 考核认定, year by year, and the form for another. */
export function assessmentsPage(
  frame: Frame,
  page: {
    readonly assessments: readonly ListedAssessment[]
    readonly offices: readonly Authority[]
    readonly bureaus: readonly Authority[]
    readonly places: readonly { readonly id: string; readonly name: string }[]
    readonly year: number
    readonly returned: Returned | null
  },
): string {
  const typed = page.returned?.typed ?? {}
  const choices = (offices: readonly Authority[]) =>
    offices.map(({ creditCode, name }) => ({ value: creditCode, label: name }))
  return deskPage({
    ...frame,
    title: '考核认定',
    current: ASSESSMENTS,
    children: (
      <>
        <h1>考核认定</h1>
        <p class="soft">报送本单位符合考核认定条件的人员，由人社部门逐人决定；不予认定的会写明理由。</p>
        {page.assessments.length === 0 ? (
          <EmptyState>还没有登记过考核认定。</EmptyState>
        ) : (
          <RowTable
            caption="本单位的考核认定，新的在前"
            columns={['年度', '级别', '决定的人社部门', '办理情况']}
            rows={page.assessments.map(({ cycle, bureau, state }) => [
              <a href={`${ASSESSMENTS}/${cycle.id}`}>{cycle.year} 年度</a>,
              cycle.levels.map(levelName).join('、'),
              bureau,
              <State state={state} />,
            ])}
          />
        )}
        <Refused returned={page.returned} />
        <form class="card" method="post" action={ASSESSMENTS}>
          <h2>登记一个年度</h2>
          <div class="row">
            <Choice
              name="employer"
              label="用人单位"
              options={choices(page.offices)}
              chosen={typed.employer}
            />
            <Choice
              name="filingAuthority"
              label="决定的人社部门"
              options={choices(page.bureaus)}
              chosen={typed.filingAuthority}
            />
          </div>
          <TitlesFields typed={typed} />
          <PolicyFields typed={typed} places={page.places} year={page.year} />
          <button type="submit">登记</button>
        </form>
      </>
    ),
  })
}

/** One year: whom the employer handed in, and what was decided of each. */
export function assessmentPage(
  frame: Frame,
  page: OpenedAssessment & {
    /** Every line that kept a file out. */
    readonly defects: readonly string[]
    readonly returned: Returned | null
  },
): string {
  const { cycle, rows, decisions, state } = page
  const title = `${cycle.year} 年度考核认定`
  const isOpen = state === 'empty' || state === 'handed-in'
  return deskPage({
    ...frame,
    title,
    current: ASSESSMENTS,
    children: (
      <>
        <p class="crumbs">
          <a href={ASSESSMENTS}>考核认定</a> ›
        </p>
        <h1>
          {title} <State state={state} />
        </h1>
        <FactTable
          caption="登记内容"
          facts={[
            { label: '决定的人社部门', value: page.bureau },
            { label: '级别', value: cycle.levels.map(levelName).join('、') },
            { label: '系列', value: cycle.series?.join('、') ?? '全部系列' },
          ]}
        />
        <Refused returned={page.returned} />
        {page.defects.length > 0 && (
          <ul>
            {page.defects.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        )}
        {rows.length > 0 && (
          <RowTable
            caption={decisions === null ? `已报送 ${rows.length} 人` : '认定决定'}
            columns={['序号', '姓名', '专业', '申请的资格', '级别', '决定', '理由']}
            rows={rows.map((row) => {
              const said = decisions?.get(row.id)
              return [
                String(row.position),
                <span class="name">{row.name}</span>,
                `${row.series} ${row.specialty}`,
                row.title,
                levelName(row.level),
                said === undefined ? (
                  '—'
                ) : (
                  <span class={`state ${said.granted ? 'good' : 'bad'}`}>
                    {said.granted ? '认定' : '不予认定'}
                  </span>
                ),
                said?.ground ?? '—',
              ]
            })}
          />
        )}
        {isOpen && <HandInForm page={page} />}
      </>
    ),
  })
}

const HandInForm = ({ page: { cycle, listId } }: { readonly page: OpenedAssessment }) => (
  <form class="card" method="post" action={`${ASSESSMENTS}/${cycle.id}/list`} enctype="multipart/form-data">
    <h2>{listId === null ? '报送人员名单' : '更正名单'}</h2>
    <p>
      按<a href={`${ASSESSMENTS}/template`}>表格模板</a>
      填写，一人一行；有一处不对，整个表格都不接收，会逐处告诉您。
      {listId !== null && '更正的表格取代已报送的名单。'}
    </p>
    {listId !== null && <input type="hidden" name="replaces" value={listId} />}
    <Field
      language="zh"
      name="file"
      label="人员名单"
      kind="file"
      required
      accept=".xlsx,.xls,.csv"
      hint="证件号码只用于核对身份，页面不再显示"
    />
    <button type="submit">{listId === null ? '检查并报送' : '检查并取代'}</button>
  </form>
)
