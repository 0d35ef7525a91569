// Bundled into pages in place of sha256.ts: no node modules here.
import { hmac } from '@noble/hashes/hmac.js'
import { sha256 as noble } from '@noble/hashes/sha2.js'
import { concat, equalBytes, utf8 } from './bytes.ts'

/** SHA-256 of the parts in a row, 32 bytes. */
export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array =>
  noble(parts.length === 1 && parts[0] ? parts[0] : concat(...parts))

export const hmacSha256 = (key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Uint8Array =>
  hmac(noble, key, concat(...parts.map((part) => (typeof part === 'string' ? utf8(part) : part))))

export const isSha256 = (bytes: Uint8Array, digest: Uint8Array): boolean => equalBytes(noble(bytes), digest)
