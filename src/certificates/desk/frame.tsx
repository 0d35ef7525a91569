import { Choice, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import { stateName, type CertificateState } from '../life-cycle.ts'

export const CURRENT = '/desk/certificates'

const LOOKS: Readonly<Record<CertificateState, string>> = {
  'in-force': 'good',
  suspended: 'wait',
  revoked: 'bad',
  closed: 'bad',
  lapsed: 'bad',
  superseded: '',
}

/** What a certificate is worth today, in a word. */
export const State = ({ state }: { state: CertificateState }) => (
  <span class={`state ${LOOKS[state]}`.trim()}>{stateName(state)}</span>
)

export type Typed = Readonly<Record<string, string>>

/** Which office's document decided, when, and why. `prefix` keeps the fields of several forms on one page apart. */
export const DecisionFields = ({ prefix = '', typed }: { prefix?: string; typed: Typed }) => (
  <>
    <div class="row">
      <Field
        language="zh"
        name={`${prefix}document`}
        label="决定文号"
        required
        hint="如 云人社函〔2026〕1号"
        value={typed[`${prefix}document`]}
        maxLength={100}
      />
      <Field
        language="zh"
        name={`${prefix}decidedOn`}
        label="决定日期"
        required
        hint="如 2026-11-20，不晚于今天"
        value={typed[`${prefix}decidedOn`]}
        maxLength={10}
      />
    </div>
    <Field
      language="zh"
      name={`${prefix}ground`}
      label="理由"
      required
      hint="只有机构内部可以看到，公众核验只显示状态和日期；不要填写证件号码"
      value={typed[`${prefix}ground`]}
      maxLength={500}
    />
  </>
)

/** One of these acts. */
export const ActChoice = (props: {
  readonly acts: readonly { readonly value: string; readonly label: string }[]
  readonly typed: Typed
}) => <Choice name="act" label="办理事项" options={props.acts} chosen={props.typed.act} />

/** What a form carries from page to page unseen. */
export const Carried = ({ typed, names }: { typed: Typed; names: readonly string[] }) => (
  <>
    {names.map((name) => (
      <input type="hidden" name={name} value={typed[name] ?? ''} />
    ))}
  </>
)

/** What had been typed into a form that was not taken; nothing into a fresh one. */
export const typedIn = (returned: Returned | null): Typed => returned?.typed ?? {}

/** The deciding document and its date, which no line breaks in two. */
export const DecidedIn = ({
  decision: { document = '', decidedOn = '' },
}: {
  decision: { readonly document?: string | undefined; readonly decidedOn?: string | undefined }
}) => (
  <>
    {document}
    <span class="whole">（{decidedOn}）</span>
  </>
)
