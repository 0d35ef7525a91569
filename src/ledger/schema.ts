import { integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { bytes, indexColumn } from '../platform/columns.ts'

/** One row, id 1. Its lock is the ledger's only lock; whoever appends or publishes holds it until commit. */
export const ledgerHead = pgTable('ledger_head', {
  id: integer('id').primaryKey(),
  /** Entries so far = the next index. */
  size: indexColumn('size').notNull(),
  /** RFC 6962 root of the tree of that size. */
  root: bytes('root').notNull(),
  /** chain_{size-1}. */
  chain: bytes('chain').notNull(),
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
