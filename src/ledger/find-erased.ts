import { and, eq, inArray, sql } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import { decodeEntry } from './entry.ts'
import { erasedRows, ledgerEntries } from './schema.ts'

/** The index of the entry that sealed a row in the first place. */
interface Unsalted {
  readonly id: string
  /** Null: a day's batch sealed it, whose entry must not be named beside anybody's erasure. */
  readonly sealer: bigint | null
}

/**
 * Which of these rows without a salt an erasure answers for, and what it left of each (`restOf`): a `person.erased` entry that sealed a note of the very
 * row and refers to the entry that sealed it, or, for a row of a day's batch, a note in a batch of its own. The notes are
 * sealed rows themselves, audited like any other.
 */
export async function erasedAmong(
  handle: Handle,
  table: string,
  rows: readonly Unsalted[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (rows.length === 0) return new Map()
  const notes = await handle
    .select({
      row: erasedRows.row,
      rest: erasedRows.rest,
      body: ledgerEntries.body,
      isBatched: sql<boolean>`exists (select 1 from day_batches d where d.id = erased_rows.sealed_by)
        or exists (select 1 from open_batches o where o.record = erased_rows.sealed_by)`,
    })
    .from(erasedRows)
    .leftJoin(ledgerEntries, eq(ledgerEntries.record, erasedRows.sealedBy))
    .where(
      and(
        eq(erasedRows.table, table),
        inArray(
          erasedRows.row,
          rows.map(({ id }) => id),
        ),
      ),
    )
  const sealerOf = new Map(rows.map(({ id, sealer }) => [id, sealer]))
  return new Map(
    notes
      .filter(({ row, body, isBatched }) => {
        const sealer = sealerOf.get(row) ?? null
        return sealer === null ? isBatched : body !== null && answersFor(body, Number(sealer))
      })
      .map(({ row, rest }) => [row, rest]),
  )
}

function answersFor(body: Uint8Array, sealer: number | undefined): boolean {
  const decoded = decodeEntry(body)
  if (decoded.kind !== 'entry' || decoded.entry.type !== 'person.erased') return false
  const { refs = [], seals = {} } = decoded.entry
  return Object.hasOwn(seals, 'erased_rows') && refs.some(({ index }) => index === sealer)
}
