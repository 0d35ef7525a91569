import { requestApproval } from '../../approvals/request-approval.ts'
import type { ApprovalStep } from '../../approvals/step.ts'
import { authorise } from '../../identity/authorise.ts'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { base64url, fromHex } from '../../signing/bytes.ts'
import { checkedDecision, type Decision } from './decision.ts'
import { lifeActName, stateName } from '../life-cycle.ts'
import { keepPlan } from './keep-plan.ts'
import { askedOf } from './plan-bulk.ts'
import { bulkChanged } from '../refusals.ts'
import { digestOf, touchedBy, type ChangeAsked } from './touched-by.ts'

export const CHANGE_KIND = 'certificates.change'

export interface Proposed {
  readonly planId: string
  readonly requestId: string
  readonly digest: string
  readonly certificates: number
}

/**
 * Proposes what a dry run showed, bound to its digest, for others to approve: one person of the issuing office for one
 * certificate, two for more. Refuses `identity/not-allowed`, `certificates/bulk-changed` when the list is no longer the
 * one shown, and what `planBulk` refuses.
 */
export async function proposeChange(
  ctx: Context,
  input: ChangeAsked & Decision & { readonly digest: string },
): Promise<Proposed> {
  const decision = checkedDecision(input, ctx.today())
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'certificates.change', input.authorityId)
    const asked = askedOf(input)
    const touched = await touchedBy(tx, asked)
    const digest = digestOf(asked, decision, touched)
    const id = base64url(ctx.random(16))
    if (digest !== input.digest) throw bulkChanged(id)

    // The ground waits under the key of the first person it is about.
    const [first] = touched
    const personId = first?.personId ?? ''
    const holder = (await personKeys(ctx, tx, [personId])).get(personId) as PersonKey
    const plan = {
      id,
      ...asked,
      document: decision.document,
      decidedOn: decision.decidedOn,
      groundPersonId: personId,
      ground: protectText(holder, groundPlace(id), decision.ground, ctx.random(NONCE_LENGTH)),
      certificates: touched.length,
      digest: fromHex(digest),
      preparedBy: ctx.actor.name,
      preparedOn: ctx.today(),
    }
    const requestId = await requestApproval(ctx, tx, {
      kind: CHANGE_KIND,
      subjectId: id,
      digest,
      officeId: asked.authorityId,
      steps: stepsFor(asked.authorityId, touched.length),
      title: `${lifeActName(asked.act)} ${touched.length} 份证书（${decision.document}）`,
      subjects: touched.map((each) => each.personId),
      sealMore: (record) => keepPlan(ctx, tx, record, plan),
      snapshot: touched.map(({ number, personId: holderId, from, to }) => ({
        key: number,
        personId: holderId,
        label: number,
        fields: {
          办理: lifeActName(asked.act),
          现状: stateName(from),
          办理后: stateName(to),
          决定文号: `${decision.document}（${decision.decidedOn}）`,
          理由: decision.ground,
        },
      })),
    })
    return { planId: id, requestId, digest, certificates: touched.length }
  })
}

export const groundPlace = (planId: string) => ({ column: 'change_plans.ground', row: planId }) as const

/** 一份由用印人核准；成批的先由审核人、再由用印人，两人。 */
export const stepsFor = (officeId: string, many: number): readonly ApprovalStep[] => {
  const sealer: ApprovalStep = { role: 'sealer', officeId, people: 1 }
  return many === 1 ? [sealer] : [{ role: 'reviewer', officeId, people: 1 }, sealer]
}
