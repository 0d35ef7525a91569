import { index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes, dayColumn } from '../platform/columns.ts'
import type { LevelCode } from '../titles/level.ts'
import type { Route } from '../titles/route.ts'
import type { ValidityScope } from '../titles/validity-scope.ts'

/** A committee's list of approved people, as one file gave it. */
export const resultLists = pgTable(
  'result_lists',
  {
    id: text('id').primaryKey(),
    /** The office whose people brought it: the convening body, or the confirming office itself. */
    officeId: text('office_id').notNull(),
    /** The office that will confirm it. */
    authorityId: text('authority_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA-256 of the file's bytes: the same file twice is one list. */
    fileDigest: bytes('file_digest').notNull().unique('result_lists_file_digest'),
    rowCount: integer('row_count').notNull(),
    importedOn: dayColumn('imported_on').notNull(),
    importedBy: text('imported_by').notNull(),
    /** The list this one corrects: what was approved of that one counts no more. */
    replacesId: text('replaces_id').unique('result_lists_replaces'),
    ...sealColumns(),
  },
  (table) => [index('result_lists_sealed_by').on(table.sealedBy)],
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
    obtainedOn: dayColumn('obtained_on').notNull(),
    committee: text('committee'),
    scope: jsonb('scope').$type<ValidityScope>().notNull(),
    remarks: text('remarks'),
    ...sealColumns(),
  },
  (table) => [
    unique('result_rows_position').on(table.listId, table.position),
    index('result_rows_sealed_by').on(table.sealedBy),
  ],
)

/** 任职资格文件: who issued it, under which number, for which list. */
export const qualificationDocuments = pgTable(
  'qualification_documents',
  {
    id: text('id').primaryKey(),
    listId: text('list_id')
      .notNull()
      .unique('qualification_documents_list')
      .references(() => resultLists.id),
    authorityId: text('authority_id').notNull(),
    number: text('number').notNull(),
    issuedOn: dayColumn('issued_on').notNull(),
    registeredOn: dayColumn('registered_on').notNull(),
    registeredBy: text('registered_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('qualification_documents_number').on(table.number),
    index('qualification_documents_authority').on(table.authorityId),
    index('qualification_documents_sealed_by').on(table.sealedBy),
  ],
)

export const sealedResultLists = sealed(resultLists, [
  'officeId',
  'authorityId',
  'fileName',
  'fileDigest',
  'rowCount',
  'importedOn',
  'importedBy',
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
  'committee',
  'scope',
  'remarks',
])

export const sealedQualificationDocuments = sealed(qualificationDocuments, [
  'listId',
  'authorityId',
  'number',
  'issuedOn',
  'registeredOn',
  'registeredBy',
])
