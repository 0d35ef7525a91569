import type { CertificateRecord } from '../../credentials/record.ts'
import { Refused, type Returned } from '../../web/desk-form.tsx'
import { isSpecified, LEVEL_CODES, levelName } from '../../titles/level.ts'
import { routeName, ROUTES } from '../../titles/route.ts'
import { Field } from '../../web/form.tsx'
import { RowTable } from '../../web/table.tsx'
import { lifeActName, type StatusAct } from '../life-cycle.ts'
import { CORRECTABLE, memberName, memberText } from '../changes/member-name.ts'
import { ActChoice, Carried, CURRENT, DecisionFields, type Typed } from './frame.tsx'

interface Of {
  readonly id: string
  readonly typed: Typed
  /** Given to the form that was not taken. */
  readonly returned: Returned | null
}

export const CORRECT = 'correct-'
export const REISSUE = 'reissue-'

const Approved = () => (
  <p class="soft small">提出后由发证机关的其他人核准，核准后才能办理；现在不会有任何改变。</p>
)

/** Every act the state machine allows now that makes no new version. */
export const StatusForm = ({ id, typed, returned, acts }: Of & { readonly acts: readonly StatusAct[] }) => (
  <details class="card" open>
    <summary>变更状态</summary>
    <form method="post" action={`${CURRENT}/${id}/changes`}>
      <Refused returned={returned} />
      <Carried typed={typed} names={['purpose']} />
      <ActChoice acts={acts.map((act) => ({ value: act, label: lifeActName(act) }))} typed={typed} />
      <DecisionFields typed={typed} />
      <button type="submit">提出变更</button>
      <Approved />
    </form>
  </details>
)

/** What is wrong beside what it should be. */
export const CorrectionForm = ({
  id,
  typed,
  returned,
  record,
}: Of & { readonly record: CertificateRecord }) => (
  <details class="card" open={returned !== null}>
    <summary>更正内容</summary>
    <form method="post" action={`${CURRENT}/${id}/correction`}>
      <Refused returned={returned} />
      <Carried typed={typed} names={['purpose']} />
      <RowTable
        caption="只填写有误的各项；更正后换发新版本，旧版即被取代"
        columns={['项目', '现为', '更正为']}
        rows={CORRECTABLE.map((member) => [
          memberName(member),
          <span class={member === 'name' ? 'name' : undefined}>{memberText(record, member)}</span>,
          <Corrected member={member} typed={typed} />,
        ])}
      />
      <DecisionFields prefix={CORRECT} typed={typed} />
      <button type="submit">提出更正</button>
      <Approved />
    </form>
  </details>
)

type Member =
  'name' | 'title' | 'level' | 'series' | 'specialty' | 'route' | 'obtainedOn' | 'committee' | 'scope'

const HINTS: Readonly<Partial<Record<Member, string>>> = {
  obtainedOn: '如 2023-12-20',
  committee: '去掉时写“无”',
  scope: '全省有效，基层有效，或 定向使用（怒江州、迪庆州）',
}

const OPTIONS: Readonly<Partial<Record<Member, readonly (readonly [string, string])[]>>> = {
  level: LEVEL_CODES.filter(isSpecified).map((code) => [code, levelName(code)]),
  route: ROUTES.map((route) => [route, routeName(route)]),
}

const Corrected = ({ member, typed }: { member: Member; typed: Typed }) => {
  const name = CORRECT + member
  const label = `${memberName(member)}更正为`
  const options = OPTIONS[member]
  if (options)
    return (
      <select name={name} aria-label={label}>
        <option value="">不变</option>
        {options.map(([value, text]) => (
          <option value={value} selected={typed[name] === value}>
            {text}
          </option>
        ))}
      </select>
    )
  return (
    <input
      type="text"
      name={name}
      aria-label={label}
      value={typed[name] ?? ''}
      placeholder={HINTS[member]}
      maxlength={200}
      autocomplete="off"
      spellcheck={false}
    />
  )
}

/** The same words anew: another picture, a number of 18 digits for one of 15, or only the key of today. */
export const ReissueForm = ({ id, typed, returned }: Of) => (
  <details class="card" open={returned !== null}>
    <summary>换发</summary>
    <form method="post" action={`${CURRENT}/${id}/reissue`} enctype="multipart/form-data">
      <Refused returned={returned} />
      <Carried typed={typed} names={['purpose']} />
      <p class="soft small">原签名密钥已失密的，两项都可以不填，以现用密钥重新签发。</p>
      <div class="row">
        <Field
          language="zh"
          kind="file"
          name="photo"
          label="新照片"
          hint="JPEG，不超过 512 KB；没有提出成功时须重新选择"
          accept="image/jpeg"
        />
        <Field
          language="zh"
          name="idNumber"
          label="18 位证件号码"
          hint="仅当原为 15 位；只用于核对，页面不回显"
          maxLength={40}
        />
      </div>
      <DecisionFields prefix={REISSUE} typed={typed} />
      <button type="submit">提出换发</button>
      <Approved />
    </form>
  </details>
)
