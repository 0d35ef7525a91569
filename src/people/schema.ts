import { index, pgTable, text } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes } from '../platform/columns.ts'

/** A person; nothing here is readable without the field keys. Salts and ciphertexts are what an erasure destroys. */
export const persons = pgTable(
  'persons',
  {
    id: text('id').primaryKey(),
    /** Code of the document's type (domain.md §4.5); null with no document. */
    idType: text('id_type'),
    /** verified: the number's own rules hold; unverified: kept with a flag; none: no number at all. */
    tier: text('tier').$type<'verified' | 'unverified' | 'none'>().notNull(),
    /** The person's own data key, wrapped: destroying it ends every ciphertext of theirs here, wherever it lies. */
    wrappedKey: bytes('wrapped_key').notNull(),
    name: bytes('name_sealed').notNull(),
    idNumber: bytes('id_number_sealed'),
    /** HMAC of type and number: finds the person, tells nothing. */
    blindIndex: bytes('blind_index').unique('persons_blind_index'),
    nameSalt: bytes('name_salt').notNull(),
    nameCommitment: bytes('name_commitment').notNull(),
    idNumberSalt: bytes('id_number_salt'),
    idNumberCommitment: bytes('id_number_commitment'),
    ...sealColumns(),
  },
  (table) => [index('persons_sealed_by').on(table.sealedBy)],
)

// The number form's match / no match comes from here, and every certificate's key.
export const sealedPersons = sealed(persons, [
  'idType',
  'tier',
  'wrappedKey',
  'name',
  'idNumber',
  'blindIndex',
  'nameSalt',
  'nameCommitment',
  'idNumberSalt',
  'idNumberCommitment',
])
