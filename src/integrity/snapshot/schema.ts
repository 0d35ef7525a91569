import { index, integer, pgTable, primaryKey, text } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'

/** Who was listed on a day, committed: a sorted Merkle tree over blinded subjects. Its root is on the ledger too. */
export const integritySnapshots = pgTable(
  'integrity_snapshots',
  {
    id: text('id').primaryKey(),
    day: dayColumn('day').notNull().unique('integrity_snapshots_day'),
    /** Leaves, a power of two: subjects and filling. */
    size: integer('size').notNull(),
    root: bytes('root').notNull(),
    /** Public key of the function that blinds (vrf.ts). */
    blindingKey: bytes('blinding_key').notNull(),
    ...sealColumns(),
  },
  (table) => [index('integrity_snapshots_sealed_by').on(table.sealedBy)],
)

export const sealedIntegritySnapshots = sealed(integritySnapshots, ['day', 'size', 'root', 'blindingKey'])

/** The leaves of a snapshot, ascending, in perfect subtrees; destroyed when their time is over. The root answers for them. */
export const integritySnapshotParts = pgTable(
  'integrity_snapshot_parts',
  {
    day: dayColumn('day').notNull(),
    part: integer('part').notNull(),
    /** The first leaf, for finding a part. */
    first: bytes('first').notNull(),
    root: bytes('root').notNull(),
    leaves: bytes('leaves').notNull(),
  },
  (table) => [primaryKey({ columns: [table.day, table.part] })],
)

/**
 * The blinded name of whoever is listed, made once: what it is made of costs a thousand times the rest. Nobody's any more
 * from the day they are listed no more.
 */
export const integrityBlindNames = pgTable('integrity_blind_names', {
  /** A person's or an office's id. */
  subjectId: text('subject_id').primaryKey(),
  blindingKey: bytes('blinding_key').notNull(),
  name: bytes('name').notNull(),
})
