import { sql } from 'drizzle-orm'
import { rowsOf, type Handle } from '../../platform/database.ts'
import { collectionRows } from './schema.ts'
import { wholeBatch, type Batch } from './whole-batch.ts'

/** What a correction did to the batch it corrects, in rows. */
export interface ChangeCount {
  readonly added: number
  readonly changed: number
  readonly removed: number
}

/** Null of a batch that corrects none. Every row of the former batch is taken by one row of this or by none. */
export async function countChanges(handle: Handle, batch: Batch): Promise<ChangeCount | null> {
  if (batch.replacesId === null) return null
  const former = await wholeBatch(handle, batch.replacesId)
  const [counted] = await rowsOf<{ added: number; changed: number }>(
    handle,
    sql`select count(*) filter (where change = 'new')::integer as added,
        count(*) filter (where change = 'changed')::integer as changed
      from ${collectionRows} where batch_id = ${batch.id} and change is not null`,
  )
  const { added = 0, changed = 0 } = counted ?? {}
  return { added, changed, removed: former.rowCount - (batch.rowCount - added) }
}
