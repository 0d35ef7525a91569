import { index, integer, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import { collectionBatches } from '../batch/schema.ts'
import type { ComparedField, Side } from './compare-titles.ts'
import type { BatchScope } from './missing-titles.ts'
import type { Outcome } from './outcome.ts'

/**
 * What stands against a row: another row of its file, an accepted title of its office or of another, a live title; another
 * name under the same number; or all alike but for a number one of the two does not have.
 */
export type Against = 'same-file' | 'own-title' | 'other-office' | 'live-title' | 'namesake' | 'likeness'

/**
 * same: an accepted or live title says it already; different: one of the two is wrong in something; conflicting: two offices, or two names under one number; missing: an
 * accepted title of this office and these cells that its new list does not have.
 */
export type Verdict = 'same' | 'different' | 'conflicting' | 'missing'

/** A batch was compared with all there was that day. The newest round counts. */
export const collectionReconciliations = pgTable(
  'collection_reconciliations',
  {
    id: text('id').primaryKey(),
    batchId: text('batch_id')
      .notNull()
      .references(() => collectionBatches.id),
    /** 1, 2, …: compared again when something else was accepted meanwhile. */
    round: integer('round').notNull(),
    /** Whether accepted titles it does not name were asked about. */
    scope: text('scope').$type<BatchScope>().notNull(),
    rows: integer('rows').notNull(),
    /** Rows that say what an accepted or live title says already: they become no second title. */
    same: integer('same').notNull(),
    different: integer('different').notNull(),
    conflicting: integer('conflicting').notNull(),
    missing: integer('missing').notNull(),
    comparedOn: dayColumn('compared_on').notNull(),
    comparedBy: text('compared_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_reconciliations_round').on(table.batchId, table.round),
    index('collection_reconciliations_sealed_by').on(table.sealedBy),
  ],
)

/** A row and what it does not agree with; nobody's words, which stay where they were entered. */
export const collectionComparisons = pgTable(
  'collection_comparisons',
  {
    id: text('id').primaryKey(),
    batchId: text('batch_id').notNull(),
    round: integer('round').notNull(),
    /** What is compared with what, in which fields: a decision is about this, and outlives a round that finds it again. */
    key: text('key').notNull(),
    /** 1, 2, … in the batch's own order. */
    position: integer('position').notNull(),
    verdict: text('verdict').$type<Verdict>().notNull(),
    against: text('against').$type<Against>().notNull(),
    /** The row of this batch; null when it is missing. */
    rowId: text('row_id'),
    /** The other row of the file. */
    otherRowId: text('other_row_id'),
    /** The title, as it was last corrected that day. */
    titleId: text('title_id'),
    /** Whose it is: of the row, or of the title that is missing; and whose the other side is, if somebody else's. */
    personId: text('person_id').notNull(),
    otherPersonId: text('other_person_id'),
    /** Whose word stands against it: the office that reported the other side. */
    otherOfficeId: text('other_office_id'),
    fields: jsonb('fields').$type<readonly ComparedField[]>().notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_comparisons_key').on(table.batchId, table.round, table.key),
    unique('collection_comparisons_position').on(table.batchId, table.round, table.position),
    index('collection_comparisons_row').on(table.rowId),
    index('collection_comparisons_person').on(table.personId),
    index('collection_comparisons_sealed_by').on(table.sealedBy),
  ],
)

/** What a person decided about a comparison, field by field, and exactly what they saw. */
export const collectionDecisions = pgTable(
  'collection_decisions',
  {
    id: text('id').primaryKey(),
    batchId: text('batch_id').notNull(),
    key: text('key').notNull(),
    /** 1, 2, …: until the batch is accepted the newest holds. */
    position: integer('position').notNull(),
    outcome: text('outcome').$type<Outcome>().notNull(),
    /** For each field that differs, whose word is right. */
    choices: jsonb('choices').$type<Readonly<Partial<Record<ComparedField, Side>>>>().notNull(),
    personId: text('person_id').notNull(),
    /** Why, and both sides as they were shown: under the person's key. */
    ground: bytes('ground_sealed').notNull(),
    shown: bytes('shown_sealed').notNull(),
    decidedOn: dayColumn('decided_on').notNull(),
    decidedBy: text('decided_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_decisions_position').on(table.batchId, table.key, table.position),
    index('collection_decisions_person').on(table.personId),
    index('collection_decisions_sealed_by').on(table.sealedBy),
  ],
)

/** What an accepted row became: a title of its own, the next version of one, or nothing because one said it already. */
export const collectionRowTitles = pgTable(
  'collection_row_titles',
  {
    /** The row. */
    id: text('id').primaryKey(),
    batchId: text('batch_id').notNull(),
    titleId: text('title_id').notNull(),
    became: text('became').$type<'first' | 'next-version' | 'said-already'>().notNull(),
    /** Keyed hash of name, employer, title and year (`likeness.ts`): finds a row of somebody without a number. */
    likeness: bytes('likeness'),
    ...sealColumns(),
  },
  (table) => [
    index('collection_row_titles_likeness').on(table.likeness),
    index('collection_row_titles_batch').on(table.batchId),
    index('collection_row_titles_title').on(table.titleId),
    index('collection_row_titles_sealed_by').on(table.sealedBy),
  ],
)

/** A title that was accepted and is wrong: what it should say, for others to approve. */
export const collectionCorrections = pgTable(
  'collection_corrections',
  {
    /** Also the id of the title's next version. */
    id: text('id').primaryKey(),
    officeId: text('office_id').notNull(),
    titleId: text('title_id').notNull(),
    personId: text('person_id').notNull(),
    /** What is to change, and why, under the person's key. */
    changes: bytes('changes_sealed').notNull(),
    ground: bytes('ground_sealed').notNull(),
    /** SHA-256 of all that, hex: what approvers approve. */
    digest: text('digest').notNull(),
    preparedOn: dayColumn('prepared_on').notNull(),
    preparedBy: text('prepared_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('collection_corrections_title').on(table.titleId),
    index('collection_corrections_office').on(table.officeId),
    index('collection_corrections_person').on(table.personId),
    index('collection_corrections_sealed_by').on(table.sealedBy),
  ],
)

/** Accepted titles put on a list to be certified: each once. */
export const collectionCertifiedTitles = pgTable(
  'collection_certified_titles',
  {
    /** The title's first version. */
    id: text('id').primaryKey(),
    titleId: text('title_id').notNull(),
    listId: text('list_id').notNull(),
  },
  (table) => [uniqueIndex('collection_certified_titles_list').on(table.listId, table.id)],
)

export const sealedCollectionReconciliations = sealed(collectionReconciliations, [
  'batchId',
  'round',
  'scope',
  'rows',
  'same',
  'different',
  'conflicting',
  'missing',
  'comparedOn',
  'comparedBy',
])

export const sealedCollectionComparisons = sealed(collectionComparisons, [
  'batchId',
  'round',
  'key',
  'position',
  'verdict',
  'against',
  'rowId',
  'otherRowId',
  'titleId',
  'personId',
  'otherPersonId',
  'otherOfficeId',
  'fields',
])

export const sealedCollectionDecisions = sealed(collectionDecisions, [
  'batchId',
  'key',
  'position',
  'outcome',
  'choices',
  'personId',
  'ground',
  'shown',
  'decidedOn',
  'decidedBy',
])

export const sealedCollectionRowTitles = sealed(collectionRowTitles, [
  'batchId',
  'titleId',
  'became',
  'likeness',
])

export const sealedCollectionCorrections = sealed(collectionCorrections, [
  'officeId',
  'titleId',
  'personId',
  'changes',
  'ground',
  'digest',
  'preparedOn',
  'preparedBy',
])

export type Reconciliation = typeof collectionReconciliations.$inferSelect
