import { createHash, createHmac, hash } from 'node:crypto'

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

export function hmacSha256(key: Uint8Array, ...parts: readonly Uint8Array[]): Uint8Array {
  const hmac = createHmac('sha256', key)
  for (const part of parts) hmac.update(part)
  return new Uint8Array(hmac.digest())
}
