// Bundled into pages: no node modules here.
import { Point } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat, equalBytes } from './bytes.ts'
import type { VerifyEd25519 } from './signer.ts'

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

/**
 * The page's verifier. It is not noble's `verify`: that one multiplies by the cofactor (RFC 8032 §5.1.7 allows both)
 * and so calls 126 published edge cases genuine that node:crypto refuses. This is the equation node:crypto checks.
 */
export const verifyEd25519InPage: VerifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    const r = signature.subarray(0, 32)
    const s = littleEndian(signature.subarray(32))
    // s + ORDER is a second spelling of the same signature.
    if (s >= ORDER) return false
    const a = Point.fromBytes(publicKey, false)
    const k = littleEndian(sha512(concat(r, publicKey, message))) % ORDER
    const sB = Point.BASE.multiply(s, false)
    return equalBytes(sB.subtract(a.multiply(k, false)).toBytes(), r)
  } catch {
    return false
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  let digits = ''
  for (const byte of bytes) digits = byte.toString(16).padStart(2, '0') + digits
  return BigInt(`0x${digits}`)
}
