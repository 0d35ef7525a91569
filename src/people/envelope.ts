import { createCipheriv, createDecipheriv } from 'node:crypto'
import { concat, utf8 } from '../signing/bytes.ts'

/** AES-256-GCM: 96-bit nonce ‖ ciphertext ‖ 128-bit tag (NIST SP 800-38D). */
const NONCE_BYTES = 12
const TAG_BYTES = 16

/**
 * Encrypts one value under a person's own data key. `place` names the table, row and column it is stored in, so that
 * a ciphertext moved elsewhere does not open.
 */
export function encryptFor(
  dataKey: Uint8Array,
  place: string,
  plaintext: Uint8Array,
  nonce: Uint8Array,
): Uint8Array {
  const cipher = createCipheriv('aes-256-gcm', dataKey, nonce)
  cipher.setAAD(utf8(place))
  const ciphertext = cipher.update(plaintext)
  // Of this mode the end adds nothing but the tag.
  cipher.final()
  return concat(nonce, ciphertext, cipher.getAuthTag())
}

/** Throws when the ciphertext was altered, moved, or belongs to another person's key. */
export function decryptFor(dataKey: Uint8Array, place: string, sealed: Uint8Array): Uint8Array {
  const decipher = createDecipheriv('aes-256-gcm', dataKey, sealed.subarray(0, NONCE_BYTES))
  decipher.setAAD(utf8(place))
  decipher.setAuthTag(sealed.subarray(-TAG_BYTES))
  return concat(decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final())
}
