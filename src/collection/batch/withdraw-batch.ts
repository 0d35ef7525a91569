import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { takeFromProof } from '../acceptance/count-cells.ts'
import { holdAssignment } from '../programme/find-programme.ts'
import { batchEnded, batchNotFound } from './refusals.ts'
import { collectionWithdrawals, sealedCollectionWithdrawals } from './schema.ts'
import { wholeBatch } from './whole-batch.ts'

/**
 * Takes a batch back before it is accepted; its rows stay as they were sealed, and count nowhere. Refuses
 * `collection/batch-not-found`, `/batch-ended`, `identity/not-allowed`.
 */
export async function withdrawBatch(
  ctx: Context,
  { batchId, ground }: { readonly batchId: string; readonly ground: string },
): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const { officeId, programmeId } = await wholeBatch(tx, batchId)
    await authorise(ctx, tx, 'collection.enter', officeId, batchNotFound(batchId))
    // Whoever accepts or replaces it holds the assignment too: what is read behind it stands until commit.
    await holdAssignment(tx, programmeId, officeId)
    const { cells, state } = await wholeBatch(tx, batchId)
    if (state !== 'in-proof') throw batchEnded()
    await takeFromProof(tx, { programmeId, officeId, counts: cells })
    const record = entryRecord(ctx.random(16))
    const withdrawal = { id: batchId, ground, withdrawnOn: ctx.today(), withdrawnBy: ctx.actor.name }
    const { rows, sealRoot } = sealRows(sealedCollectionWithdrawals, record, [withdrawal], ctx.random(32))
    await tx.insert(collectionWithdrawals).values([...rows])
    await recordAct(ctx, tx, {
      act: 'collection.enter',
      officeId,
      about: batchId,
      facts: { withdrawn: true },
    })
    await appendEntries(tx, [
      {
        type: 'collection.batch-withdrawn',
        record,
        day: ctx.today(),
        seals: { collection_withdrawals: sealRoot },
        facts: { batch: batchId },
      },
    ])
  })
}
