import { Choice } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import { ALL_CONDUCTS, conductRow } from './conduct.ts'
import { subjectName } from './subject.ts'
import { TERM_STARTS, termStartName } from './term.ts'

export const DayField = (props: {
  readonly name: string
  readonly label: string
  readonly value?: string | undefined
  readonly hint?: string
  readonly required?: boolean
}) => (
  <div class="field">
    <label for={props.name}>
      {props.label}
      {(props.required ?? true) && <span class="must">必填</span>}
    </label>
    {props.hint && <p class="hint">{props.hint}</p>}
    <input
      id={props.name}
      name={props.name}
      type="date"
      required={props.required ?? true}
      value={props.value ?? ''}
      placeholder="2023-12-20"
    />
  </div>
)

/** The fields of a decision, for a new record and for a correction. */
export const DecisionFields = ({ typed }: { readonly typed: Readonly<Record<string, string>> }) => (
  <>
    <h2>行为和事实</h2>
    <Choice
      name="conduct"
      label="失信行为"
      chosen={typed.conduct}
      options={ALL_CONDUCTS.map((value) => {
        const { zh, of, clause } = conductRow(value)
        return {
          value,
          label: `${of.map(subjectName).join('、')}：${zh}（${clause ?? '须引用所依据的规定'}）`,
        }
      })}
    />
    <Lines name="facts" label="事实" typed={typed} required />
    <div class="row">
      <DayField name="conductOn" label="行为日期" value={typed.conductOn} />
      <DayField name="foundOn" label="查实日期" value={typed.foundOn} />
    </div>
    <h2>告知和陈述申辩</h2>
    <p class="hint">作出决定前须书面告知本人，并留出陈述申辩的时间：告知早于截止日，截止日不晚于决定日期。</p>
    <div class="row">
      <DayField name="toldOn" label="告知日期" value={typed.toldOn} />
      <DayField name="hearingThrough" label="陈述申辩截止日" value={typed.hearingThrough} />
      <DayField name="statedOn" label="收到陈述申辩" value={typed.statedOn} required={false} />
    </div>
    <Lines name="statement" label="陈述申辩的内容（没有的不填）" typed={typed} />
    <Lines name="response" label="对陈述申辩的复核意见" typed={typed} />
    <h2>处理决定</h2>
    <div class="row">
      <Line name="decidedBy" label="决定机关" typed={typed} />
      <Line name="decisionNumber" label="决定文号" typed={typed} />
      <DayField name="decidedOn" label="决定日期" value={typed.decidedOn} />
    </div>
    <Lines name="titles" label="决定撤销的证书编号（每行一个；没有的不填）" typed={typed} />
    <h2>本行业另有规定的</h2>
    <p class="hint">
      申报人的记录期按所选通知；本行业另有规定的、以及其他对象，在此引用规定和条款。否则留空。
    </p>
    <div class="row">
      <Line name="ruleDocument" label="规定（文号）" typed={typed} required={false} />
      <Line name="ruleClause" label="条款" typed={typed} required={false} />
      <Line name="ruleYears" label="年限" typed={typed} required={false} />
    </div>
    <Choice
      name="ruleStart"
      label="起算日"
      chosen={typed.ruleStart}
      options={TERM_STARTS.map((value) => ({ value, label: termStartName(value) }))}
    />
    <h2>证据材料</h2>
    <p class="hint">PDF、PNG 或 JPEG，合计不超过 10 MB。加密保存，摘要存证。</p>
    {[1, 2, 3].map((n) => (
      <div class="field">
        <label for={`evidence${n}`}>材料 {String(n)}</label>
        <input id={`evidence${n}`} name={`evidence${n}`} type="file" accept=".pdf,.png,.jpg,.jpeg" />
      </div>
    ))}
  </>
)

type LineProps = {
  readonly name: string
  readonly label: string
  readonly typed: Readonly<Record<string, string>>
  readonly required?: boolean
}

export const Line = ({ name, label, typed, required = true }: LineProps) => (
  <Field language="zh" name={name} label={label} value={typed[name]} required={required} maxLength={100} />
)

export const Lines = ({ name, label, typed, required = false }: LineProps) => (
  <Field
    language="zh"
    name={name}
    kind="lines"
    label={label}
    value={typed[name]}
    required={required}
    maxLength={4000}
  />
)
