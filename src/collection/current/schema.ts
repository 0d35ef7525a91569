import { index, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { ExceptionReason } from './exception-reason.ts'

/** Why somebody a document names has no certificate. A certificate issued later makes it pointless, not untrue. */
export const collectionExceptions = pgTable(
  'collection_exceptions',
  {
    id: text('id').primaryKey(),
    officeId: text('office_id').notNull(),
    titleId: text('title_id').notNull(),
    personId: text('person_id').notNull(),
    reason: text('reason').$type<ExceptionReason>().notNull(),
    /** In words, under the person's key. */
    ground: bytes('ground_sealed').notNull(),
    enteredOn: dayColumn('entered_on').notNull(),
    enteredBy: text('entered_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_exceptions_title').on(table.titleId),
    index('collection_exceptions_person').on(table.personId),
    index('collection_exceptions_sealed_by').on(table.sealedBy),
  ],
)

export const sealedCollectionExceptions = sealed(collectionExceptions, [
  'officeId',
  'titleId',
  'personId',
  'reason',
  'ground',
  'enteredOn',
  'enteredBy',
])
