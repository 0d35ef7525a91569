import type { Transaction } from '../../platform/database.ts'
import { wholeBatch, type Batch } from '../batch/whole-batch.ts'
import { holdAssignment } from '../programme/find-programme.ts'
import { batchNotInProof } from './refusals.ts'

/**
 * Step: the batch is in proof and stays so until commit: whoever accepts, withdraws or replaces it waits. Refuses
 * `collection/batch-not-in-proof`, `/not-assigned`.
 */
export async function requireInProof(
  tx: Transaction,
  { id, programmeId, officeId }: Pick<Batch, 'id' | 'programmeId' | 'officeId'>,
): Promise<void> {
  await holdAssignment(tx, programmeId, officeId)
  const { state } = await wholeBatch(tx, id)
  if (state !== 'in-proof') throw batchNotInProof(state)
}
