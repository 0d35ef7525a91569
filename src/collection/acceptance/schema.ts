import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { dayColumn } from '../../platform/columns.ts'
import { collectionProgrammes } from '../programme/schema.ts'
import type { ReturnedCell } from './returned-cell.ts'

/**
 * zero, 零报告: an office's word that it has nobody of these years, levels and routes; current: that everybody its documents
 * name has a certificate, or a stated reason to have none.
 */
export const collectionReturns = pgTable(
  'collection_returns',
  {
    id: text('id').primaryKey(),
    programmeId: text('programme_id')
      .notNull()
      .references(() => collectionProgrammes.id),
    officeId: text('office_id').notNull(),
    kind: text('kind').$type<'zero' | 'current'>().notNull(),
    /** With what was counted, of a current one. */
    cells: jsonb('cells').$type<readonly ReturnedCell[]>().notNull(),
    /** Where was looked, in words; empty of a current one. */
    ground: text('ground').notNull(),
    /** SHA-256 of all that, hex: what approvers approve. */
    digest: text('digest').notNull(),
    enteredOn: dayColumn('entered_on').notNull(),
    enteredBy: text('entered_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('collection_returns_office').on(table.programmeId, table.officeId),
    index('collection_returns_sealed_by').on(table.sealedBy),
  ],
)

/** A batch or a zero return that was accepted; what was counted cell by cell is in `collected_cells` of the same entry. */
export const collectionAcceptances = pgTable(
  'collection_acceptances',
  {
    id: text('id').primaryKey(),
    programmeId: text('programme_id')
      .notNull()
      .references(() => collectionProgrammes.id),
    officeId: text('office_id').notNull(),
    kind: text('kind').$type<'batch' | 'zero' | 'current'>().notNull(),
    /** The batch, the zero return or the current return. */
    subjectId: text('subject_id').notNull().unique('collection_acceptances_subject'),
    /** SHA-256 of what was approved, hex, and the request it was approved by. */
    digest: text('digest').notNull(),
    requestId: text('request_id').notNull(),
    cells: integer('cells').notNull(),
    /** Rows, or people in documents; nought of a zero return. */
    records: integer('records').notNull(),
    acceptedOn: dayColumn('accepted_on').notNull(),
    acceptedBy: text('accepted_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('collection_acceptances_office').on(table.programmeId, table.officeId),
    index('collection_acceptances_sealed_by').on(table.sealedBy),
  ],
)

export const sealedCollectionReturns = sealed(collectionReturns, [
  'programmeId',
  'officeId',
  'kind',
  'cells',
  'ground',
  'digest',
  'enteredOn',
  'enteredBy',
])

export const sealedCollectionAcceptances = sealed(collectionAcceptances, [
  'programmeId',
  'officeId',
  'kind',
  'subjectId',
  'digest',
  'requestId',
  'cells',
  'records',
  'acceptedOn',
  'acceptedBy',
])
