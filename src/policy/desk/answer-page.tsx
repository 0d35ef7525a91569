import { chineseDay } from '../../calendar/day.ts'
import { Choice, Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { Field } from '../../web/form.tsx'
import { RowTable } from '../../web/table.tsx'
import { LEVEL_GROUPS, levelGroupName } from '../level-group.ts'
import type { PlacePolicy } from '../place-policy.ts'
import type { LocalAnswer } from '../policy-of.ts'
import { periodName } from '../policy-text.ts'
import { labelOf, questionOf, wordsOf } from '../rule-book.ts'
import type { RuleName, Rules } from '../rule.ts'
import { answerFields, type AnswerField, type Typed } from './answer-form.ts'
import { POLICIES_DESK } from './policies-page.tsx'

/** A value somebody may take over, in words; its address fills in the form. */
export interface Offer {
  readonly words: string
  readonly href: string
}

/** What a notice leaves open: the question, what may be taken over, the answer and its ground. */
export function answerPage(
  frame: Frame,
  page: {
    readonly policy: PlacePolicy
    readonly rule: RuleName
    /** For the forms' choice: the actor's offices that speak for the place. */
    readonly offices: readonly { readonly creditCode: string; readonly name: string }[]
    readonly offers: readonly Offer[]
    /** The newest last; all of them stand. */
    readonly before: readonly LocalAnswer[]
    readonly typed: Typed
    readonly returned: Returned | null
  },
): string {
  const { policy, rule, offices, offers, before, typed } = page
  const label = labelOf(rule).zh
  return deskPage({
    ...frame,
    title: label,
    current: POLICIES_DESK,
    children: (
      <>
        <p class="crumbs">
          <a href={POLICIES_DESK}>规定</a> ›{' '}
          <a href={`${POLICIES_DESK}/${policy.id}#${rule}`}>{`${policy.name} ${periodName(policy)}`}</a> ›
        </p>
        <h1>{label}</h1>
        <p class="lead">{questionOf(rule).zh}</p>
        <p class="soft">
          本系统收录的通知没有写。作出的规定只在本地本年度有效，标明是本地规定，不作为通知的规定。
        </p>
        {offers.length > 0 && (
          <div class="note">
            <p>可以参照（选用后仍可修改，提交后才生效）：</p>
            <ul>
              {offers.map(({ words, href }) => (
                <li>
                  {words} <a href={href}>填入下表</a>
                </li>
              ))}
            </ul>
          </div>
        )}
        <Refused returned={page.returned} />
        <form class="card" method="post" action={`${POLICIES_DESK}/${policy.id}/${rule}`}>
          <h2>作出规定</h2>
          {answerFields(rule).map((fields) => (
            <ValueRow fields={fields} typed={typed} />
          ))}
          <div class="row">
            <Choice
              name="level"
              label="适用级别"
              options={[
                { value: '', label: '全部级别' },
                ...LEVEL_GROUPS.map((group) => ({ value: group, label: levelGroupName(group) })),
              ]}
              chosen={typed.level}
              required={false}
            />
            <Choice
              name="office"
              label="作出规定的机构"
              options={offices.map(({ creditCode, name }) => ({ value: creditCode, label: name }))}
              chosen={typed.office}
            />
          </div>
          <Field
            language="zh"
            name="ground"
            label="依据"
            required
            hint="文件、条款或会议决定，如“昆人社会议纪要〔2024〕3期第二条”；随规定一起公开"
            value={typed.ground}
            maxLength={500}
          />
          <button type="submit">提交规定</button>
        </form>
        {before.length > 0 && <Before answers={before} rule={rule} />}
      </>
    ),
  })
}

function ValueRow({ fields, typed }: { readonly fields: readonly AnswerField[]; readonly typed: Typed }) {
  const isTicks = fields.every(({ kind }) => kind === 'tick')
  if (isTicks)
    return (
      <fieldset>
        {fields.map((field) => (
          <Tick field={field} typed={typed} />
        ))}
      </fieldset>
    )
  const isOrder = fields.some(({ kind }) => kind === 'order')
  return (
    <>
      {isOrder && <p class="hint">在环节上填 1、2、3……表示先后；没有这一环节的不填。</p>}
      <div class={isOrder ? 'row orders' : 'row'}>
        {fields.map((field) =>
          field.kind === 'tick' ? (
            <Tick field={field} typed={typed} />
          ) : field.kind === 'choice' ? (
            <Choice
              name={field.path}
              label={field.label}
              options={field.options}
              chosen={typed[field.path]}
            />
          ) : (
            <Field
              language="zh"
              name={field.path}
              label={field.label}
              value={typed[field.path]}
              maxLength={field.kind === 'text' ? 500 : 4}
            />
          ),
        )}
      </div>
    </>
  )
}

const Tick = ({ field, typed }: { readonly field: AnswerField; readonly typed: Typed }) => (
  <label class="choice">
    <input type="checkbox" name={field.path} value="1" checked={(typed[field.path] ?? '') !== ''} />
    {field.label}
  </label>
)

const Before = ({ answers, rule }: { readonly answers: readonly LocalAnswer[]; readonly rule: RuleName }) => (
  <RowTable
    caption="已作出的规定，最后一条有效"
    columns={['日期', '级别', '规定', '机构', '依据']}
    rows={answers.map((each) => [
      chineseDay(each.answeredOn),
      each.level === null ? '全部级别' : levelGroupName(each.level),
      // Checked by the rule's own form before it was kept (answer-rule.ts).
      wordsOf(rule, each.value as Rules[RuleName]).zh,
      each.office,
      each.ground,
    ])}
  />
)
