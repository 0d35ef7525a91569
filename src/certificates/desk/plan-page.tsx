import { Refused, type Frame, type Returned } from '../../web/desk-form.tsx'
import { deskPage } from '../../web/desk-page.tsx'
import { EmptyState } from '../../web/states.tsx'
import { FactTable, RowTable } from '../../web/table.tsx'
import { lifeActName } from '../life-cycle.ts'
import type { PlanScope } from '../changes/plan-scope.ts'
import type { PlanStanding } from '../changes/plan-standing.ts'
import type { PlanAtDesk } from './plans-at-desk.ts'
import { CURRENT, DecidedIn } from './frame.tsx'

export const PLANS = `${CURRENT}/changes`

const STANDINGS = {
  applied: ['已办理', 'good'],
  approved: ['已核准，待办理', 'good'],
  returned: ['已退回', 'bad'],
  broken: ['审批失效，须重新提出', 'bad'],
  open: ['审批中', 'wait'],
} as const satisfies Record<PlanStanding['kind'], readonly [string, string]>

const Standing = ({ standing }: { standing: PlanStanding }) => {
  const [words, look] = STANDINGS[standing.kind]
  const missing = standing.kind === 'open' ? `，还差 ${standing.missing} 人` : ''
  return <span class={`state ${look}`}>{words + missing}</span>
}

/** Which certificates, in words. */
export function scopeWords(scope: PlanScope): string {
  switch (scope.kind) {
    case 'certificate':
      return `证书 ${scope.number}`
    case 'document':
      return `文件 ${scope.number} 的全部证书`
    case 'session':
      return `${scope.committee} ${scope.obtainedOn} 一届的全部证书`
    case 'committee':
      return `${scope.committee}的全部证书`
    case 'corrected':
      return `随 ${scope.document} 更正的全部证书`
  }
}

const Apply = ({ plan }: { plan: PlanAtDesk }) => (
  <form method="post" action={`${PLANS}/${plan.id}/application`}>
    <button type="submit" class={plan.act === 'revoke' ? 'danger' : undefined}>
      办理：{lifeActName(plan.act)} {plan.certificates} 份证书
    </button>
  </form>
)

/** Proposed changes in a table; empty: nothing at all. */
export const PlanTable = ({ plans, caption }: { plans: readonly PlanAtDesk[]; caption: string }) => (
  <RowTable
    caption={caption}
    columns={['办理事项', '范围', '决定文号', '提出', '进展']}
    rows={plans.map((plan) => [
      <a href={`${PLANS}/${plan.id}`}>
        {lifeActName(plan.act)} {plan.certificates} 份
      </a>,
      scopeWords(plan.scope),
      plan.document,
      `${plan.preparedOn} ${plan.preparedBy}`,
      <Standing standing={plan.standing} />,
    ])}
  />
)

/** The changes proposed for the offices in reach. */
export const plansPage = (
  frame: Frame,
  page: { readonly items: readonly PlanAtDesk[]; readonly next: string | null },
): string =>
  deskPage({
    ...frame,
    title: '证书变更',
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={CURRENT}>证书</a> ›
        </p>
        <h1>证书变更</h1>
        {page.items.length === 0 ? (
          <EmptyState>还没有人提出变更。打开一份证书，或成批试算之后，从那里提出。</EmptyState>
        ) : (
          <PlanTable plans={page.items} caption="新的在前" />
        )}
        {page.next !== null && (
          <p>
            <a href={`${PLANS}?after=${page.next}`}>下一页</a>
          </p>
        )}
      </>
    ),
  })

/** One proposed change: what, why it may or may not be carried out now. */
export const planPage = (
  frame: Frame,
  page: {
    readonly plan: PlanAtDesk
    readonly certificateId: string | null
    readonly mayApply: boolean
  },
  returned: Returned | null = null,
): string => {
  const { plan, certificateId } = page
  const title = `${lifeActName(plan.act)} ${plan.certificates} 份证书`
  return deskPage({
    ...frame,
    title,
    current: CURRENT,
    children: (
      <>
        <p class="crumbs">
          <a href={CURRENT}>证书</a> › <a href={PLANS}>证书变更</a> ›
        </p>
        <h1>
          {title} <Standing standing={plan.standing} />
        </h1>
        <Refused returned={returned} />
        <FactTable caption="变更方案" facts={factsOf(plan, certificateId)} />
        {plan.standing.kind === 'open' && (
          <p class="note">
            提出的人不能自己核准。审批人在自己的“待办”里可以看到名单、现状和理由；全部同意后，从这里办理。
          </p>
        )}
        {plan.standing.kind === 'approved' && !page.mayApply && (
          <p class="note">已核准，由发证机关的经办人办理。</p>
        )}
        {page.mayApply && (
          <>
            <p class="note">
              办理时按所核准的名单和状态逐份核对：有一份不同，就一份也不办理。办理后公众核验立即改变。
            </p>
            <Apply plan={plan} />
          </>
        )}
      </>
    ),
  })
}

const factsOf = (plan: PlanAtDesk, certificateId: string | null) => [
  { label: '办理事项', value: lifeActName(plan.act) },
  {
    label: '范围',
    value:
      certificateId === null ? (
        scopeWords(plan.scope)
      ) : (
        <a href={`${CURRENT}/${certificateId}`}>{scopeWords(plan.scope)}</a>
      ),
  },
  { label: '证书份数', value: String(plan.certificates) },
  { label: '发证机关', value: plan.authority },
  { label: '决定文号', value: <DecidedIn decision={plan} /> },
  { label: '提出', value: `${plan.preparedOn} ${plan.preparedBy}` },
  ...(plan.appliedOn === null ? [] : [{ label: '办理日期', value: plan.appliedOn }]),
  ...(plan.requestId === null
    ? []
    : [
        {
          label: '审批',
          value: <a href={`/desk/approvals/${plan.requestId}`}>名单、理由和审批经过</a>,
        },
      ]),
]
