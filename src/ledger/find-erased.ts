import { and, eq, inArray } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import { decodeEntry } from './entry.ts'
import { erasedRows, ledgerEntries } from './schema.ts'

/** The index of the entry that sealed a row in the first place. */
interface Unsalted {
  readonly id: string
  readonly sealer: bigint
}

/**
 * Which of these rows without a salt an erasure answers for: a `person.erased` entry that sealed a note of the very
 * row and refers to the entry that sealed it. The notes are sealed rows themselves, audited like any other.
 */
export async function erasedAmong(
  handle: Handle,
  table: string,
  rows: readonly Unsalted[],
): Promise<ReadonlySet<string>> {
  if (rows.length === 0) return new Set()
  const notes = await handle
    .select({ row: erasedRows.row, body: ledgerEntries.body })
    .from(erasedRows)
    .innerJoin(ledgerEntries, eq(ledgerEntries.record, erasedRows.sealedBy))
    .where(
      and(
        eq(erasedRows.table, table),
        inArray(
          erasedRows.row,
          rows.map(({ id }) => id),
        ),
      ),
    )
  const sealerOf = new Map(rows.map(({ id, sealer }) => [id, Number(sealer)]))
  return new Set(notes.filter(({ row, body }) => answersFor(body, sealerOf.get(row))).map(({ row }) => row))
}

function answersFor(body: Uint8Array, sealer: number | undefined): boolean {
  const decoded = decodeEntry(body)
  if (decoded.kind !== 'entry' || decoded.entry.type !== 'person.erased') return false
  const { refs = [], seals = {} } = decoded.entry
  return Object.hasOwn(seals, 'erased_rows') && refs.some(({ index }) => index === sealer)
}
