import { index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../../ledger/seal.ts'
import { bytes, dayColumn } from '../../platform/columns.ts'
import { resultLists, resultRows } from '../lists/schema.ts'

/** 任职资格文件: who issued it, under which number, for which list. A list may have several: held rows come later. */
export const qualificationDocuments = pgTable(
  'qualification_documents',
  {
    id: text('id').primaryKey(),
    listId: text('list_id')
      .notNull()
      .references(() => resultLists.id),
    /** Made in this service, or made elsewhere and compared with the list. */
    origin: text('origin').$type<'here' | 'elsewhere'>().notNull(),
    /** The office that answers for it here and issues its certificates. */
    authorityId: text('authority_id').notNull(),
    /** Who issued it, as printed; the office of that name, when it is one of ours. */
    issuer: text('issuer').notNull(),
    issuerId: text('issuer_id'),
    number: text('number').notNull(),
    issuedOn: dayColumn('issued_on').notNull(),
    /** SHA-256 of its file: the PDF made here, or the one sent from elsewhere when it came with one. */
    fileDigest: bytes('file_digest'),
    /** Of a document made here, which is not kept but drawn again: its signature (CMS, DER) and the instant in it. */
    signature: bytes('signature'),
    signedAt: text('signed_at'),
    /** The document this one corrects. */
    replacesId: text('replaces_id').unique('qualification_documents_replaces'),
    registeredOn: dayColumn('registered_on').notNull(),
    registeredBy: text('registered_by').notNull(),
    /** Whoever issued it neither prepared the list nor sealed its confirmation: people, not accounts. */
    registeredPersonId: text('registered_person_id'),
    ...sealColumns(),
  },
  (table) => [
    // The year is part of the number: unique per issuer and year.
    unique('qualification_documents_number').on(table.number, table.issuer),
    index('qualification_documents_list').on(table.listId),
    index('qualification_documents_authority').on(table.authorityId),
    index('qualification_documents_sealed_by').on(table.sealedBy),
  ],
)

/** Whom a document names. */
export const documentRows = pgTable(
  'document_rows',
  {
    id: text('id').primaryKey(),
    documentId: text('document_id')
      .notNull()
      .references(() => qualificationDocuments.id),
    rowId: text('row_id')
      .notNull()
      .references(() => resultRows.id),
    /** By the rule of the place, or as the list states it. */
    obtainedOn: dayColumn('obtained_on').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('document_rows_once').on(table.documentId, table.rowId),
    index('document_rows_row').on(table.rowId),
    index('document_rows_sealed_by').on(table.sealedBy),
  ],
)

/** 评审结果确认: the sealer's word that these rows are the result, before or after the document as the policy has it. */
export const resultConfirmations = pgTable(
  'result_confirmations',
  {
    id: text('id').primaryKey(),
    listId: text('list_id')
      .notNull()
      .references(() => resultLists.id),
    /** The confirming sealer's office: neither the committee's nor always the issuer's. */
    officeId: text('office_id').notNull(),
    rowCount: integer('row_count').notNull(),
    confirmedOn: dayColumn('confirmed_on').notNull(),
    confirmedBy: text('confirmed_by').notNull(),
    confirmedPersonId: text('confirmed_person_id'),
    ...sealColumns(),
  },
  (table) => [
    index('result_confirmations_list').on(table.listId),
    index('result_confirmations_sealed_by').on(table.sealedBy),
  ],
)

export const confirmedRows = pgTable(
  'confirmed_rows',
  {
    id: text('id').primaryKey(),
    confirmationId: text('confirmation_id')
      .notNull()
      .references(() => resultConfirmations.id),
    rowId: text('row_id')
      .notNull()
      .unique('confirmed_rows_once')
      .references(() => resultRows.id),
    ...sealColumns(),
  },
  (table) => [
    index('confirmed_rows_confirmation').on(table.confirmationId),
    index('confirmed_rows_sealed_by').on(table.sealedBy),
  ],
)

export const sealedQualificationDocuments = sealed(qualificationDocuments, [
  'listId',
  'origin',
  'authorityId',
  'issuer',
  'issuerId',
  'number',
  'issuedOn',
  'fileDigest',
  'signature',
  'signedAt',
  'replacesId',
  'registeredOn',
  'registeredBy',
  'registeredPersonId',
])

export const sealedDocumentRows = sealed(documentRows, ['documentId', 'rowId', 'obtainedOn'])

export const sealedResultConfirmations = sealed(resultConfirmations, [
  'listId',
  'officeId',
  'rowCount',
  'confirmedOn',
  'confirmedBy',
  'confirmedPersonId',
])

export const sealedConfirmedRows = sealed(confirmedRows, ['confirmationId', 'rowId'])
