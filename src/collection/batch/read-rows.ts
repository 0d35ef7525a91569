import { and, asc, eq, gt, isNotNull, inArray } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { batchNotFound } from './refusals.ts'
import { collectionRows } from './schema.ts'
import { wholeBatch, type Batch } from './whole-batch.ts'

export type StoredRow = typeof collectionRows.$inferSelect
export interface ShownRow {
  readonly row: StoredRow
  readonly name: string
  /** What it said before, of a changed row. */
  readonly former: StoredRow | null
}

export interface ShownRows {
  readonly batch: Batch
  readonly rows: readonly ShownRow[]
  /** Position to pass as `after` for the page that follows; null at the end. */
  readonly next: number | null
}

/**
 * Shows part of a batch with its people's names, or of a correction only what it changed, and records whose they were.
 * Refuses `collection/batch-not-found`.
 */
export function readRows(
  ctx: Context,
  asked: {
    readonly batchId: string
    readonly after: number
    readonly limit: number
    readonly onlyChanged: boolean
  },
): Promise<ShownRows> {
  const { batchId, after, limit, onlyChanged } = asked
  return ctx.database.transaction(async (tx) => {
    const batch = await wholeBatch(tx, batchId)
    await authorise(ctx, tx, 'collection.see', batch.officeId, batchNotFound(batchId))
    const found = await tx
      .select()
      .from(collectionRows)
      .where(
        and(
          eq(collectionRows.batchId, batchId),
          gt(collectionRows.position, after),
          onlyChanged ? isNotNull(collectionRows.change) : undefined,
        ),
      )
      .orderBy(asc(collectionRows.position))
      .limit(limit + 1)
    const rows = found.slice(0, limit)
    const names = await namesOf(ctx, tx, rows)
    const formers = await formersOf(tx, batch, rows)
    await recordAct(ctx, tx, {
      act: 'collection.see',
      officeId: batch.officeId,
      about: batchId,
      subjects: [...new Set(rows.map(({ personId }) => personId))],
    })
    return {
      batch,
      rows: rows.map((row) => ({
        row,
        name: names.get(row.id) ?? ERASED,
        former: row.formerPosition === null ? null : (formers.get(row.formerPosition) ?? null),
      })),
      next: found.length > limit ? (rows.at(-1)?.position ?? null) : null,
    }
  })
}

async function namesOf(
  ctx: Context,
  tx: Transaction,
  rows: readonly StoredRow[],
): Promise<ReadonlyMap<string, string>> {
  const ids = [...new Set(rows.map(({ personId }) => personId))]
  const keys = await remainingKeys(ctx, tx, ids)
  const registered = new Map(
    ids.length === 0
      ? []
      : (
          await tx
            .select({ id: persons.id, name: persons.name })
            .from(persons)
            .where(inArray(persons.id, ids))
        ).map(({ id, name }) => [id, name]),
  )
  return new Map(
    rows.flatMap(({ id, personId, name }) => {
      const key = keys.get(personId)
      const own = registered.get(personId)
      if (key === undefined || own === undefined) return []
      const text =
        name === null
          ? revealText(key, { column: 'persons.name', row: personId }, own)
          : revealText(key, { column: 'collection_rows.name', row: id }, name)
      return [[id, text]]
    }),
  )
}

async function formersOf(
  handle: Handle,
  { replacesId }: Batch,
  rows: readonly StoredRow[],
): Promise<ReadonlyMap<number, StoredRow>> {
  const positions = rows.flatMap(({ change, formerPosition }) =>
    change === 'changed' && formerPosition !== null ? [formerPosition] : [],
  )
  if (replacesId === null || positions.length === 0) return new Map()
  const found = await handle
    .select()
    .from(collectionRows)
    .where(and(eq(collectionRows.batchId, replacesId), inArray(collectionRows.position, positions)))
  return new Map(found.map((row) => [row.position, row]))
}
