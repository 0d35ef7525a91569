import { commitment } from '../ledger/commitment.ts'
import type { UnsealedRow } from '../ledger/seal.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from './protect.ts'
import type { persons } from './schema.ts'

/** Somebody to be registered. Without a number there is no document either, and nothing to find them by. */
export interface NewPerson {
  readonly name: string
  readonly idType: string | null
  readonly idNumber: string | null
  readonly tier: 'verified' | 'unverified' | 'none'
  /** Null: never found by this number, which is another's too. */
  readonly blindIndex: Uint8Array | null
}

const SALT_LENGTH = 32
/** Fresh random bytes a registration uses up. */
export const NEW_PERSON_CHANCE = 2 * (NONCE_LENGTH + SALT_LENGTH)

/** The row of a new person, everything about them under their own key. */
export function newPersonRow(
  person: NewPerson,
  key: PersonKey,
  chance: Uint8Array,
): UnsealedRow<typeof persons> {
  const { name, idType, idNumber, tier, blindIndex } = person
  const id = key.personId
  const nonces = chance.subarray(2 * SALT_LENGTH)
  const nameSalt = chance.subarray(0, SALT_LENGTH)
  const idNumberSalt = idNumber === null ? null : chance.subarray(SALT_LENGTH, 2 * SALT_LENGTH)
  const commit = (field: string, salt: Uint8Array, value: string) =>
    commitment(salt, { domain: 'person', field, record: id }, value)
  const place = (column: 'name' | 'id_number') => ({ column: `persons.${column}`, row: id }) as const
  return {
    id,
    idType,
    tier,
    wrappedKey: key.wrapped,
    name: protectText(key, place('name'), name, nonces.subarray(0, NONCE_LENGTH)),
    idNumber:
      idNumber === null
        ? null
        : protectText(key, place('id_number'), idNumber, nonces.subarray(NONCE_LENGTH, 2 * NONCE_LENGTH)),
    blindIndex,
    nameSalt,
    nameCommitment: commit('name', nameSalt, name),
    idNumberSalt,
    idNumberCommitment:
      idNumber === null || idNumberSalt === null ? null : commit('idNumber', idNumberSalt, idNumber),
  }
}
