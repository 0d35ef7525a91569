import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { checkedDecision, type Decision } from './decision.ts'
import type { CertificateState } from '../life-cycle.ts'
import { countStates, digestOf, touchedBy, type ChangeAsked, type WouldTouch } from './touched-by.ts'

export interface BulkPlan {
  /** What approvers will approve, 64 hex digits. */
  readonly digest: string
  readonly touched: readonly WouldTouch[]
  readonly states: Readonly<Partial<Record<CertificateState, number>>>
}

/**
 * The dry run of a change by document, session or committee (or of one certificate): exactly whom it touches, how many
 * in which state, and the digest that `proposeChange` must be given. Changes nothing, and leaves a record of whom it
 * showed. For those who may propose it. Refuses `identity/not-allowed`,
 * `certificates/bad-decision`, `…/nobody-touched`, `…/too-many`, `results/document-not-found`.
 */
export async function planBulk(ctx: Context, input: ChangeAsked & Decision): Promise<BulkPlan> {
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'certificates.change', input.authorityId)
    const decision = checkedDecision(input, ctx.today())
    const asked = askedOf(input)
    const touched = await touchedBy(tx, asked)
    await recordAct(ctx, tx, {
      act: 'certificates.change',
      officeId: input.authorityId,
      subjects: touched.map(({ personId }) => personId),
      facts: { trial: true, act: asked.act, certificates: touched.length },
    })
    return { digest: digestOf(asked, decision, touched), touched, states: countStates(touched) }
  })
}

/** Nothing but what was asked: it is hashed. */
export const askedOf = ({ authorityId, scope, act }: ChangeAsked): ChangeAsked => ({
  authorityId,
  scope,
  act,
})
