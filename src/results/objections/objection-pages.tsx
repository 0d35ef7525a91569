import { chineseDay } from '../../calendar/day.ts'
import { Refused, type Returned } from '../../web/desk-form.tsx'
import { Field } from '../../web/form.tsx'
import { document } from '../../web/layout.tsx'
import type { Site } from '../../web/site.ts'
import { FactTable } from '../../web/table.tsx'
import type { Publication } from '../publicity/find-publication.ts'
import type { PublicFrame } from '../publicity/read-public.ts'
import type { ObjectionStatus } from './find-objection.ts'
import { objectionStateName } from './objection.ts'
import { grouped, type ObjectionReceipt } from './receipt.ts'

/** What the policy says of anonymous and late objections, in words. */
export interface ObjectionRules {
  readonly anonymous: 'handled' | 'not-accepted' | null
  readonly late: 'handled' | 'not-accepted' | null
}

/** The form anybody may fill in. */
export function objectionForm(
  site: Site,
  publication: Publication,
  frame: PublicFrame,
  form: {
    readonly isLate: boolean
    readonly rules: ObjectionRules
    readonly typed: Readonly<Record<string, string>>
    readonly returned: Returned | null
  },
): string {
  const path = `/publicity/${publication.publicationId}`
  const { typed, isLate, rules } = form
  return document({
    site,
    language: 'zh',
    title: '提出异议',
    children: (
      <>
        <p>
          <a href={path}>‹ {frame.title}</a>
        </p>
        <h1>提出异议</h1>
        <Refused returned={form.returned} />
        {isLate && (
          <div class="note">
            <p>
              公示已经期满。
              {rules.late === null
                ? '通知没有规定期满后的异议如何处理：可以提出，由公示单位决定是否受理。'
                : rules.late === 'handled'
                  ? '期满后的异议仍予受理。'
                  : '期满后不再受理异议。'}
            </p>
          </div>
        )}
        <p>异议由{frame.office}调查并答复。内容加密保存，只有办理和监督的人能看到；答复时不会透露您是谁。</p>
        <form method="post" action={`${path}/objections`}>
          <Field
            language="zh"
            name="name"
            label="对谁有异议（姓名）"
            hint="对评审程序有意见、不针对某个人的，留空。"
            value={typed.name}
            maxLength={50}
          />
          {!isLate && (
            <Field
              language="zh"
              name="row"
              label="名单上的序号"
              hint="名单上有同名的人时必填。"
              value={typed.row}
              maxLength={6}
            />
          )}
          <Field
            language="zh"
            name="text"
            kind="lines"
            label="异议内容"
            hint="写明事实、依据和线索，10 到 5000 字。"
            required
            value={typed.text}
            maxLength={5000}
          />
          <Field
            language="zh"
            name="contact"
            label="您的姓名和联系方式"
            required={rules.anonymous === 'not-accepted'}
            hint={anonymousHint(rules)}
            value={typed.contact}
            maxLength={200}
          />
          <button type="submit">提交异议</button>
        </form>
      </>
    ),
  })
}

const anonymousHint = ({ anonymous }: ObjectionRules): string =>
  anonymous === null
    ? '不愿署名的可以留空：通知没有规定匿名异议如何处理，由公示单位决定是否受理。'
    : anonymous === 'handled'
      ? '不愿署名的可以留空。'
      : '异议须署名。'

/** Shown once, right after it was taken in. */
export function receiptPage(site: Site, { reference, secret }: ObjectionReceipt): string {
  return document({
    site,
    language: 'zh',
    title: '异议已收到',
    children: (
      <>
        <h1>异议已收到</h1>
        <div class="note">
          <p>
            <b>请现在抄下或截图。查询码只显示这一次，丢失后不能补发。</b>
          </p>
        </div>
        <FactTable
          caption="回执"
          facts={[
            { label: '受理编号', value: <b class="mono">{grouped(reference)}</b> },
            { label: '查询码', value: <b class="mono">{grouped(secret)}</b> },
            {
              label: '查询网址',
              value: (
                <span class="mono">
                  {site.origin}/objections/{reference}
                </span>
              ),
            },
          ]}
        />
        <p>
          <a class="button" href={`/objections/${reference}`}>
            查看办理情况
          </a>
        </p>
      </>
    ),
  })
}

/** Asks for what was on the receipt. */
export const askPage = (site: Site, reference: string, returned: Returned | null): string =>
  document({
    site,
    language: 'zh',
    title: '查看异议的办理情况',
    children: (
      <>
        <h1>查看异议的办理情况</h1>
        <Refused returned={returned} />
        <form method="post" action="/objections">
          <Field
            language="zh"
            name="reference"
            label="受理编号"
            required
            value={grouped(reference)}
            maxLength={40}
          />
          <Field language="zh" name="secret" label="查询码" required maxLength={40} />
          <button type="submit">查看</button>
        </form>
      </>
    ),
  })

/** Where it stands, and what was answered. */
export const statusPage = (site: Site, status: ObjectionStatus): string =>
  document({
    site,
    language: 'zh',
    title: '异议的办理情况',
    children: (
      <>
        <h1>{objectionStateName(status.state)}</h1>
        <FactTable
          caption="办理情况"
          facts={[
            { label: '受理编号', value: <span class="mono">{grouped(status.reference)}</span> },
            {
              label: '收到',
              value: chineseDay(status.receivedOn) + (status.isLate ? '（公示期满后）' : ''),
            },
            ...status.steps.map(({ step, takenOn, ground }) => ({
              label: objectionStateName(step),
              value: (
                <>
                  {chineseDay(takenOn)}
                  {ground !== null && (
                    <>
                      <br />
                      {ground}
                    </>
                  )}
                </>
              ),
            })),
          ]}
        />
        {status.state === null && <p class="soft">还没有人办理。请过几日再来查看。</p>}
      </>
    ),
  })
