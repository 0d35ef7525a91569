import { index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { dayColumn } from '../../platform/columns.ts'
import type { Manifest } from './report-file.ts'

/** Reports made here for whoever collects above, in another deployment: what each said is in its own signature. */
export const collectionExports = pgTable(
  'collection_exports',
  {
    id: text('id').primaryKey(),
    programmeId: text('programme_id').notNull(),
    officeId: text('office_id').notNull(),
    /** 1, 2, … of an office and programme; each holds all there is, so the newest is enough. */
    version: integer('version').notNull(),
    /** SHA-256 of its rows, hex. */
    digest: text('digest').notNull(),
    rows: integer('rows').notNull(),
    cells: integer('cells').notNull(),
    madeOn: dayColumn('made_on').notNull(),
    madeBy: text('made_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_exports_version').on(table.programmeId, table.officeId, table.version),
    index('collection_exports_sealed_by').on(table.sealedBy),
  ],
)

/** The key an office below signs its reports with, as it was told to us; the newest of an office holds. */
export const collectionSenders = pgTable(
  'collection_senders',
  {
    id: text('id').primaryKey(),
    officeId: text('office_id').notNull(),
    /** 1, 2, … for each office. */
    position: integer('position').notNull(),
    /** Ed25519, 32 bytes, base64url. */
    publicKey: text('public_key').notNull(),
    /** How it was told and checked, in words. */
    ground: text('ground').notNull(),
    namedOn: dayColumn('named_on').notNull(),
    namedBy: text('named_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_senders_position').on(table.officeId, table.position),
    index('collection_senders_sealed_by').on(table.sealedBy),
  ],
)

/** Reports taken in: their rows became an upload like any other, their zero cells a return. */
export const collectionImports = pgTable(
  'collection_imports',
  {
    id: text('id').primaryKey(),
    programmeId: text('programme_id').notNull(),
    officeId: text('office_id').notNull(),
    /** The sender's. */
    version: integer('version').notNull(),
    digest: text('digest').notNull(),
    rows: integer('rows').notNull(),
    /** What its signature says of each cell: the judge must count the same. */
    cells: jsonb('cells').$type<Manifest['cells']>().notNull(),
    /** Null: it had no rows; no cells without anybody. */
    uploadId: text('upload_id'),
    returnId: text('return_id'),
    importedOn: dayColumn('imported_on').notNull(),
    importedBy: text('imported_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('collection_imports_version').on(table.programmeId, table.officeId, table.version),
    index('collection_imports_sealed_by').on(table.sealedBy),
  ],
)

export const sealedCollectionExports = sealed(collectionExports, [
  'programmeId',
  'officeId',
  'version',
  'digest',
  'rows',
  'cells',
  'madeOn',
  'madeBy',
])

export const sealedCollectionSenders = sealed(collectionSenders, [
  'officeId',
  'position',
  'publicKey',
  'ground',
  'namedOn',
  'namedBy',
])

export const sealedCollectionImports = sealed(collectionImports, [
  'programmeId',
  'officeId',
  'version',
  'digest',
  'rows',
  'cells',
  'uploadId',
  'returnId',
  'importedOn',
  'importedBy',
])
