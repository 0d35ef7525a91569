import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { batchNotFound } from '../batch/refusals.ts'
import { wholeBatch, type Batch } from '../batch/whole-batch.ts'
import { decidingOffice } from './deciding-office.ts'
import { comparisonsOf, countUndecided, lastReconciliation } from './find-comparisons.ts'
import type { Reconciliation } from './schema.ts'
import { showComparisons, type ShownComparison } from './shown-comparison.ts'

export interface ComparedBatch {
  readonly batch: Batch
  /** Null: never compared. */
  readonly last: Reconciliation | null
  readonly undecided: number
  /** Each with the office that may decide it. */
  readonly shown: readonly (ShownComparison & { readonly decidingOfficeId: string })[]
  /** Where the next page begins; null at the end. */
  readonly next: number | null
}

/** What one page shows. */
const MANY = 20

/**
 * What a batch does not agree with, both sides opened; looking is recorded first. `isOpen`: only what waits for a decision.
 * Refuses `collection/batch-not-found`.
 */
export async function readComparisons(
  ctx: Context,
  asked: { readonly batchId: string; readonly after: number; readonly isOpen: boolean },
): Promise<ComparedBatch> {
  return ctx.database.transaction(async (tx) => {
    const batch = await wholeBatch(tx, asked.batchId)
    await authorise(ctx, tx, 'collection.see', batch.officeId, batchNotFound(asked.batchId))
    const last = await lastReconciliation(tx, batch.id)
    const found = await comparisonsOf(tx, batch.id, { ...asked, many: MANY })
    const opened = await showComparisons(ctx, tx, batch, found)
    const shown = []
    for (const each of opened) {
      const decidingOfficeId = await decidingOffice(tx, batch.officeId, each.comparison)
      shown.push({ ...each, decidingOfficeId })
    }
    await recordAct(ctx, tx, {
      act: 'collection.see',
      officeId: batch.officeId,
      about: batch.id,
      subjects: found.flatMap(({ personId, otherPersonId }) =>
        otherPersonId === null ? [personId] : [personId, otherPersonId],
      ),
      facts: { comparisons: found.length },
    })
    const undecided = last === null ? 0 : await countUndecided(tx, batch.id)
    const next = found.length < MANY ? null : (found.at(-1)?.position ?? null)
    return { batch, last, undecided, shown, next }
  })
}
