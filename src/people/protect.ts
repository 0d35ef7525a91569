import { fromUtf8, utf8 } from '../signing/bytes.ts'
import type { FieldKeys } from '../signing/keyring.ts'
import { decryptFor, encryptFor } from './envelope.ts'
import { personErased, personUnreadable } from './refusals.ts'

/** A person's own data key, opened for one act. It never leaves the act. */
export interface PersonKey {
  readonly personId: string
  readonly wrapped: Uint8Array
  readonly dataKey: Uint8Array
}

export const NONCE_LENGTH = 12

export function newPersonKey(keys: FieldKeys, personId: string, random32: Uint8Array): PersonKey {
  return { personId, wrapped: keys.wrap(random32), dataKey: random32 }
}

/** Refuses `people/unreadable` when the wrapping is not by our field key, `people/erased` when there is none left. */
export function openPersonKey(keys: FieldKeys, personId: string, wrapped: Uint8Array): PersonKey {
  if (wrapped.length === 0) throw personErased()
  try {
    return { personId, wrapped, dataKey: keys.unwrap(wrapped) }
  } catch {
    throw personUnreadable(personId)
  }
}

/** Where a protected value is stored: inside its authentication, so that it opens nowhere else. */
export interface Place {
  readonly column: `${string}.${string}`
  readonly row: string
}

const aad = (key: PersonKey, place: Place) => `zhengxin/v1|${key.personId}|${place.column}|${place.row}`

export const protect = (key: PersonKey, place: Place, value: Uint8Array, nonce: Uint8Array): Uint8Array =>
  encryptFor(key.dataKey, aad(key, place), value, nonce)

/** Refuses `people/unreadable` when the stored bytes were altered or moved. */
export function reveal(key: PersonKey, place: Place, stored: Uint8Array): Uint8Array {
  try {
    return decryptFor(key.dataKey, aad(key, place), stored)
  } catch {
    throw personUnreadable(key.personId)
  }
}

export const protectText = (key: PersonKey, place: Place, text: string, nonce: Uint8Array): Uint8Array =>
  protect(key, place, utf8(text), nonce)

export const revealText = (key: PersonKey, place: Place, stored: Uint8Array): string =>
  fromUtf8(reveal(key, place, stored))
