import { eq, getTableColumns, inArray, type SQL } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { entryRef, type EntryRef, type SealRoot } from './entry.ts'
import { openBatch, waitingRows, type WaitingRow } from './day-batch.ts'
import { dayBatches, erasedRows, ledgerEntries, openBatches, sealedErasedRows } from './schema.ts'
import { restOf, sealRows, type SealedTable } from './seal.ts'

/** A sealed table that holds something of persons, and what of a row is destroyed with its person. */
export interface PersonalTable {
  readonly sealed: SealedTable
  /** TypeScript names of the columns; each becomes null or, where it may not, empty, or the row's id where it is unique. */
  readonly personal: readonly string[]
  /** Which rows are a person's. */
  readonly of: (personId: string) => SQL
}

/** What a `person.erased` entry says. */
export interface ErasedRows {
  readonly rows: number
  /** Null when there was nothing left to erase. */
  readonly sealRoot: SealRoot | null
  /** The entries that once vouched for what those rows said. */
  readonly refs: readonly EntryRef[]
  /** Notes of rows a day's batch sealed: they wait for today's, for nothing may name a day beside a person's entries. */
  readonly waits: { readonly batch: string; readonly rows: readonly WaitingRow[] } | null
}

/**
 * Step: destroys the personal content and the seal salts of a person's rows, and notes each, and what is left of it, under
 * the entry `entryRecord`. The seals stay: every proof made of them stands, and no guess can be tested against them any
 * more. What is left is audited on, so the caller changes nothing of it afterwards.
 */
export async function eraseRows(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  of: { readonly personId: string; readonly tables: readonly PersonalTable[] },
): Promise<ErasedRows> {
  // Before any row, as everybody who writes into a batch.
  const batch = await openBatch(ctx, tx)
  const erased: (ErasedNote & { readonly sealedBy: string })[] = []
  for (const personal of of.tables)
    for (const { id, sealedBy, rest } of await eraseIn(tx, personal, of.personId))
      erased.push({ id: base64url(ctx.random(16)), table: personal.sealed.name, row: id, rest, sealedBy })
  const sealers = [...new Set(erased.map(({ sealedBy }) => sealedBy))]
  const batches = await batchesAmong(tx, sealers)
  const noted = async (isBatched: boolean, record: string) => {
    const notes = erased
      .filter(({ sealedBy }) => batches.has(sealedBy) === isBatched)
      .map(({ id, table, row, rest }) => ({ id, table, row, rest }))
    if (notes.length === 0) return null
    const sealed = sealRows(sealedErasedRows, record, notes, ctx.random(32 * notes.length))
    await tx.insert(erasedRows).values([...sealed.rows])
    return sealed
  }
  const waiting = await noted(true, batch)
  const told = await noted(false, entryRecord)
  const entries = await tx
    .select({ index: ledgerEntries.index, leaf: ledgerEntries.leaf })
    .from(ledgerEntries)
    .where(inArray(ledgerEntries.record, sealers))
    .orderBy(ledgerEntries.index)
  return {
    rows: erased.length,
    sealRoot: told?.sealRoot ?? null,
    refs: entries.map(({ index, leaf }) => entryRef(index, leaf)),
    waits: waiting && { batch, rows: waitingRows(sealedErasedRows, waiting.rows) },
  }
}

interface ErasedNote {
  readonly id: string
  readonly table: string
  readonly row: string
  readonly rest: Uint8Array
}

async function batchesAmong(tx: Transaction, records: readonly string[]): Promise<ReadonlySet<string>> {
  const open = await tx
    .select({ id: openBatches.record })
    .from(openBatches)
    .where(inArray(openBatches.record, [...records]))
  const days = await tx
    .select({ id: dayBatches.id })
    .from(dayBatches)
    .where(inArray(dayBatches.id, [...records]))
  return new Set([...open, ...days].map(({ id }) => id))
}

interface ErasedRow {
  readonly id: string
  readonly sealedBy: string
  readonly rest: Uint8Array
}

async function eraseIn(
  tx: Transaction,
  { sealed, personal, of }: PersonalTable,
  personId: string,
): Promise<readonly ErasedRow[]> {
  const { table } = sealed
  const rows = (await tx
    .select({ id: table.id, sealedBy: table.sealedBy, sealSalt: table.sealSalt })
    .from<PgTable>(table)
    .where(of(personId))
    .for('update')) as { id: string; sealedBy: string; sealSalt: Uint8Array | null }[]
  const left = rows.filter(({ sealSalt }) => sealSalt !== null)
  const columns: Record<string, PgColumn> = getTableColumns(table)
  const erased: ErasedRow[] = []
  for (const { id, sealedBy } of left) {
    const nothing = personal.map((key) => [key, emptyOf(columns[key] as PgColumn, id)] as const)
    const [row] = await tx
      .update<PgTable>(table)
      .set({ ...Object.fromEntries(nothing), sealSalt: null })
      .where(eq(table.id, id))
      .returning()
    erased.push({ id, sealedBy, rest: restOf(sealed, row as Readonly<Record<string, unknown>>) })
  }
  return erased
}

function emptyOf(column: PgColumn, id: string): unknown {
  if (!column.notNull) return null
  // Two erased rows must not be the same either.
  if (column.isUnique) return id
  return column.getSQLType() === 'bytea' ? new Uint8Array() : ''
}
