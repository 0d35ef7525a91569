import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import { authorise, inScope, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { batchNotFound } from './refusals.ts'
import { collectionBatches } from './schema.ts'
import { wholeBatch, type Batch } from './whole-batch.ts'

/** A batch in the actor's reach. Refuses `collection/batch-not-found`, also for one that is not theirs to see. */
export async function findBatch(ctx: Context, handle: Handle, batchId: string): Promise<Batch> {
  const batch = await wholeBatch(handle, batchId)
  await authorise(ctx, handle, 'collection.see', batch.officeId, batchNotFound(batchId))
  return batch
}

/** Which office a batch is of. Refuses `collection/batch-not-found`. */
export const officeOfBatch = async (handle: Handle, batchId: string): Promise<string> =>
  (await wholeBatch(handle, batchId)).officeId

export interface BatchPage {
  readonly items: readonly (typeof collectionBatches.$inferSelect)[]
  /** Pass as `after` for the page that follows; null at the end. */
  readonly next: string | null
}

/** Batches of every office in reach, latest first. `limit`: 1 to 200. */
export async function listBatches(
  ctx: Context,
  handle: Handle,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<BatchPage> {
  const offices = await officesFor(ctx, handle, 'collection.see')
  const day = handle
    .select({ day: collectionBatches.storedOn })
    .from(collectionBatches)
    .where(eq(collectionBatches.id, after ?? ''))
  const { storedOn, id } = collectionBatches
  const isBelow =
    after === undefined
      ? undefined
      : or(lt(storedOn, sql`(${day})`), and(eq(storedOn, sql`(${day})`), lt(id, after)))
  const rows = await handle
    .select()
    .from(collectionBatches)
    .where(and(inScope(offices, collectionBatches.officeId), isBelow))
    .orderBy(desc(storedOn), desc(id))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}
