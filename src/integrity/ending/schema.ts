import { boolean, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { HoldKind } from './hold-kind.ts'

/** That a record must be kept beyond its time, or need not any more; the newest row of a kind holds. */
export const misconductHolds = pgTable(
  'misconduct_holds',
  {
    id: text('id').primaryKey(),
    recordId: text('record_id').notNull(),
    position: integer('position').notNull(),
    kind: text('kind').$type<HoldKind>().notNull(),
    isStanding: boolean('is_standing').notNull(),
    personId: text('person_id'),
    /** As of the record's own rows: null under the person's key. */
    wrappedKey: bytes('wrapped_key'),
    /** The document it goes by, and why. */
    ground: bytes('ground_sealed').notNull(),
    heldOn: dayColumn('held_on').notNull(),
    heldBy: text('held_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('misconduct_holds_position').on(table.recordId, table.position),
    index('misconduct_holds_person').on(table.personId),
    index('misconduct_holds_sealed_by').on(table.sealedBy),
  ],
)

export const sealedMisconductHolds = sealed(misconductHolds, [
  'recordId',
  'position',
  'kind',
  'isStanding',
  'personId',
  'wrappedKey',
  'ground',
  'heldOn',
  'heldBy',
])
