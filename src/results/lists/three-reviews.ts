import { eq } from 'drizzle-orm'
import { latestRequest } from '../../approvals/find-request.ts'
import { requestApproval } from '../../approvals/request-approval.ts'
import { requireApproved } from '../../approvals/require-approved.ts'
import type { ApprovalStep } from '../../approvals/step.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { markStep } from '../../cycles/mark-step.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { requireStep } from '../../cycles/require-step.ts'
import { sourceOf, type Source } from '../../cycles/source.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById, listAuthorities } from '../../identity/find-authority.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import type { Policy } from '../../policy/policy-of.ts'
import { recordAct } from '../../trail/record-act.ts'
import { officesOfList, rowsOfList } from './find-list.ts'
import { listDigest } from './list-digest.ts'
import { listNotFound, noThreeReviews, threeReviewsNotAnswered, unknownRoundOffice } from './refusals.ts'
import { resultLists, resultRows } from './schema.ts'
import { snapshotOf } from './snapshot-of-list.ts'
import { compareWithSource } from './source-file.ts'
import { LIST_APPROVAL } from './submit-list.ts'

/** The approvals' word for 三审三校. */
export const THREE_REVIEWS = 'list.three-reviews'

/** Whether a list's people need 三审三校 before their certificates, and what says so. */
export interface ThreeReviewsRule {
  readonly cycleId: string
  readonly source: Source | null
  readonly rounds: Policy['threeReviewsRounds']
}

/** Null: the list has no cycle, or no source asks for it. */
export async function threeReviewsOf(handle: Handle, listId: string): Promise<ThreeReviewsRule | null> {
  const [list] = await handle
    .select({ cycleId: resultLists.cycleId })
    .from(resultLists)
    .where(eq(resultLists.id, listId))
  if (!list || list.cycleId === null) return null
  const cycle = await cycleById(handle, list.cycleId)
  const levels = await handle
    .selectDistinct({ level: resultRows.level })
    .from(resultRows)
    .where(eq(resultRows.listId, listId))
  for (const { level } of levels) {
    const policy = await policyOfCycle(handle, cycle, level)
    if (policy.threeReviews.kind !== 'unspecified')
      return { cycleId: cycle.id, source: sourceOf(policy.threeReviews), rounds: policy.threeReviewsRounds }
  }
  return null
}

/**
 * Asks for the three reviews of a list, each round by another person at the office the rule names; `source`: the file
 * the list came from, compared row by row. Refuses `results/no-three-reviews` where nothing asks for them,
 * `results/three-reviews-not-answered` where nobody has said by whom, `results/unknown-round-office`,
 * `results/not-the-source`, `results/source-differs`, `cycles/step-not-reached`.
 */
export async function requestThreeReviews(
  ctx: Context,
  input: { readonly listId: string; readonly source?: Uint8Array | undefined },
): Promise<string> {
  return ctx.database.transaction(async (tx) => {
    const { officeId, authorityId } = await officesOfList(tx, input.listId)
    await authorise(ctx, tx, 'lists.submit', officeId, listNotFound(input.listId))
    const rule = await threeReviewsOf(tx, input.listId)
    if (!rule) throw noThreeReviews()
    const steps = await roundsOf(tx, rule, { officeId, authorityId })
    await requireStep(tx, rule.cycleId, 'three-reviews')
    const compared = await compareWithSource(ctx, tx, input.listId, input.source)
    const rows = await rowsOfList(ctx, tx, input.listId)
    const reviewed = await latestRequest(tx, { kind: LIST_APPROVAL, subjectId: input.listId })
    const before = await latestRequest(tx, { kind: THREE_REVIEWS, subjectId: input.listId })
    return requestApproval(ctx, tx, {
      kind: THREE_REVIEWS,
      subjectId: input.listId,
      title: `三审三校（${rows.length} 人；${compared}）`,
      digest: await listDigest(tx, input.listId),
      officeId: authorityId,
      steps,
      // The first round sees what differs from the list as it was reviewed.
      ...(!before && reviewed && { previousId: reviewed.id }),
      snapshot: snapshotOf(rows),
      subjects: rows.map(({ personId }) => personId),
    })
  })
}

/**
 * Step: refuses unless the policy asks for no three reviews of this list, or this very list passed them (as
 * `requireApproved`). Call it before any row is locked.
 */
export async function requireThreeReviews(ctx: Context, tx: Transaction, listId: string): Promise<void> {
  if ((await threeReviewsOf(tx, listId)) === null) return
  await requireApproved(ctx, tx, {
    kind: THREE_REVIEWS,
    subjectId: listId,
    digest: await listDigest(tx, listId),
  })
}

/** Notes in the cycle that the three reviews are over. Refuses as `requireThreeReviews`, and `results/no-three-reviews`. */
export async function finishThreeReviews(ctx: Context, input: { readonly listId: string }): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const { officeId } = await officesOfList(tx, input.listId)
    await authorise(ctx, tx, 'lists.submit', officeId, listNotFound(input.listId))
    const rule = await threeReviewsOf(tx, input.listId)
    if (!rule) throw noThreeReviews()
    await requireThreeReviews(ctx, tx, input.listId)
    await requireStep(tx, rule.cycleId, 'three-reviews')
    const record = entryRecord(ctx.random(16))
    const sealRoot = await markStep(ctx, tx, record, {
      cycleId: rule.cycleId,
      step: 'three-reviews',
      day: ctx.today(),
      about: input.listId,
    })
    await recordAct(ctx, tx, {
      act: 'lists.submit',
      officeId,
      about: input.listId,
      facts: { step: 'three-reviews' },
    })
    await appendEntries(tx, [
      {
        type: 'cycle.recorded',
        record,
        day: ctx.today(),
        seals: { cycle_events: sealRoot },
        facts: { cycle: rule.cycleId, step: 'three-reviews' },
      },
    ])
  })
}

async function roundsOf(
  tx: Transaction,
  { rounds, source }: ThreeReviewsRule,
  offices: { readonly officeId: string; readonly authorityId: string },
): Promise<readonly ApprovalStep[]> {
  if (rounds.kind === 'unspecified') throw threeReviewsNotAnswered(rounds.question.zh, source)
  const [office, authority, all] = [
    await authorityById(tx, offices.officeId),
    await authorityById(tx, offices.authorityId),
    await listAuthorities(tx),
  ]
  return rounds.value.map(({ of, by }) => {
    const isConvening = by.includes('组建单位') || by === office.name
    const isIssuing = by.includes('发证机关') || by === authority.name
    const named = isConvening ? office : isIssuing ? authority : all.find(({ name }) => name === by)
    if (!named) throw unknownRoundOffice(by)
    const step = { role: 'reviewer', officeId: named.id, people: 1 } as const
    return of === null ? step : { ...step, name: `${of}，${named.name}` }
  })
}
