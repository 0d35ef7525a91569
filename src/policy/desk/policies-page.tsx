import type { Frame } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { RowTable } from '../../web/table.tsx'
import { levelGroupName } from '../level-group.ts'
import type { PlacePolicy } from '../place-policy.ts'
import type { PolicyLine, PolicySection } from '../policy-table.ts'
import { citation, localAnswerText, periodName, precedentText } from '../policy-text.ts'

export const POLICIES_DESK = '/desk/policies'

/** The notices the desks go by, and how much each leaves open. */
export function policiesDeskPage(
  frame: Frame,
  page: {
    readonly places: readonly {
      readonly policy: PlacePolicy
      readonly open: number
      readonly answered: number
      readonly mayAnswer: boolean
    }[]
  },
): string {
  return deskPage({
    ...frame,
    title: '规定',
    current: POLICIES_DESK,
    children: (
      <>
        <h1>规定</h1>
        <p class="soft">
          通知写明的，从其规定；没有写的，由当地人社部门的文件签发人作出本地规定，与通知分开显示。
        </p>
        <RowTable
          caption="各地通知"
          columns={['地区和年度', '文件', '未规定', '本地规定', '由本机构规定']}
          rows={page.places.map(({ policy, open, answered, mayAnswer }) => [
            <a href={`${POLICIES_DESK}/${policy.id}`}>{`${policy.name} ${periodName(policy)}`}</a>,
            citation(policy),
            `${open} 项`,
            `${answered} 项`,
            mayAnswer ? '是' : '—',
          ])}
        />
      </>
    ),
  })
}

/** One place's rules with the words that set them; what none sets is asked, and whoever may answers. */
export function policyDeskPage(
  frame: Frame,
  page: {
    readonly policy: PlacePolicy
    readonly sections: readonly PolicySection[]
    readonly mayAnswer: boolean
  },
): string {
  const { policy, sections, mayAnswer } = page
  const title = `${policy.name} ${periodName(policy)}的规定`
  const open = sections.flatMap(({ lines }) => lines).filter(({ answer }) => answer.kind === 'unspecified')
  return deskPage({
    ...frame,
    title,
    current: POLICIES_DESK,
    children: (
      <>
        <p class="crumbs">
          <a href={POLICIES_DESK}>规定</a> ›
        </p>
        <h1>{title}</h1>
        <p>
          依据：{policy.notice.title}
          {policy.notice.number !== null && `（${policy.notice.number}）`}
        </p>
        <p class="soft small">未收录的依据文件：{policy.notHeld.join('、')}</p>
        <p>
          {open.length === 0 ? '没有未规定的事项。' : `有 ${open.length} 项未规定。`}
          {!mayAnswer && open.length > 0 && '由当地人社部门的文件签发人作出本地规定。'}
        </p>
        {sections.map(({ title: group, lines }) => (
          <RowTable
            caption={group.zh}
            columns={['事项', '规定', '依据']}
            rows={lines.map((line, i) => [
              // A rule that differs by level has more lines than one.
              <span id={lines[i - 1]?.rule === line.rule ? undefined : line.rule}>{lineName(line)}</span>,
              <RuleCell line={line} place={policy.id} mayAnswer={mayAnswer} />,
              <Ground line={line} />,
            ])}
          />
        ))}
      </>
    ),
  })
}

const lineName = ({ label, levels }: PolicyLine): string =>
  levels.length === 0 ? label.zh : `${label.zh}（${levels.map(levelGroupName).join('、')}）`

function RuleCell(props: { readonly line: PolicyLine; readonly place: string; readonly mayAnswer: boolean }) {
  const { line, place, mayAnswer } = props
  const { answer, words } = line
  const link = `${POLICIES_DESK}/${place}/${line.rule}`
  if (answer.kind === 'stated')
    return (
      <>
        <b>{words?.zh}</b>
        {answer.note !== undefined && <p class="soft small">{answer.note}</p>}
      </>
    )
  if (answer.kind === 'answered')
    return (
      <>
        <b>{words?.zh}</b> <span class="state">本地规定</span>
        {mayAnswer && (
          <p class="small">
            <a href={link}>重新规定</a>
          </p>
        )}
      </>
    )
  return (
    <>
      <span class="state wait">未规定</span>
      <p class="small">{answer.question.zh}</p>
      {mayAnswer && (
        <p>
          <a href={link}>作出规定</a>
        </p>
      )}
    </>
  )
}

function Ground({ line: { rule, answer } }: { readonly line: PolicyLine }) {
  if (answer.kind === 'answered') return <span class="small">{localAnswerText(answer).zh}</span>
  if (answer.kind === 'unspecified')
    return answer.precedents.length === 0 ? (
      <>—</>
    ) : (
      <>
        {answer.precedents.map((each) => (
          <p class="small soft">参考：{precedentText(rule, each)}</p>
        ))}
      </>
    )
  return (
    <>
      {answer.quotes.map(({ clause, text }) => (
        <details class="clause">
          <summary>{`${citation(answer.policy)} ${clause}`}</summary>
          <q>{text}</q>
        </details>
      ))}
    </>
  )
}
