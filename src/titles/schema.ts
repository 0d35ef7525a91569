import { index, integer, jsonb, pgTable, smallint, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes, dayColumn } from '../platform/columns.ts'
import type { LevelGroup } from '../policy/level-group.ts'
import type { LevelCode } from './level.ts'
import type { Route } from './route.ts'
import type { PastTitle } from './past-title.ts'
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
    /** The qualification document that conferred it; null for a past title, whose paper names its own. */
    documentId: text('document_id'),
    /** 1, 2, … in the document's own order. */
    position: integer('position').notNull(),
    scope: jsonb('scope').$type<ValidityScope>().notNull(),
    source: text('source').$type<'live' | 'backfilled'>().notNull(),
    /** The record this one corrects; null for the first. */
    replaces: text('replaces').unique('title_records_replaces'),
    /** Of a past title: what is printed on its paper, and who collected and accepted it. */
    past: jsonb('past').$type<PastTitle>(),
    /** `past.number` as numbers are folded for finding; not unique: offices numbered as they liked. */
    pastNumber: text('past_number'),
    /** `past.document` as `foldDocument` writes it: papers without a number are found by it, with name and identity number. */
    pastDocument: text('past_document'),
    /** Of a past title: the office that reported it. */
    collectedById: text('collected_by_id'),
    ...sealColumns(),
  },
  (table) => [
    index('title_records_document').on(table.documentId),
    index('title_records_committee').on(table.committee, table.obtainedOn),
    index('title_records_past_number').on(table.pastNumber),
    index('title_records_person').on(table.personId),
    index('title_records_past_document').on(table.pastDocument, table.personId),
    index('title_records_collected_by').on(table.collectedById, table.obtainedOn),
    index('title_records_sealed_by').on(table.sealedBy),
  ],
)

/**
 * What has been collected: one office's accepted return for one year, level and route, nought included. A later
 * return of the same cell is the next version.
 */
export const collectedCells = pgTable(
  'collected_cells',
  {
    id: text('id').primaryKey(),
    authorityId: text('authority_id').notNull(),
    year: smallint('year').notNull(),
    level: text('level').$type<LevelGroup>().notNull(),
    route: text('route').$type<Route>().notNull(),
    version: smallint('version').notNull(),
    records: integer('records').notNull(),
    acceptedBy: text('accepted_by').notNull(),
    acceptedOn: dayColumn('accepted_on').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collected_cells_version').on(
      table.year,
      table.level,
      table.authorityId,
      table.route,
      table.version,
    ),
    index('collected_cells_sealed_by').on(table.sealedBy),
  ],
)

export const sealedCollectedCells = sealed(collectedCells, [
  'authorityId',
  'year',
  'level',
  'route',
  'version',
  'records',
  'acceptedBy',
  'acceptedOn',
])

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
  'replaces',
  'past',
  'pastNumber',
  'pastDocument',
  'collectedById',
])

/**
 * Which office answers for papers of an issuer that is closed or renamed, or that is simply printed otherwise. The newest
 * row of a name decides; earlier ones stay.
 */
export const issuerSuccessors = pgTable(
  'issuer_successors',
  {
    id: text('id').primaryKey(),
    /** As printed on the papers, without blanks. */
    issuer: text('issuer').notNull(),
    /** 1, 2, … for each name. */
    position: integer('position').notNull(),
    successorId: text('successor_id').notNull(),
    /** The document that gave the duties over, in words. */
    ground: text('ground').notNull(),
    decidedOn: dayColumn('decided_on').notNull(),
    decidedBy: text('decided_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('issuer_successors_position').on(table.issuer, table.position),
    index('issuer_successors_sealed_by').on(table.sealedBy),
  ],
)

export const sealedIssuerSuccessors = sealed(issuerSuccessors, [
  'issuer',
  'position',
  'successorId',
  'ground',
  'decidedOn',
  'decidedBy',
])
