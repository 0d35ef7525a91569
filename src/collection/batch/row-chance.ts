import { NEW_PERSON_CHANCE } from '../../people/new-person.ts'
import { NONCE_LENGTH } from '../../people/protect.ts'
import { base64url } from '../../signing/bytes.ts'

// The fresh random bytes of a set of rows, drawn where the keys are and used up where the rows are protected: 16 for the
// record of the entry that seals them, then for each row the id of its person if they are new, what protecting that
// person takes, two nonces, and the salts of both seals.

const ID = 16
const SALT = 32
const NONCES = ID + NEW_PERSON_CHANCE
const SALTS = NONCES + 2 * NONCE_LENGTH
const ROW = SALTS + 2 * SALT

export const chanceOfSet = (rows: number): number => ID + ROW * rows

export const entryChance = (chance: Uint8Array): Uint8Array => chance.subarray(0, ID)

const part = (chance: Uint8Array, row: number, from: number, length: number): Uint8Array =>
  chance.subarray(ID + ROW * row + from, ID + ROW * row + from + length)

export const newPersonId = (chance: Uint8Array, row: number): string => base64url(part(chance, row, 0, ID))

/** What row `row` of the set, counted from 0, uses up. */
export const rowChance = (chance: Uint8Array, row: number) =>
  ({
    person: part(chance, row, ID, NEW_PERSON_CHANCE),
    nameNonce: part(chance, row, NONCES, NONCE_LENGTH),
    remarksNonce: part(chance, row, NONCES + NONCE_LENGTH, NONCE_LENGTH),
    personSalt: part(chance, row, SALTS, SALT),
    rowSalt: part(chance, row, SALTS + SALT, SALT),
  }) as const
