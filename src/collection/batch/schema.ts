import { sql } from 'drizzle-orm'
import {
  bigint,
  boolean,
  index,
  integer,
  jsonb,
  pgTable,
  primaryKey,
  smallint,
  text,
  timestamp,
  unique,
} from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import type { IdDocumentType } from '../../people/id-document.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { DatePrecision } from '../../spreadsheets/number-format.ts'
import type { LevelCode } from '../../titles/level.ts'
import type { Route } from '../../titles/route.ts'
import type { CellCount } from '../acceptance/count-cells.ts'
import type { RowMatch, BatchContents, UploadState } from './upload.ts'

const instant = (name: string) => timestamp(name, { withTimezone: true })

/**
 * A file on its way in, and how far it is. Nothing here is answered from: its rows become a batch when the last of them
 * is stored, in the transaction that inserts `collection_batches`.
 */
export const collectionUploads = pgTable(
  'collection_uploads',
  {
    /** Also the id of the batch it becomes. */
    id: text('id').primaryKey(),
    programmeId: text('programme_id').notNull(),
    officeId: text('office_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA-256 of the whole file, hex: the same bytes are the same upload, unless what came of it has ended. */
    digest: text('digest').notNull(),
    size: bigint('size', { mode: 'number' }).notNull(),
    partSize: integer('part_size').notNull(),
    /** The batch it corrects. */
    replacesId: text('replaces_id'),
    state: text('state').$type<UploadState>().notNull(),
    /** The upload's own data key, wrapped: parts, defects and the marked copy lie under it and go with it. */
    wrappedKey: bytes('wrapped_key').notNull(),
    jobId: text('job_id'),
    /** Of a file that was judged and may be stored. */
    contents: jsonb('contents').$type<BatchContents>(),
    /** Rows through this position are stored, so that any job goes on from there; nought before the first set. */
    storedThrough: integer('stored_through').notNull().default(0),
    /** Of the rows stored, hex (`rows-digest.ts`). */
    rowsDigest: text('rows_digest').notNull().default(''),
    judged: integer('judged').notNull().default(0),
    refusals: integer('refusals').notNull().default(0),
    warnings: integer('warnings').notNull().default(0),
    startedAt: instant('started_at').notNull(),
    startedBy: text('started_by').notNull(),
  },
  (table) => [
    index('collection_uploads_digest').on(table.programmeId, table.officeId, table.digest),
    index('collection_uploads_office').on(table.officeId, table.startedAt),
  ],
)

/** Pieces of an upload, and what came of judging it, each under the upload's key; gone when it has ended. */
export const collectionParts = pgTable(
  'collection_parts',
  {
    uploadId: text('upload_id')
      .notNull()
      .references(() => collectionUploads.id, { onDelete: 'cascade' }),
    /** 'file' by number from 0; 'defects' and 'marked' once. */
    kind: text('kind').$type<'file' | 'defects' | 'marked'>().notNull(),
    number: integer('number').notNull(),
    /** SHA-256 of the plain bytes, hex. */
    digest: text('digest').notNull(),
    content: bytes('content_sealed').notNull(),
  },
  (table) => [primaryKey({ columns: [table.uploadId, table.kind, table.number] })],
)

/** A whole list of past titles as one office reported it. Never changed: a correction is another batch that names it. */
export const collectionBatches = pgTable(
  'collection_batches',
  {
    id: text('id').primaryKey(),
    programmeId: text('programme_id').notNull(),
    officeId: text('office_id').notNull(),
    fileName: text('file_name').notNull(),
    /** SHA-256 of the file, hex. */
    fileDigest: text('file_digest').notNull(),
    /** What approvals bind to, SHA-256 in hex: the seals of all rows, set by set in order (`rows-digest.ts`). */
    digest: text('digest').notNull(),
    rowCount: integer('row_count').notNull(),
    /** Rows by cell, in order of year, level and route. */
    cells: jsonb('cells').$type<readonly CellCount[]>().notNull(),
    /** Rows whose person nobody can name a number for; whose number contradicts itself; that need a character mended. */
    numberless: integer('numberless').notNull(),
    flawed: integer('flawed').notNull(),
    mending: integer('mending').notNull(),
    /** The batch it corrects; that one has ended then. */
    replacesId: text('replaces_id').unique('collection_batches_replaces'),
    storedOn: dayColumn('stored_on').notNull(),
    storedBy: text('stored_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    index('collection_batches_office').on(table.officeId),
    index('collection_batches_sealed_by').on(table.sealedBy),
  ],
)

/** Batches that were taken back before anybody accepted them. */
export const collectionWithdrawals = pgTable(
  'collection_withdrawals',
  {
    /** The batch. */
    id: text('id').primaryKey(),
    ground: text('ground').notNull(),
    withdrawnOn: dayColumn('withdrawn_on').notNull(),
    withdrawnBy: text('withdrawn_by').notNull(),
    ...sealColumns(),
  },
  (table) => [index('collection_withdrawals_sealed_by').on(table.sealedBy)],
)

/**
 * Rows of batches, whole or not: whoever reads them asks `wholeBatch` first. Name and remarks lie under the person's
 * key; a name is stored only where it is not, letter by letter, the one the person was registered under.
 */
export const collectionRows = pgTable(
  'collection_rows',
  {
    /** `<batch>.<position, seven digits>`. */
    id: text('id').primaryKey(),
    /** Of the upload, until the batch is whole. */
    batchId: text('batch_id').notNull(),
    /** Place among the people of the file, from 1. */
    position: integer('position').notNull(),
    sheet: text('sheet').notNull(),
    sheetRow: integer('sheet_row').notNull(),
    personId: text('person_id').notNull(),
    /** How the person was found, for whoever doubts it. */
    match: text('match').$type<RowMatch>().notNull(),
    /** Whose number it is under another name; the row's own person is somebody else until decided otherwise. */
    namesakeId: text('namesake_id'),
    /** `flawed`: a number that contradicts itself, kept; `none`: no number. Only `sound` can be certified. */
    identity: text('identity').$type<'sound' | 'flawed' | 'none'>().notNull(),
    idType: text('id_type').$type<IdDocumentType>(),
    name: bytes('name_sealed'),
    employer: text('employer'),
    /** In the words of its year; as the list gives it. */
    series: text('series'),
    specialty: text('specialty'),
    title: text('title').notNull(),
    level: text('level').$type<LevelCode>().notNull(),
    route: text('route').$type<Route>().notNull(),
    year: smallint('year').notNull(),
    /** '1998-12-01', '1998-12' or '1998'. */
    obtainedOn: text('obtained_on').notNull(),
    precision: text('precision').$type<DatePrecision>().notNull(),
    /** Approving document, with 〔〕 when it could be read. */
    document: text('document'),
    issuer: text('issuer'),
    /** The number printed on the paper: what whoever checks it will ask by. */
    paper: text('paper'),
    remarks: bytes('remarks_sealed'),
    /** Holds a private-use character. */
    mending: boolean('mending').notNull(),
    /** Keyed hashes, 16 bytes each: of who it is about, and of all it says. They tell rows of two batches apart. */
    marks: bytes('marks').notNull(),
    /** Beside the batch it corrects: null the same row, `new`, or `changed` from the row at `formerPosition`. */
    change: text('change').$type<'new' | 'changed'>(),
    formerPosition: integer('former_position'),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_rows_position').on(table.batchId, table.position),
    index('collection_rows_person').on(table.personId),
    index('collection_rows_namesake')
      .on(table.namesakeId)
      .where(sql`namesake_id is not null`),
    index('collection_rows_sealed_by').on(table.sealedBy),
    index('collection_rows_mending')
      .on(table.batchId, table.position)
      .where(sql`mending`),
    index('collection_rows_changed')
      .on(table.batchId, table.position)
      .where(sql`change is not null`),
  ],
)

export const sealedCollectionBatches = sealed(collectionBatches, [
  'programmeId',
  'officeId',
  'fileName',
  'fileDigest',
  'digest',
  'rowCount',
  'cells',
  'numberless',
  'flawed',
  'mending',
  'replacesId',
  'storedOn',
  'storedBy',
])

export const sealedCollectionWithdrawals = sealed(collectionWithdrawals, [
  'ground',
  'withdrawnOn',
  'withdrawnBy',
])

export const sealedCollectionRows = sealed(collectionRows, [
  'batchId',
  'position',
  'sheet',
  'sheetRow',
  'personId',
  'match',
  'namesakeId',
  'identity',
  'idType',
  'name',
  'employer',
  'series',
  'specialty',
  'title',
  'level',
  'route',
  'year',
  'obtainedOn',
  'precision',
  'document',
  'issuer',
  'paper',
  'remarks',
  'mending',
  'marks',
  'change',
  'formerPosition',
])
