import { createHash, hash } from 'node:crypto'

// In a page, sha256-page.ts stands here: same names, same answers.

/** SHA-256 of the parts in a row, 32 bytes. */
export function sha256(...parts: readonly Uint8Array[]): Uint8Array {
  const [only] = parts
  if (parts.length !== 1 || !only) {
    const digest = createHash('sha256')
    for (const part of parts) digest.update(part)
    return new Uint8Array(digest.digest())
  }
  // Node makes a string of the digest three times faster than a Buffer, and the ledger is little else than hashing.
  const digest = hash('sha256', only, 'binary')
  const bytes = new Uint8Array(32)
  for (let i = 0; i < 32; i++) bytes[i] = digest.charCodeAt(i)
  return bytes
}

/** Is `digest` the SHA-256 of `bytes`? Asked a million times, it is a third cheaper than making another to compare. */
export function isSha256(bytes: Uint8Array, digest: Uint8Array): boolean {
  const computed = hash('sha256', bytes, 'binary')
  for (let i = 0; i < 32; i++) if (digest[i] !== computed.charCodeAt(i)) return false
  return digest.length === 32
}

const BLOCK = 64
let inner = Buffer.alloc(8192)
const outer = new Uint8Array(BLOCK + 32)

/**
 * HMAC-SHA-256 (RFC 2104) of the parts in a row, texts in UTF-8; 32 bytes. Spelled out, because two one-shot hashes cost
 * half of what a Hmac object does.
 */
export function hmacSha256(key: Uint8Array, ...parts: readonly (Uint8Array | string)[]): Uint8Array {
  const secret = key.length > BLOCK ? sha256(key) : key
  let length = BLOCK
  for (const part of parts) length += typeof part === 'string' ? 3 * part.length : part.length
  if (length > inner.length) inner = Buffer.alloc(2 * length)
  for (let i = 0; i < BLOCK; i++) {
    const byte = secret[i] ?? 0
    inner[i] = byte ^ 0x36
    outer[i] = byte ^ 0x5c
  }
  let at = BLOCK
  for (const part of parts) {
    if (typeof part === 'string') at += inner.write(part, at)
    else {
      inner.set(part, at)
      at += part.length
    }
  }
  outer.set(sha256(inner.subarray(0, at)), BLOCK)
  return sha256(outer)
}
