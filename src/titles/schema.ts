import { index, integer, jsonb, pgTable, text } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes, dayColumn } from '../platform/columns.ts'
import type { LevelCode } from './level.ts'
import type { Route } from './route.ts'
import type { ValidityScope } from './validity-scope.ts'

/** A professional title somebody holds, whoever reported it. Rows never change: a correction is a new row. */
export const titleRecords = pgTable(
  'title_records',
  {
    id: text('id').primaryKey(),
    personId: text('person_id').notNull(),
    /** The name as this title's own list gave it, under the person's key. */
    name: bytes('name_sealed').notNull(),
    series: text('series').notNull(),
    specialty: text('specialty').notNull(),
    title: text('title').notNull(),
    level: text('level').$type<LevelCode>().notNull(),
    route: text('route').$type<Route>().notNull(),
    obtainedOn: dayColumn('obtained_on').notNull(),
    obtainedPrecision: text('obtained_precision').$type<'day' | 'month' | 'year'>().notNull(),
    committee: text('committee'),
    documentId: text('document_id').notNull(),
    /** 1, 2, … in the document's own order. */
    position: integer('position').notNull(),
    scope: jsonb('scope').$type<ValidityScope>().notNull(),
    source: text('source').$type<'live' | 'backfilled'>().notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('title_records_document').on(table.documentId),
    index('title_records_sealed_by').on(table.sealedBy),
  ],
)

export const sealedTitleRecords = sealed(titleRecords, [
  'personId',
  'name',
  'series',
  'specialty',
  'title',
  'level',
  'route',
  'obtainedOn',
  'obtainedPrecision',
  'committee',
  'documentId',
  'position',
  'scope',
  'source',
])
