import { eq } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { collectionAcceptances } from '../acceptance/schema.ts'
import { batchNotFound } from './refusals.ts'
import { collectionBatches, collectionWithdrawals } from './schema.ts'

/** in-proof: to be reconciled and accepted; the other three are its end. */
export type BatchState = 'in-proof' | 'accepted' | 'withdrawn' | 'replaced'

export type Batch = Omit<typeof collectionBatches.$inferSelect, 'sealSalt' | 'seal' | 'sealedBy'> & {
  readonly state: BatchState
}

/** Step: a batch of which every row is stored, and where it stands. Refuses `collection/batch-not-found`. */
export async function wholeBatch(handle: Handle, batchId: string): Promise<Batch> {
  const [batch] = await handle.select().from(collectionBatches).where(eq(collectionBatches.id, batchId))
  if (!batch) throw batchNotFound(batchId)
  return { ...batch, state: await stateOf(handle, batchId) }
}

async function stateOf(handle: Handle, batchId: string): Promise<BatchState> {
  const [accepted] = await handle
    .select({ id: collectionAcceptances.id })
    .from(collectionAcceptances)
    .where(eq(collectionAcceptances.subjectId, batchId))
  if (accepted) return 'accepted'
  const [withdrawn] = await handle
    .select({ id: collectionWithdrawals.id })
    .from(collectionWithdrawals)
    .where(eq(collectionWithdrawals.id, batchId))
  if (withdrawn) return 'withdrawn'
  const [next] = await handle
    .select({ id: collectionBatches.id })
    .from(collectionBatches)
    .where(eq(collectionBatches.replacesId, batchId))
  return next ? 'replaced' : 'in-proof'
}
