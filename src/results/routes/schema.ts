import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { reviewCycles } from '../../cycles/schema.ts'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'

/** What the issuer of an original certificate said of it. */
export type IssuerAnswer = 'genuine' | 'not-genuine' | 'no-record'

/** 资格确认: the title somebody already has from elsewhere, as their own certificate states it. */
export const titleConfirmations = pgTable(
  'title_confirmations',
  {
    id: text('id').primaryKey(),
    cycleId: text('cycle_id')
      .notNull()
      .references(() => reviewCycles.id),
    /** Not a row: lists are corrected, and the title stays the person's. */
    personId: text('person_id').notNull(),
    /** As `seriesOf` has it; the original keeps the words of the certificate. */
    series: text('series').notNull(),
    /** 1, 2, … of the person's title in this series; the newest holds. */
    version: integer('version').notNull(),
    /** JSON of OriginalTitle, under the person's key. */
    original: bytes('original_sealed').notNull(),
    /** Kept for ever as the day the title was obtained. */
    obtainedOn: dayColumn('obtained_on').notNull(),
    /** SHA-256 of the certificate's scan; null when none was handed in. */
    fileDigest: bytes('file_digest'),
    enteredOn: dayColumn('entered_on').notNull(),
    enteredBy: text('entered_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('title_confirmations_version').on(table.cycleId, table.personId, table.series, table.version),
    index('title_confirmations_sealed_by').on(table.sealedBy),
  ],
)

/** What the issuer answered, once for each version. */
export const issuerAnswers = pgTable(
  'issuer_answers',
  {
    id: text('id').primaryKey(),
    confirmationId: text('confirmation_id')
      .notNull()
      .unique('issuer_answers_once')
      .references(() => titleConfirmations.id),
    answer: text('answer').$type<IssuerAnswer>().notNull(),
    answeredOn: dayColumn('answered_on').notNull(),
    /** The letter or the query it came by: number, address, person asked at the office. */
    reference: text('reference').notNull(),
    /** SHA-256 of the answer. */
    fileDigest: bytes('file_digest'),
    recordedOn: dayColumn('recorded_on').notNull(),
    recordedBy: text('recorded_by').notNull(),
    ...sealColumns(),
  },
  (table) => [index('issuer_answers_sealed_by').on(table.sealedBy)],
)

export const sealedTitleConfirmations = sealed(titleConfirmations, [
  'cycleId',
  'personId',
  'series',
  'version',
  'original',
  'obtainedOn',
  'fileDigest',
  'enteredOn',
  'enteredBy',
])

export const sealedIssuerAnswers = sealed(issuerAnswers, [
  'confirmationId',
  'answer',
  'answeredOn',
  'reference',
  'fileDigest',
  'recordedOn',
  'recordedBy',
])
