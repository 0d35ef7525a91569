import { createPublicKey, verify, type KeyObject } from 'node:crypto'
import { concat, fromHex, hex } from './bytes.ts'

// In a page, p256-page.ts stands here: same names, same answers.

const SPKI = fromHex('3059301306072a8648ce3d020106082a8648ce3d030107034200')

// Parsing a key costs more than verifying with it, and an issuer has few.
const parsed = new Map<string, KeyObject>()

/** ECDSA with SHA-256 on P-256: a key of 65 bytes (uncompressed), a signature of 64 (r ‖ s). Never throws. */
export function verifyP256(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== 65 || publicKey[0] !== 4 || signature.length !== 64) return false
  try {
    const name = hex(publicKey)
    const key =
      parsed.get(name) ??
      createPublicKey({ key: Buffer.from(concat(SPKI, publicKey)), format: 'der', type: 'spki' })
    if (parsed.size >= 64) parsed.clear()
    parsed.set(name, key)
    return verify('sha256', message, { key, dsaEncoding: 'ieee-p1363' }, signature)
  } catch {
    return false
  }
}
