import { requireApproved } from '../../approvals/require-approved.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { batchNotFound } from '../batch/refusals.ts'
import { wholeBatch } from '../batch/whole-batch.ts'
import { holdAssignment, programmeById } from '../programme/find-programme.ts'
import { changedMeanwhile } from '../programme/refusals.ts'
import { recordAcceptedRows } from '../reconcile/record-accepted-rows.ts'
import { BATCH_APPROVAL } from './batch-digest.ts'
import { cellKey } from './cell-state.ts'
import type { CellCount } from './count-cells.ts'
import { storeAcceptance } from './store-acceptance.ts'
import { requireSettled } from './submit-batch.ts'

/**
 * Accepts an approved batch: its rows become collected titles, and each cell is sealed with what it holds now. Whatever
 * was decided after the approval asks for another. Refuses `collection/batch-not-found`, `/batch-ended`,
 * `/batch-unsettled`, `/not-assigned`, `/changed-meanwhile`, `identity/not-allowed`, `approvals/…`.
 */
export async function acceptBatch(
  ctx: Context,
  batchId: string,
): Promise<{ readonly cells: number; readonly records: number }> {
  return ctx.database.transaction(async (tx) => {
    const found = await wholeBatch(tx, batchId)
    const { programmeId, officeId } = found
    await authorise(ctx, tx, 'collection.enter', officeId, batchNotFound(batchId))
    const asked = await requireSettled(tx, found)
    const approved = await requireApproved(ctx, tx, {
      kind: BATCH_APPROVAL,
      subjectId: batchId,
      digest: asked.digest,
    })
    const assignment = await holdAssignment(tx, programmeId, officeId)
    // Read again what can no longer change: another decision would be another digest.
    const batch = await wholeBatch(tx, batchId)
    const { digest } = await requireSettled(tx, batch)
    if (digest !== asked.digest) throw changedMeanwhile()

    const record = entryRecord(ctx.random(16))
    const { seals: titleSeals, counts } = await recordAcceptedRows(ctx, tx, record, batchId)
    const held = withTaken(counts, batch.cells)
    const seals = await storeAcceptance(ctx, tx, record, {
      assignment,
      accepted: { kind: 'batch', subjectId: batchId, digest, requestId: approved.requestId },
      counts: held,
    })
    const office = await authorityById(tx, officeId)
    const { place } = await programmeById(tx, programmeId)
    const records = held.reduce((sum, { rows }) => sum + rows, 0)
    await recordAct(ctx, tx, {
      act: 'collection.enter',
      officeId,
      about: batchId,
      facts: { accepted: 'batch', cells: held.length, records },
    })
    await appendEntries(tx, [
      {
        type: 'collection.accepted',
        record,
        day: ctx.today(),
        seals: { ...seals, ...titleSeals },
        facts: {
          office: office.creditCode,
          place,
          digest,
          rows: batch.rowCount,
          cells: held.length,
          records,
        },
      },
    ])
    return { cells: held.length, records }
  })
}

/** What each cell holds from now on, and how many rows of the batch leave its proof. */
function withTaken(counts: readonly CellCount[], batch: readonly CellCount[]) {
  const taken = new Map(batch.map((cell) => [cellKey(cell), cell.rows]))
  return counts.map((cell) => ({ ...cell, taken: taken.get(cellKey(cell)) ?? 0 }))
}
