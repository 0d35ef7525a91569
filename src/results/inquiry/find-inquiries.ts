import { and, desc, eq, or, sql, type SQL } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { reviewCycles } from '../../cycles/schema.ts'
import { sourceOf, type Source } from '../../cycles/source.ts'
import { decisionsOn, latestRequest } from '../../approvals/find-request.ts'
import { progressOf } from '../../approvals/step.ts'
import { authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { resultLists, resultRows } from '../lists/schema.ts'
import { answerPlace } from './answer-reexamination.ts'
import { groundOf, INVALIDATION_KIND, type InvalidationPlan } from './propose-invalidation.ts'
import { heldByInquiry } from './held-by-inquiry.ts'
import { reexaminationPlace } from './receive-reexamination.ts'
import { invalidationNotFound, reexaminationNotFound } from './refusals.ts'
import type { Receipt, ReexaminationScope } from './reexamination.ts'
import { invalidationPlans, reexaminationAnswers, reexaminations } from './schema.ts'

const MOST = 100

/** A request to look again as a desk lists it: not whose. */
export interface ListedReexamination {
  readonly id: string
  readonly receivedOn: Day
  readonly scope: ReexaminationScope
  readonly receipt: Receipt
  readonly lastDay: Day | null
  readonly outcome: 'kept' | 'changed' | null
}

/** The newest in the actor's reach. */
export async function listReexaminations(
  ctx: Context,
  handle: Handle,
): Promise<readonly ListedReexamination[]> {
  return handle
    .select({
      id: reexaminations.id,
      receivedOn: reexaminations.receivedOn,
      scope: reexaminations.scope,
      receipt: reexaminations.receipt,
      lastDay: reexaminations.lastDay,
      outcome: reexaminationAnswers.outcome,
    })
    .from(reexaminations)
    .innerJoin(reviewCycles, eq(reviewCycles.id, reexaminations.cycleId))
    .leftJoin(reexaminationAnswers, eq(reexaminationAnswers.reexaminationId, reexaminations.id))
    .where(await inReach(ctx, handle))
    .orderBy(desc(reexaminations.receivedOn), desc(reexaminations.id))
    .limit(MOST)
}

export interface OpenedReexamination extends ListedReexamination {
  readonly officeId: string
  readonly office: string
  readonly review: string
  readonly listId: string
  /** Place on that list. */
  readonly position: number
  /** Stopped meanwhile, by somebody who said so. */
  readonly isHeld: boolean
  readonly name: string
  readonly employer: string
  readonly title: string
  /** Null once the person was erased. */
  readonly text: string | null
  readonly confirmedOn: Day | null
  readonly answer: { readonly ground: string; readonly answeredOn: Day } | null
  /** What time and scope rest on. */
  readonly source: Source | null
}

/** Opens one and records whose it is. Refuses `results/reexamination-not-found`. */
export async function readReexamination(ctx: Context, id: string): Promise<OpenedReexamination> {
  return ctx.database.transaction(async (tx) => {
    await authoriseSomewhere(ctx, tx, 'objections.see')
    const [found] = await tx
      .select({ asked: reexaminations, answer: reexaminationAnswers, row: resultRows })
      .from(reexaminations)
      .innerJoin(reviewCycles, eq(reviewCycles.id, reexaminations.cycleId))
      .innerJoin(resultRows, eq(resultRows.id, reexaminations.rowId))
      .leftJoin(reexaminationAnswers, eq(reexaminationAnswers.reexaminationId, reexaminations.id))
      .where(and(eq(reexaminations.id, id), await inReach(ctx, tx)))
    if (!found) throw reexaminationNotFound(id)
    const { asked, answer, row } = found
    const cycle = await cycleById(tx, asked.cycleId)
    const office = await authorityById(tx, cycle.officeId)
    const key = (await remainingKeys(ctx, tx, [asked.personId])).get(asked.personId)
    const { reexamination } = await policyOfCycle(tx, cycle)
    await recordAct(ctx, tx, {
      act: 'objections.see',
      officeId: cycle.officeId,
      about: id,
      subjects: [asked.personId],
    })
    return {
      id,
      receivedOn: asked.receivedOn,
      scope: asked.scope,
      receipt: asked.receipt,
      lastDay: asked.lastDay,
      outcome: answer?.outcome ?? null,
      officeId: cycle.officeId,
      office: office.name,
      review: `${cycle.year}年度${cycle.name}`,
      listId: row.listId,
      position: row.position,
      isHeld: (await heldByInquiry(tx, row.listId)).has(row.id),
      name: key ? revealText(key, { column: 'result_rows.name', row: row.id }, row.name) : ERASED,
      employer: row.employer,
      title: row.title,
      text: key ? revealText(key, reexaminationPlace(id), asked.text) : null,
      confirmedOn: asked.confirmedOn,
      answer:
        key && answer
          ? { ground: revealText(key, answerPlace(answer.id), answer.ground), answeredOn: answer.answeredOn }
          : null,
      source: sourceOf(reexamination),
    }
  })
}

/** A declaration as a desk shows it. */
export interface ShownInvalidation {
  readonly plan: InvalidationPlan
  readonly office: string
  readonly ground: string
  readonly requestId: string | null
  /** Others have approved exactly this. */
  readonly isApproved: boolean
}

/** The newest in the actor's reach. */
export async function listInvalidations(ctx: Context, handle: Handle): Promise<readonly InvalidationPlan[]> {
  return handle
    .select()
    .from(invalidationPlans)
    .where(inScope(await officesFor(ctx, handle, 'objections.see'), invalidationPlans.officeId))
    .orderBy(desc(invalidationPlans.preparedOn), desc(invalidationPlans.id))
    .limit(MOST)
}

/** Refuses `results/invalidation-not-found`, for one out of reach too. */
export async function findInvalidation(
  ctx: Context,
  handle: Handle,
  planId: string,
): Promise<ShownInvalidation> {
  const offices = await officesFor(ctx, handle, 'objections.see')
  const [plan] = await handle
    .select()
    .from(invalidationPlans)
    .where(and(eq(invalidationPlans.id, planId), inScope(offices, invalidationPlans.officeId)))
  if (!plan) throw invalidationNotFound(planId)
  const request = await latestRequest(handle, { kind: INVALIDATION_KIND, subjectId: planId })
  const decisions = request ? await decisionsOn(handle, request.id) : []
  const given = decisions.filter(({ decision }) => decision === 'approved')
  return {
    plan,
    office: (await authorityById(handle, plan.officeId)).name,
    ground: groundOf(ctx, plan),
    requestId: request?.id ?? null,
    isApproved:
      request !== null &&
      decisions.every(({ decision }) => decision === 'approved') &&
      progressOf(request.steps, given).missing === 0,
  }
}

/** Lists whose people the actor may inquire about, the newest first; null for who may inquire nowhere. */
export async function listsToInquire(ctx: Context, handle: Handle) {
  const offices = await officesFor(ctx, handle, 'results.inquire')
  if (offices !== 'all' && offices.length === 0) return null
  return handle
    .select({
      listId: resultLists.id,
      fileName: resultLists.fileName,
      stage: resultLists.stage,
      importedOn: resultLists.importedOn,
      cycleId: resultLists.cycleId,
    })
    .from(resultLists)
    .leftJoin(reviewCycles, eq(reviewCycles.id, resultLists.cycleId))
    .where(
      and(
        or(
          inScope(offices, resultLists.officeId),
          inScope(offices, reviewCycles.officeId),
          inScope(offices, reviewCycles.filingAuthorityId),
          inScope(offices, resultLists.authorityId),
        ),
        sql`not exists (select 1 from result_lists later where later.replaces_id = ${resultLists.id})`,
      ),
    )
    .orderBy(desc(resultLists.importedOn), desc(resultLists.id))
    .limit(MOST)
}

async function inReach(ctx: Context, handle: Handle): Promise<SQL | undefined> {
  const offices = await officesFor(ctx, handle, 'objections.see')
  return or(inScope(offices, reviewCycles.officeId), inScope(offices, reviewCycles.filingAuthorityId))
}
