import { index, integer, jsonb, pgTable, primaryKey, text, timestamp, unique } from 'drizzle-orm/pg-core'
import { bytes, dayColumn, indexColumn } from '../platform/columns.ts'
import type { AuditReport } from './audit-report.ts'
import type { SealRoot } from './entry.ts'
import { sealColumns, sealed } from './seal.ts'

/** One row, id 1. Its lock is the ledger's only lock; whoever appends or publishes holds it until commit. */
export const ledgerHead = pgTable('ledger_head', {
  id: integer('id').primaryKey(),
  /** Entries so far = the next index. */
  size: indexColumn('size').notNull(),
  /** RFC 6962 root of the tree of that size. */
  root: bytes('root').notNull(),
  /** chain_{size-1}. */
  chain: bytes('chain').notNull(),
  /** Of the last entry: no entry may be of an earlier day. Null before the first. */
  day: dayColumn('day'),
})

export const ledgerEntries = pgTable('ledger_entries', {
  index: indexColumn('index').primaryKey(),
  /** The entry's own `record`, as in its body. */
  record: text('record').notNull().unique(),
  /** The canonical bytes: what the leaf commits to. */
  body: bytes('body').notNull(),
  leaf: bytes('leaf').notNull(),
  chain: bytes('chain').notNull(),
})

/** Tiles of the tree (C2SP tlog-tiles); the last of a level grows until it holds 256 hashes. */
export const ledgerTiles = pgTable(
  'ledger_tiles',
  {
    level: integer('level').notNull(),
    tile: indexColumn('tile').notNull(),
    hashes: bytes('hashes').notNull(),
  },
  (table) => [primaryKey({ columns: [table.level, table.tile] })],
)

/** Every checkpoint ever published, as its signed note. The last one is also kept outside the database. */
export const ledgerCheckpoints = pgTable('ledger_checkpoints', {
  size: indexColumn('size').primaryKey(),
  note: text('note').notNull(),
})

/** Sealed rows whose personal content was destroyed, each under the `person.erased` entry that answers for it. */
export const erasedRows = pgTable(
  'erased_rows',
  {
    id: text('id').primaryKey(),
    /** Name of the sealed table, and its row. */
    table: text('table_name').notNull(),
    row: text('row_id').notNull(),
    /** `restOf` the row: what the audit holds it against now that its salt is gone. */
    rest: bytes('rest').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('erased_rows_row').on(table.table, table.row),
    index('erased_rows_sealed_by').on(table.sealedBy),
  ],
)

export const sealedErasedRows = sealed(erasedRows, ['table', 'row', 'rest'])

/** A day whose rows wait for its end: committed, promised by the trail, and not on the ledger yet. Working data. */
export const openBatches = pgTable('open_batches', {
  /** What its rows name as their sealer. */
  record: text('record').primaryKey(),
  day: dayColumn('day').notNull().unique('open_batches_day'),
})

/** A day that is over: all its rows under one row of its own, so that its entry is as long whatever happened. */
export const dayBatches = pgTable(
  'day_batches',
  {
    /** The open batch's `record`. */
    id: text('id').primaryKey(),
    day: dayColumn('day').notNull(),
    /** Table name → its rows of that day, as an entry's `seals`. */
    seals: jsonb('seals').$type<Readonly<Record<string, SealRoot>>>().notNull(),
    ...sealColumns(),
  },
  (table) => [index('day_batches_sealed_by').on(table.sealedBy)],
)

export const sealedDayBatches = sealed(dayBatches, ['day', 'seals'])

/** One row, id 1: which instance audits, until when, and what the last audit found. Shown, never relied upon. */
export const ledgerAudits = pgTable('ledger_audits', {
  id: integer('id').primaryKey(),
  holder: text('holder').notNull(),
  leaseUntil: timestamp('lease_until', { withTimezone: true }).notNull(),
  report: jsonb('report').$type<AuditReport>(),
})
