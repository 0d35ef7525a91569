import { index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { InvalidScope } from './invalid-scope.ts'
import type { ReexaminationScope, Receipt } from './reexamination.ts'

/** A written request to look again (复查), as it reached the convening body. */
export const reexaminations = pgTable(
  'reexaminations',
  {
    id: text('id').primaryKey(),
    cycleId: text('cycle_id').notNull(),
    /** Whose result: a row of the candidates' or of the approved list. */
    rowId: text('row_id').notNull(),
    personId: text('person_id').notNull(),
    scope: text('scope').$type<ReexaminationScope>().notNull(),
    /** Under the person's key. */
    text: bytes('text_sealed').notNull(),
    receivedOn: dayColumn('received_on').notNull(),
    /** The day the time ran from, and the last it could be asked; null where nothing sets them. */
    confirmedOn: dayColumn('confirmed_on'),
    lastDay: dayColumn('last_day'),
    receipt: text('receipt').$type<Receipt>().notNull(),
    enteredOn: dayColumn('entered_on').notNull(),
    enteredBy: text('entered_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('reexaminations_cycle').on(table.cycleId),
    index('reexaminations_person').on(table.personId),
    index('reexaminations_sealed_by').on(table.sealedBy),
  ],
)

/** What came of it, and what the person was told. */
export const reexaminationAnswers = pgTable(
  'reexamination_answers',
  {
    id: text('id').primaryKey(),
    reexaminationId: text('reexamination_id')
      .notNull()
      .unique('reexamination_answers_once')
      .references(() => reexaminations.id),
    outcome: text('outcome').$type<'kept' | 'changed'>().notNull(),
    /** Under the person's key. */
    ground: bytes('ground_sealed').notNull(),
    answeredOn: dayColumn('answered_on').notNull(),
    answeredBy: text('answered_by').notNull(),
    ...sealColumns(),
  },
  (table) => [index('reexamination_answers_sealed_by').on(table.sealedBy)],
)

/** A result that goes no further while somebody inquires, and its release; the newest of a human in a cycle holds. */
export const rowHolds = pgTable(
  'row_holds',
  {
    id: text('id').primaryKey(),
    listId: text('list_id').notNull(),
    rowId: text('row_id').notNull(),
    personId: text('person_id').notNull(),
    /** 1, 2, … of the row. */
    position: integer('position').notNull(),
    act: text('act').$type<'hold' | 'release'>().notNull(),
    /** Under the person's key. */
    ground: bytes('ground_sealed').notNull(),
    decidedOn: dayColumn('decided_on').notNull(),
    decidedBy: text('decided_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('row_holds_position').on(table.rowId, table.position),
    index('row_holds_person').on(table.personId),
    index('row_holds_sealed_by').on(table.sealedBy),
  ],
)

/** 宣布评审结果无效, prepared by one person for others to approve. What came of it are `invalid_rows`. */
export const invalidationPlans = pgTable(
  'invalidation_plans',
  {
    id: text('id').primaryKey(),
    /** The office that declares it. */
    officeId: text('office_id').notNull(),
    scope: jsonb('scope').$type<InvalidScope>().notNull(),
    document: text('document').notNull(),
    decidedOn: dayColumn('decided_on').notNull(),
    /** Why, under a data key of its own. */
    wrappedKey: bytes('wrapped_key').notNull(),
    ground: bytes('ground_sealed').notNull(),
    rowCount: integer('row_count').notNull(),
    /** SHA-256 over scope, document, day, ground and the exact rows. */
    digest: bytes('digest').notNull(),
    preparedBy: text('prepared_by').notNull(),
    preparedOn: dayColumn('prepared_on').notNull(),
    appliedOn: dayColumn('applied_on'),
  },
  (table) => [index('invalidation_plans_office').on(table.officeId, table.preparedOn)],
)

/** A result that was declared invalid. */
export const invalidRows = pgTable(
  'invalid_rows',
  {
    id: text('id').primaryKey(),
    planId: text('plan_id').notNull(),
    listId: text('list_id').notNull(),
    rowId: text('row_id').notNull().unique('invalid_rows_once'),
    personId: text('person_id').notNull(),
    document: text('document').notNull(),
    declaredOn: dayColumn('declared_on').notNull(),
    declaredBy: text('declared_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('invalid_rows_list').on(table.listId),
    index('invalid_rows_person').on(table.personId),
    index('invalid_rows_sealed_by').on(table.sealedBy),
  ],
)

export const sealedReexaminations = sealed(reexaminations, [
  'cycleId',
  'rowId',
  'personId',
  'scope',
  'text',
  'receivedOn',
  'confirmedOn',
  'lastDay',
  'receipt',
  'enteredOn',
  'enteredBy',
])

export const sealedReexaminationAnswers = sealed(reexaminationAnswers, [
  'reexaminationId',
  'outcome',
  'ground',
  'answeredOn',
  'answeredBy',
])

export const sealedRowHolds = sealed(rowHolds, [
  'listId',
  'rowId',
  'personId',
  'position',
  'act',
  'ground',
  'decidedOn',
  'decidedBy',
])

export const sealedInvalidRows = sealed(invalidRows, [
  'planId',
  'listId',
  'rowId',
  'personId',
  'document',
  'declaredOn',
  'declaredBy',
])
