import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { MendedField } from './mended-field.ts'

/** Which character was meant where an old system had one of its own: the cell as it should read. The newest holds. */
export const collectionMendings = pgTable(
  'collection_mendings',
  {
    id: text('id').primaryKey(),
    batchId: text('batch_id').notNull(),
    rowId: text('row_id').notNull(),
    field: text('field').$type<MendedField>().notNull(),
    /** 1, 2, … of the row's field. */
    position: integer('position').notNull(),
    personId: text('person_id').notNull(),
    /** As it should read, and what it was read from, under the person's key. */
    mended: bytes('mended_sealed').notNull(),
    ground: bytes('ground_sealed').notNull(),
    mendedOn: dayColumn('mended_on').notNull(),
    mendedBy: text('mended_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_mendings_position').on(table.rowId, table.field, table.position),
    index('collection_mendings_batch').on(table.batchId),
    index('collection_mendings_person').on(table.personId),
    index('collection_mendings_sealed_by').on(table.sealedBy),
  ],
)

export const sealedCollectionMendings = sealed(collectionMendings, [
  'batchId',
  'rowId',
  'field',
  'position',
  'personId',
  'mended',
  'ground',
  'mendedOn',
  'mendedBy',
])
