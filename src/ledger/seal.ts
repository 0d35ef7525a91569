import { getTableColumns, getTableName, type InferInsertModel, type InferSelectModel } from 'drizzle-orm'
import { text, type AnyPgColumn, type PgColumn, type PgTable } from 'drizzle-orm/pg-core'
import { bytes } from '../platform/columns.ts'
import { base64url } from '../signing/bytes.ts'
import { commitment } from './commitment.ts'
import type { SealRoot } from './entry.ts'
import { HASH_LENGTH, leafHash, sha256 } from './hash.ts'
import { treeRoot } from './merkle.ts'
import { sealedBytes, type SealedColumn } from './sealed-text.ts'

/** Every sealed table spreads these beside its own columns, and indexes `sealedBy`. Its rows are never updated. */
export const sealColumns = () => ({
  /** 32 random bytes; null once the row has been erased. */
  sealSalt: bytes('seal_salt'),
  /** Commitment of the declared columns, 32 bytes. Stays after erasure: the entry's root is made of it. */
  seal: bytes('seal').notNull(),
  /** `record` of the ledger entry that vouches for the row. */
  sealedBy: text('sealed_by').notNull(),
})

type SealColumn = keyof ReturnType<typeof sealColumns>
type SealableTable = PgTable & { readonly id: AnyPgColumn } & { readonly [name in SealColumn]: PgColumn }

/** A table whose rows the ledger vouches for, and the columns that feed a public answer. */
export interface SealedTable<T extends SealableTable = SealableTable> {
  readonly table: T
  /** As SQL and the entries' `seals` spell it. */
  readonly name: string
  /** The declared ones, in canonical order. */
  readonly columns: readonly SealedColumn[]
}

/** A row as its insert wants it, before it is sealed. */
export type UnsealedRow<T extends SealableTable> = Omit<InferInsertModel<T>, SealColumn>

/** Declares a sealed table (text primary key `id`) by every column that feeds a public answer. */
export function sealed<T extends SealableTable>(
  table: T,
  columns: readonly Exclude<keyof InferSelectModel<T> & string, SealColumn | 'id'>[],
): SealedTable<T> {
  const all = getTableColumns(table)
  const named = columns.map((key) => ({ key, name: (all[key] as PgColumn).name }))
  // In canonical order already, so that no row has to be sorted.
  return { table, name: getTableName(table), columns: named.toSorted((a, b) => (a.name < b.name ? -1 : 1)) }
}

/**
 * Seals new rows under the entry `entryRecord`. `salts`: 32 fresh random bytes a row, in one block. The rows come
 * back as their insert wants them; `sealRoot` goes into the entry's `seals` under the table's name.
 */
export function sealRows<T extends SealableTable>(
  sealedTable: SealedTable<T>,
  entryRecord: string,
  rows: readonly UnsealedRow<T>[],
  salts: Uint8Array,
): { readonly rows: readonly InferInsertModel<T>[]; readonly sealRoot: SealRoot } {
  if (salts.length !== rows.length * HASH_LENGTH) throw new RangeError('every row needs a salt of its own')
  const seals: RowSeal[] = []
  const complete = rows.map((row, i) => {
    const values = row as Readonly<Record<string, unknown>>
    const sealSalt = salts.slice(i * HASH_LENGTH, (i + 1) * HASH_LENGTH)
    const seal = sealOf(sealedTable, values, sealSalt)
    seals.push({ id: String(values.id), seal })
    return { ...row, sealSalt, seal, sealedBy: entryRecord } as unknown as InferInsertModel<T>
  })
  return { rows: complete, sealRoot: { root: base64url(sealRoot(seals)), rows: rows.length } }
}

/** Seals one row as `sealRows` does, in place: a copy of it would cost more than the sealing. */
export function sealRow<T extends SealableTable>(
  sealedTable: SealedTable<T>,
  entryRecord: string,
  row: UnsealedRow<T>,
  sealSalt: Uint8Array,
): RowSeal {
  const values = row as Record<string, unknown>
  const seal = sealOf(sealedTable, values, sealSalt)
  values.sealSalt = sealSalt
  values.seal = seal
  values.sealedBy = entryRecord
  return { id: String(values.id), seal }
}

/** One row's seal as the set of an entry's rows sees it. */
export interface RowSeal {
  readonly id: string
  readonly seal: Uint8Array
}

/** RFC 6962 root over the seals, in the order of the rows' ids (bytewise: they are ASCII). */
export function sealRoot(seals: readonly RowSeal[]): Uint8Array {
  const ordered = seals.toSorted((a, b) => (a.id < b.id ? -1 : 1))
  return treeRoot(ordered.map(({ seal }) => leafHash(seal)))
}

/** The seal a row must carry: the commitment `seal|<table>|<row id>` over the canonical JSON of its declared columns. */
export function sealOf(
  table: SealedTable,
  row: Readonly<Record<string, unknown>>,
  salt: Uint8Array,
): Uint8Array {
  const about = { domain: 'seal', field: table.name, record: String(row.id) }
  return commitment(salt, about, sealedBytes(table.columns, row))
}

/** SHA-256 of the declared columns of an erased row as they were left: of nothing that is not there to be read. */
export const restOf = ({ columns }: SealedTable, row: Readonly<Record<string, unknown>>): Uint8Array =>
  sha256(sealedBytes(columns, row))
