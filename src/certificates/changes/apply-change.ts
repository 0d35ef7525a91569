import { eq } from 'drizzle-orm'
import { requireApproved } from '../../approvals/require-approved.ts'
import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { personKeys } from '../../people/find-keys.ts'
import { revealText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { Refusal } from '../../platform/refusal.ts'
import { hex } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { followApproved, type OfJob } from './apply-following.ts'
import { holdCertificate } from './change-status.ts'
import { correctHeld } from './correct.ts'
import type { Decision } from './decision.ts'
import { startNewVersionFile } from '../files/new-version-job.ts'
import { lockCertificates } from '../reading/lives.ts'
import { keepApplied } from './keep-plan.ts'
import { appliedOn, findPlan, type ChangePlan } from './find-plan.ts'
import { askedOf } from './plan-bulk.ts'
import { CHANGE_KIND, groundPlace } from './propose-change.ts'
import { replacementDigest, replacementIn } from './propose-replacement.ts'
import { recordChanges } from './record-changes.ts'
import { bulkChanged, nobodyTouched, planApplied, planNotFound } from '../refusals.ts'
import { reissueHeld } from './reissue.ts'
import { changePlans } from '../schema.ts'
import { digestOf, touchedBy, type ChangeAsked, type WouldTouch } from './touched-by.ts'

export interface Applied {
  readonly planId: string
  readonly certificates: number
  readonly effectiveOn: Day
  /** The job that makes a new version's file; null where nothing took another's place. */
  readonly files: string | null
}

/**
 * Carries out an approved plan at once: every certificate of the list, or none. The list is worked out again inside the
 * transaction; when it or any state differs from what was approved, nothing happens (`certificates/bulk-changed`).
 * Refuses also `certificates/plan-not-found`, `…/plan-applied`, `identity/not-allowed`, `approvals/…`.
 */
export async function applyChange(ctx: Context, planId: string, job: OfJob = NO_JOB): Promise<Applied> {
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

    // 3. The change itself, whose ledger entry comes last.
    const { act } = plan
    const done =
      act === 'correct' && plan.scope.kind === 'corrected'
        ? await followApproved(ctx, tx, plan, decision, job)
        : act === 'correct' || act === 'reissue'
          ? await replaceApproved(ctx, tx, plan, decision, holder)
          : await changeApproved(ctx, tx, { ...plan, act }, decision)
    return { planId, ...done, effectiveOn: ctx.today() }
  })
}

const NO_JOB: OfJob = { holdLease: () => Promise.resolve(), progress: () => {} }

type Done = Pick<Applied, 'certificates' | 'files'>

/** Step: every certificate of the list, worked out and compared again once all of them are held. */
async function changeApproved(
  ctx: Context,
  tx: Transaction,
  plan: ChangePlan & ChangeAsked,
  decision: Decision,
): Promise<Done> {
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
  const applied = await keepApplied(ctx, tx, record, plan.id)
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
      seals: { status_changes: seal, ...applied },
      facts: { state: touched[0]?.to ?? '', certificates: touched.length },
    },
  ])
  return { certificates: touched.length, files: null }
}

/** Step: the one certificate of a correction or reissue. */
async function replaceApproved(
  ctx: Context,
  tx: Transaction,
  plan: ChangePlan,
  decision: Decision,
  holder: PersonKey,
): Promise<Done> {
  const number = plan.scope.kind === 'certificate' ? plan.scope.number : ''
  const held = await holdCertificate(ctx, tx, number)
  const replacement = replacementIn(plan, holder)
  if (replacementDigest(held, decision, replacement) !== hex(plan.digest)) throw bulkChanged(plan.id)
  let files: string | null = null
  // Called among the rows, before the trail's lock and the ledger's.
  const sealMore = async (record: string, certificateId: string) => {
    files = await startNewVersionFile(ctx, tx, { certificateId, officeId: held.row.authorityId })
    return keepApplied(ctx, tx, record, plan.id)
  }
  if (replacement.act === 'correct') await correctHeld(ctx, tx, held, { decision, sealMore, ...replacement })
  else await reissueHeld(ctx, tx, held, { decision, sealMore, ...replacement })
  return { certificates: 1, files }
}

async function holdPlan(tx: Transaction, planId: string): Promise<void> {
  const [held] = await tx
    .select({ id: changePlans.id })
    .from(changePlans)
    .where(eq(changePlans.id, planId))
    .for('update')
  if (!held) throw planNotFound(planId)
  // After the lock, in a statement of its own: whoever held it before us has committed.
  if (await appliedOn(tx, planId)) throw planApplied(planId)
}

/** A list on which nothing is left to do is another list than was approved. */
async function listNow(tx: Transaction, asked: ChangeAsked, planId: string): Promise<readonly WouldTouch[]> {
  try {
    return await touchedBy(tx, asked)
  } catch (error) {
    throw error instanceof Refusal && error.code === nobodyTouched().code ? bulkChanged(planId) : error
  }
}
