import { boolean, index, integer, pgTable, text, unique } from 'drizzle-orm/pg-core'
import { sealColumns, sealed } from '../ledger/seal.ts'
import { bytes, dayColumn } from '../platform/columns.ts'

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

/**
 * That two of them are one human, or, the newest row of a pair saying so, that they are not. Nothing else is touched by it:
 * whatever was recorded under a number stays with that number.
 */
export const personJoins = pgTable(
  'person_joins',
  {
    id: text('id').primaryKey(),
    /** The pair, the lesser id first. */
    oneId: text('one_id').notNull(),
    otherId: text('other_id').notNull(),
    /** 1, 2, … of the pair: odd ones join, even ones part. */
    position: integer('position').notNull(),
    isJoined: boolean('is_joined').notNull(),
    /** Whose word it is, and why; under the first one's key. */
    officeId: text('office_id').notNull(),
    ground: bytes('ground_sealed').notNull(),
    saidOn: dayColumn('said_on').notNull(),
    saidBy: text('said_by').notNull(),
    ...sealColumns(),
  },
  (table) => [
    unique('person_joins_position').on(table.oneId, table.otherId, table.position),
    index('person_joins_other').on(table.otherId),
    index('person_joins_sealed_by').on(table.sealedBy),
  ],
)

export const sealedPersonJoins = sealed(personJoins, [
  'oneId',
  'otherId',
  'position',
  'isJoined',
  'officeId',
  'ground',
  'saidOn',
  'saidBy',
])

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
