import { and, asc, eq, gt } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import type { PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { batchNotFound } from '../batch/refusals.ts'
import { collectionRows } from '../batch/schema.ts'
import { wholeBatch, type Batch } from '../batch/whole-batch.ts'
import { openRows, rowsById, type OpenedRow } from '../reconcile/opened-row.ts'
import { hasPrivateUse, MENDED_FIELDS, privateUseCodes, type MendedField } from './mended-field.ts'
import { rowNotFound } from './refusals.ts'

/** A cell that nobody can read alike on two machines. */
export interface CellToMend {
  readonly field: MendedField
  readonly text: string
  /** U+E863, … */
  readonly codes: readonly string[]
}

/** What of a row is still to be mended. */
export const cellsToMend = ({ told, employer }: OpenedRow): readonly CellToMend[] =>
  MENDED_FIELDS.flatMap((field) => {
    const text = field === 'employer' ? employer : told[field]
    return text !== null && hasPrivateUse(text) ? [{ field, text, codes: privateUseCodes(text) }] : []
  })

/** Step: one row, as it reads now. Refuses `collection/row-not-found`, also for one whose person was erased. */
export async function rowToMend(
  ctx: Context,
  handle: Handle,
  rowId: string,
): Promise<{ readonly row: OpenedRow; readonly key: PersonKey; readonly batchId: string }> {
  const [row] = await rowsById(ctx, handle, [rowId])
  if (!row?.key) throw rowNotFound()
  return { row, key: row.key, batchId: row.row.batchId }
}

export interface Queue {
  readonly batch: Batch
  readonly rows: readonly (OpenedRow & { readonly cells: readonly CellToMend[] })[]
  /** Where the next page begins; null at the end. */
  readonly next: number | null
}

const MANY = 50

/**
 * The rows of a batch that wait for somebody who knows the character; looking is recorded first. Refuses
 * `collection/batch-not-found`.
 */
export async function mendingQueue(
  ctx: Context,
  { batchId, after }: { readonly batchId: string; readonly after: number },
): Promise<Queue> {
  return ctx.database.transaction(async (tx) => {
    const batch = await wholeBatch(tx, batchId)
    await authorise(ctx, tx, 'collection.see', batch.officeId, batchNotFound(batchId))
    const stored = await tx
      .select()
      .from(collectionRows)
      .where(
        and(
          eq(collectionRows.batchId, batchId),
          eq(collectionRows.mending, true),
          gt(collectionRows.position, after),
        ),
      )
      .orderBy(asc(collectionRows.position))
      .limit(MANY)
    const opened = (await openRows(ctx, tx, stored)).filter(({ key }) => key !== null)
    const rows = opened
      .map((row) => ({ ...row, cells: cellsToMend(row) }))
      .filter(({ cells }) => cells.length > 0)
    await recordAct(ctx, tx, {
      act: 'collection.see',
      officeId: batch.officeId,
      about: batchId,
      subjects: rows.map(({ row }) => row.personId),
      facts: { mending: rows.length },
    })
    const next = stored.length < MANY ? null : (stored.at(-1)?.position ?? null)
    return { batch, rows, next }
  })
}
