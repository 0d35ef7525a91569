import { utf8 } from '../signing/bytes.ts'
import { HASH_LENGTH, hmacSha256 } from './hash.ts'

/** Which value a commitment is about. Each name: letters, digits, `.`, `_`, `-`. */
export interface CommittedField {
  /** The kind of record: `certificate`, `seal`, … */
  readonly domain: string
  readonly field: string
  /** The record's id: inside the commitment, so that one commitment cannot serve two records. */
  readonly record: string
}

const NAME = /^[A-Za-z0-9._-]+$/

/**
 * HMAC-SHA-256(salt, "zhengxin/v1|" ‖ domain ‖ "|" ‖ field ‖ "|" ‖ record ‖ "|" ‖ value), 32 bytes. No name can hold
 * a `|`, so the fourth one ends the names and the value may be any bytes. The salt is 32 fresh random bytes for this
 * record and field: while it exists it opens the commitment, and once it is destroyed nobody can test a guess.
 */
export function commitment(salt: Uint8Array, about: CommittedField, value: Uint8Array): Uint8Array {
  const names = [about.domain, about.field, about.record]
  if (salt.length !== HASH_LENGTH) throw new RangeError('a salt has 32 bytes')
  if (!names.every((name) => NAME.test(name)))
    throw new RangeError(`a committed field is not called ${names.join('|')}`)
  return hmacSha256(salt, utf8(`zhengxin/v1|${names.join('|')}|`), value)
}
