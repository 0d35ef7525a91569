import { eq } from 'drizzle-orm'
import { requireApproved } from '../approvals/require-approved.ts'
import type { Day } from '../calendar/day.ts'
import { authorise } from '../identity/authorise.ts'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord } from '../ledger/entry.ts'
import { personKeys } from '../people/find-keys.ts'
import { revealText, type PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import type { Handle, Transaction } from '../platform/database.ts'
import { Refusal } from '../platform/refusal.ts'
import { hex } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import { holdCertificate } from './change-status.ts'
import { correctHeld } from './correct.ts'
import type { Decision } from './decision.ts'
import { lockCertificates } from './lives.ts'
import { askedOf } from './plan-bulk.ts'
import { CHANGE_KIND, groundPlace } from './propose-change.ts'
import { replacementDigest, replacementIn } from './propose-replacement.ts'
import { recordChanges } from './record-changes.ts'
import { bulkChanged, nobodyTouched, planApplied, planNotFound } from './refusals.ts'
import { reissueHeld } from './reissue.ts'
import { changePlans } from './schema.ts'
import { digestOf, touchedBy, type ChangeAsked, type WouldTouch } from './touched-by.ts'

export type ChangePlan = typeof changePlans.$inferSelect

export interface Applied {
  readonly planId: string
  readonly certificates: number
  readonly effectiveOn: Day
}

/**
 * Carries out an approved plan at once: every certificate of the list, or none. The list is worked out again inside the
 * transaction; when it or any state differs from what was approved, nothing happens (`certificates/bulk-changed`).
 * Refuses also `certificates/plan-not-found`, `…/plan-applied`, `identity/not-allowed`, `approvals/…`.
 */
export async function applyChange(ctx: Context, planId: string): Promise<Applied> {
  return ctx.database.transaction(async (tx) => {
    // 1. Who may, and whether it was approved by those who may now: before any row is held.
    const plan = await findPlan(tx, planId)
    if (!plan) throw planNotFound(planId)
    await authorise(ctx, tx, 'certificates.change', plan.authorityId, planNotFound(planId))
    const digest = hex(plan.digest)
    await requireApproved(ctx, tx, { kind: CHANGE_KIND, subjectId: planId, digest })

    // 2. Hold the plan: two people at once, and the second finds it done.
    await holdPlan(tx, planId)
    const keys = await personKeys(ctx, tx, [plan.groundPersonId])
    const holder = keys.get(plan.groundPersonId) as PersonKey
    const ground = revealText(holder, groundPlace(plan.id), plan.ground)
    const decision = { document: plan.document, decidedOn: plan.decidedOn, ground }
    await tx.update(changePlans).set({ appliedOn: ctx.today() }).where(eq(changePlans.id, planId))

    // 3. The change itself, whose ledger entry comes last.
    const { act } = plan
    const certificates =
      act === 'correct' || act === 'reissue'
        ? await replaceApproved(ctx, tx, plan, decision, holder)
        : await changeApproved(ctx, tx, { ...plan, act }, decision)
    return { planId, certificates, effectiveOn: ctx.today() }
  })
}

/** Step: every certificate of the list, worked out and compared again once all of them are held. */
async function changeApproved(
  ctx: Context,
  tx: Transaction,
  plan: ChangePlan & ChangeAsked,
  decision: Decision,
): Promise<number> {
  const asked = askedOf(plan)
  const planned = await listNow(tx, asked, plan.id)
  await lockCertificates(
    tx,
    planned.map(({ id }) => id),
  )
  const touched = await listNow(tx, asked, plan.id)
  if (digestOf(asked, decision, touched) !== hex(plan.digest)) throw bulkChanged(plan.id)

  const subjects = touched.map(({ personId }) => personId)
  const keys = await personKeys(ctx, tx, subjects)
  const record = entryRecord(ctx.random(16))
  const seal = await recordChanges(ctx, tx, record, {
    act: asked.act,
    decision,
    on: ctx.today(),
    touched: touched.map((each) => ({ ...each, holder: keys.get(each.personId) as PersonKey })),
  })
  await recordAct(ctx, tx, {
    act: 'certificates.change',
    officeId: plan.authorityId,
    about: plan.id,
    subjects,
    facts: { act: asked.act, certificates: touched.length },
  })
  await appendEntries(tx, [
    {
      type: 'certificate.status-changed',
      record,
      day: ctx.today(),
      seals: { status_changes: seal },
      facts: { state: touched[0]?.to ?? '', certificates: touched.length },
    },
  ])
  return touched.length
}

/** Step: the one certificate of a correction or reissue. */
async function replaceApproved(
  ctx: Context,
  tx: Transaction,
  plan: ChangePlan,
  decision: Decision,
  holder: PersonKey,
): Promise<number> {
  const number = plan.scope.kind === 'certificate' ? plan.scope.number : ''
  const held = await holdCertificate(ctx, tx, number)
  const replacement = replacementIn(plan, holder)
  if (replacementDigest(held, decision, replacement) !== hex(plan.digest)) throw bulkChanged(plan.id)
  if (replacement.act === 'correct') await correctHeld(ctx, tx, held, { decision, ...replacement })
  else await reissueHeld(ctx, tx, held, { decision, ...replacement })
  return 1
}

export async function findPlan(handle: Handle, planId: string): Promise<ChangePlan | null> {
  const [plan] = await handle.select().from(changePlans).where(eq(changePlans.id, planId))
  return plan ?? null
}

async function holdPlan(tx: Transaction, planId: string): Promise<void> {
  const [held] = await tx
    .select({ appliedOn: changePlans.appliedOn })
    .from(changePlans)
    .where(eq(changePlans.id, planId))
    .for('update')
  if (held?.appliedOn) throw planApplied(planId)
}

/** A list on which nothing is left to do is another list than was approved. */
async function listNow(tx: Transaction, asked: ChangeAsked, planId: string): Promise<readonly WouldTouch[]> {
  try {
    return await touchedBy(tx, asked)
  } catch (error) {
    throw error instanceof Refusal && error.code === nobodyTouched().code ? bulkChanged(planId) : error
  }
}
