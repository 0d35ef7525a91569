import { index, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes } from '../platform/columns.ts'

/** A document some system of an office has committed to the ledger: never the document, only its digest. */
export const documents = pgTable(
  'documents',
  {
    id: text('id').primaryKey(),
    /** The API client's id, and the office it acts for. */
    clientId: text('client_id').notNull(),
    officeId: text('office_id').notNull(),
    kind: text('kind').notNull(),
    /** SHA-256 of the document, 32 bytes. May be of something personal: it is in no entry. */
    digest: bytes('digest').notNull(),
    /** Opens the entry's commitment; the client's to keep and to show. */
    salt: bytes('salt').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('documents_digest').on(table.clientId, table.kind, table.digest),
    index('documents_sealed_by').on(table.sealedBy),
  ],
)

export const sealedDocuments = sealed(documents, ['clientId', 'officeId', 'kind', 'digest', 'salt'])
