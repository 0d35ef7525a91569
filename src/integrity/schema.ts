import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes, dayColumn } from '../platform/columns.ts'

/**
 * What a record does, and since when not: for these days its person can neither apply nor be reviewed, its office is
 * suspended. Rows never change; the newest of a record holds.
 */
export const misconductTerms = pgTable(
  'misconduct_terms',
  {
    id: text('id').primaryKey(),
    recordId: text('record_id').notNull(),
    /** 1, 2, … of the record. */
    position: integer('position').notNull(),
    /** The approved version that set it. */
    versionId: text('version_id').notNull().unique('misconduct_terms_version'),
    personId: text('person_id'),
    /** The office it is about, when it is about none of its people. */
    officeId: text('office_id'),
    /** Both days inclusive; both null: as if it had never been. */
    startsOn: dayColumn('starts_on'),
    endsOn: dayColumn('ends_on'),
    appliedOn: dayColumn('applied_on').notNull(),
    appliedBy: text('applied_by').notNull(),
    /** Why, and under what decision, is the version's; nothing here is readable of anybody. */
    digest: bytes('digest').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('misconduct_terms_position').on(table.recordId, table.position),
    index('misconduct_terms_person').on(table.personId),
    index('misconduct_terms_office').on(table.officeId),
    index('misconduct_terms_sealed_by').on(table.sealedBy),
  ],
)

export const sealedMisconductTerms = sealed(misconductTerms, [
  'recordId',
  'position',
  'versionId',
  'personId',
  'officeId',
  'startsOn',
  'endsOn',
  'appliedOn',
  'appliedBy',
  'digest',
])
