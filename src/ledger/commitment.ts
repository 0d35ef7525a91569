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
 * a `|`, so the fourth one ends the names and the value may be any bytes; a text is its UTF-8. The salt is 32 fresh random bytes for this
 * record and field: while it exists it opens the commitment, and once it is destroyed nobody can test a guess.
 */
export function commitment(salt: Uint8Array, about: CommittedField, value: Uint8Array | string): Uint8Array {
  const { domain, field, record } = about
  if (salt.length !== HASH_LENGTH) throw new RangeError('a salt has 32 bytes')
  if (!NAME.test(domain) || !NAME.test(field) || !NAME.test(record))
    throw new RangeError(`a committed field is not called ${domain}|${field}|${record}`)
  return hmacSha256(salt, `zhengxin/v1|${domain}|${field}|${record}|`, value)
}
