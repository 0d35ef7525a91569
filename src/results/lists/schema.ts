import { sql } from 'drizzle-orm'
import { index, integer, jsonb, pgTable, text, unique, uniqueIndex } from 'drizzle-orm/pg-core'
import type { Application } from './application.ts'
import { reviewCycles } from '../../cycles/schema.ts'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { LevelCode } from '../../titles/level.ts'
import type { Route } from '../../titles/route.ts'
import type { ValidityScope } from '../../titles/validity-scope.ts'

/** 上会名单: who stands before the committee; 评审通过名单: whom it approved. */
export type ListStage = 'candidates' | 'approved'

/** A list of people with their titles, as one file gave it. */
export const resultLists = pgTable(
  'result_lists',
  {
    id: text('id').primaryKey(),
    /** The review it belongs to; null: reviewed elsewhere, and only a document made elsewhere confirms it. */
    cycleId: text('cycle_id').references(() => reviewCycles.id),
    stage: text('stage').$type<ListStage>().notNull(),
    /** The office whose people brought it: the convening body, or the confirming office itself. */
    officeId: text('office_id').notNull(),
    /** The office that will confirm it. */
    authorityId: text('authority_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA-256 of the file's bytes: the same file twice is one list, unless it was replaced in between. */
    fileDigest: bytes('file_digest').notNull(),
    rowCount: integer('row_count').notNull(),
    importedOn: dayColumn('imported_on').notNull(),
    importedBy: text('imported_by').notNull(),
    /** The human who did: who prepares neither approves nor issues. Null for console and machines. */
    importedPersonId: text('imported_person_id'),
    /** The list this one corrects: what was approved of that one counts no more. */
    replacesId: text('replaces_id').unique('result_lists_replaces'),
    ...sealColumns(),
  },
  (table) => [
    index('result_lists_sealed_by').on(table.sealedBy),
    unique('result_lists_file_digest')
      .on(table.fileDigest, table.cycleId, table.stage, table.replacesId)
      .nullsNotDistinct(),
    // One line of lists for each cycle and stage: whatever comes later takes the place of one before it.
    uniqueIndex('result_lists_first')
      .on(table.cycleId, table.stage)
      .where(sql`replaces_id is null and cycle_id is not null`),
  ],
)

export const resultRows = pgTable(
  'result_rows',
  {
    id: text('id').primaryKey(),
    listId: text('list_id')
      .notNull()
      .references(() => resultLists.id),
    /** 1, 2, … in the list's own order: the order certificates are numbered in. */
    position: integer('position').notNull(),
    sheet: text('sheet').notNull(),
    sheetRow: integer('sheet_row').notNull(),
    personId: text('person_id').notNull(),
    /** Exactly as given, under the person's key. */
    name: bytes('name_sealed').notNull(),
    employer: text('employer').notNull(),
    employerCode: text('employer_code'),
    series: text('series').notNull(),
    specialty: text('specialty').notNull(),
    title: text('title').notNull(),
    level: text('level').$type<LevelCode>().notNull(),
    route: text('route').$type<Route>().notNull(),
    /** Of a list without a cycle always there; in a cycle policy and document may set it. */
    obtainedOn: dayColumn('obtained_on'),
    /** When a candidate handed in the application, and what for. */
    declaredOn: dayColumn('declared_on'),
    application: text('application').$type<Application>(),
    committee: text('committee'),
    scope: jsonb('scope').$type<ValidityScope>().notNull(),
    remarks: text('remarks'),
    ...sealColumns(),
  },
  (table) => [
    unique('result_rows_position').on(table.listId, table.position),
    index('result_rows_person').on(table.personId),
    index('result_rows_sealed_by').on(table.sealedBy),
  ],
)

export const sealedResultLists = sealed(resultLists, [
  'cycleId',
  'stage',
  'officeId',
  'authorityId',
  'fileName',
  'fileDigest',
  'rowCount',
  'importedOn',
  'importedBy',
  'importedPersonId',
  'replacesId',
])

export const sealedResultRows = sealed(resultRows, [
  'listId',
  'position',
  'sheet',
  'sheetRow',
  'personId',
  'name',
  'employer',
  'employerCode',
  'series',
  'specialty',
  'title',
  'level',
  'route',
  'obtainedOn',
  'declaredOn',
  'application',
  'committee',
  'scope',
  'remarks',
])
