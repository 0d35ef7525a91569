import { boolean, index, integer, jsonb, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import type { CopyAct, ExchangeKind, FileEventKind, FileLine, RejectedLine } from './exchange.ts'

/** To whom an office hands records over, and under what rule; the newest holds. */
export const creditPlatforms = pgTable(
  'credit_platforms',
  {
    id: text('id').primaryKey(),
    officeId: text('office_id').notNull(),
    position: integer('position').notNull(),
    name: text('name').notNull(),
    /** Ed25519, 32 bytes base64url: signs what it answers. */
    publicKey: text('public_key').notNull(),
    /** The rule that lets records be shared, with its clause. */
    basis: text('basis').notNull(),
    isOpen: boolean('is_open').notNull(),
    setOn: dayColumn('set_on').notNull(),
    setBy: text('set_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('credit_platforms_position').on(table.officeId, table.position),
    index('credit_platforms_sealed_by').on(table.sealedBy),
  ],
)

/** What befell the shared copy of a record, and nothing but the copy. */
export const sharedCopyActs = pgTable(
  'shared_copy_acts',
  {
    id: text('id').primaryKey(),
    recordId: text('record_id').notNull(),
    position: integer('position').notNull(),
    act: text('act').$type<CopyAct>().notNull(),
    personId: text('person_id'),
    /** The notice or decision. */
    document: text('document').notNull(),
    happenedOn: dayColumn('happened_on').notNull(),
    doneOn: dayColumn('done_on').notNull(),
    doneBy: text('done_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('shared_copy_acts_position').on(table.recordId, table.position),
    index('shared_copy_acts_person').on(table.personId),
    index('shared_copy_acts_sealed_by').on(table.sealedBy),
  ],
)

/** A file that was made for the platform. Its bytes are kept nowhere: they are made again from what it names. */
export const exchangeFiles = pgTable(
  'exchange_files',
  {
    id: text('id').primaryKey(),
    officeId: text('office_id').notNull(),
    /** 1, 2, … of the office; each names the digest of the one before. */
    sequence: integer('sequence').notNull(),
    kind: text('kind').$type<ExchangeKind>().notNull(),
    platformId: text('platform_id').notNull(),
    madeOn: dayColumn('made_on').notNull(),
    madeBy: text('made_by').notNull(),
    lines: jsonb('lines').$type<readonly FileLine[]>().notNull(),
    /** SHA-256 of the file, and of the one before; lower-case hex. */
    digest: text('digest').notNull(),
    previous: text('previous'),
    ...sealColumns(),
  },
  (table) => [
    unique('exchange_files_sequence').on(table.officeId, table.sequence),
    index('exchange_files_sealed_by').on(table.sealedBy),
  ],
)

/**
 * What a file is made again with: a salt inside it, so that its digest can be tested against no guess. Destroyed with the
 * first of its records; from then on the file exists nowhere but with the platform.
 */
export const exchangeSalts = pgTable('exchange_salts', {
  fileId: text('file_id').primaryKey(),
  salt: bytes('salt').notNull(),
})

/** What the platform knows a record by, and nobody else; destroyed with the record. */
export const sharedCopies = pgTable('shared_copies', {
  recordId: text('record_id').primaryKey(),
  shareId: text('share_id').notNull().unique('shared_copies_share'),
})

/** A file handed out once more, or answered. */
export const exchangeEvents = pgTable(
  'exchange_events',
  {
    id: text('id').primaryKey(),
    fileId: text('file_id').notNull(),
    position: integer('position').notNull(),
    kind: text('kind').$type<FileEventKind>().notNull(),
    /** Of an answer: the lines it rejects. */
    rejected: jsonb('rejected').$type<readonly RejectedLine[]>().notNull(),
    reason: text('reason').notNull(),
    happenedOn: dayColumn('happened_on').notNull(),
    by: text('by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('exchange_events_position').on(table.fileId, table.position),
    index('exchange_events_sealed_by').on(table.sealedBy),
  ],
)

export const sealedCreditPlatforms = sealed(creditPlatforms, [
  'officeId',
  'position',
  'name',
  'publicKey',
  'basis',
  'isOpen',
  'setOn',
  'setBy',
])

export const sealedSharedCopyActs = sealed(sharedCopyActs, [
  'recordId',
  'position',
  'act',
  'personId',
  'document',
  'happenedOn',
  'doneOn',
  'doneBy',
])

export const sealedExchangeFiles = sealed(exchangeFiles, [
  'officeId',
  'sequence',
  'kind',
  'platformId',
  'madeOn',
  'madeBy',
  'lines',
  'digest',
  'previous',
])

export const sealedExchangeEvents = sealed(exchangeEvents, [
  'fileId',
  'position',
  'kind',
  'rejected',
  'reason',
  'happenedOn',
  'by',
])
