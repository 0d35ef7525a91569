import {
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  unique,
} from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { dayColumn } from '../../platform/columns.ts'
import type { LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import type { KeptState } from '../acceptance/cell-state.ts'
import type { ProgrammeKind, ProgrammeRules } from './programme.ts'

/** A collection somebody was told to carry out: the rules of one notice, as they read on the day it was opened. */
export const collectionProgrammes = pgTable(
  'collection_programmes',
  {
    id: text('id').primaryKey(),
    /** The notice, an id of policy/places. */
    place: text('place').notNull(),
    kind: text('kind').$type<ProgrammeKind>().notNull(),
    /** Who opened it: it assigns, and it accepts. */
    officeId: text('office_id').notNull(),
    name: text('name').notNull(),
    rules: jsonb('rules').$type<ProgrammeRules>().notNull(),
    openedOn: dayColumn('opened_on').notNull(),
    openedBy: text('opened_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_programmes_once').on(table.officeId, table.place, table.kind),
    index('collection_programmes_sealed_by').on(table.sealedBy),
  ],
)

/** Which office answers for which part of a programme: the newest of an office holds. */
export const collectionAssignments = pgTable(
  'collection_assignments',
  {
    id: text('id').primaryKey(),
    programmeId: text('programme_id')
      .notNull()
      .references(() => collectionProgrammes.id),
    officeId: text('office_id').notNull(),
    /** 1, 2, … for each programme and office. */
    position: integer('position').notNull(),
    /** False: it need not report any more. */
    isAssigned: boolean('is_assigned').notNull(),
    levels: jsonb('levels').$type<readonly LevelGroup[]>().notNull(),
    routes: jsonb('routes').$type<readonly CollectedRoute[]>().notNull(),
    /** Inclusive; what the programme does not ask for is not asked for by an assignment either. */
    fromYear: smallint('from_year').notNull(),
    throughYear: smallint('through_year').notNull(),
    /** The office that assigned it. */
    assignedById: text('assigned_by_id').notNull(),
    decidedOn: dayColumn('decided_on').notNull(),
    decidedBy: text('decided_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_assignments_position').on(table.programmeId, table.officeId, table.position),
    index('collection_assignments_office').on(table.officeId),
    index('collection_assignments_sealed_by').on(table.sealedBy),
  ],
)

/**
 * Where each assigned cell stands: counted in the transactions that change it, so that a board is one question. Made
 * from sealed rows and proof of nothing; a cell that is not here is not required.
 */
export const collectionCells = pgTable(
  'collection_cells',
  {
    programmeId: text('programme_id').notNull(),
    officeId: text('office_id').notNull(),
    year: smallint('year').notNull(),
    level: text('level').$type<LevelGroup>().notNull(),
    route: text('route').$type<CollectedRoute>().notNull(),
    /** Inclusive; null: no notice says by when. */
    dueOn: dayColumn('due_on'),
    state: text('state').$type<KeptState>().notNull(),
    /** Rows in batches (or, of a current year, people in documents) not accepted yet. */
    inProof: integer('in_proof').notNull(),
    /** Rows accepted. */
    records: integer('records').notNull(),
    acceptedOn: dayColumn('accepted_on'),
  },
  (table) => [
    primaryKey({ columns: [table.programmeId, table.officeId, table.year, table.level, table.route] }),
  ],
)

/**
 * An office's cells as one text (`programme/line.ts`), made anew in every transaction that changes any: sixty offices of
 * sixty years are sixty rows to read, not thirty thousand.
 */
export const collectionLines = pgTable(
  'collection_lines',
  {
    programmeId: text('programme_id').notNull(),
    officeId: text('office_id').notNull(),
    cells: text('cells').notNull(),
  },
  (table) => [primaryKey({ columns: [table.programmeId, table.officeId] })],
)

export const sealedCollectionProgrammes = sealed(collectionProgrammes, [
  'place',
  'kind',
  'officeId',
  'name',
  'rules',
  'openedOn',
  'openedBy',
])

export const sealedCollectionAssignments = sealed(collectionAssignments, [
  'programmeId',
  'officeId',
  'position',
  'isAssigned',
  'levels',
  'routes',
  'fromYear',
  'throughYear',
  'assignedById',
  'decidedOn',
  'decidedBy',
])
