// Bundled into pages in place of ed25519.ts: no node modules here.
import { Point } from '@noble/ed25519'
import { sha512 } from '@noble/hashes/sha2.js'
import { concat, equalBytes, hex } from './bytes.ts'
import type { VerifyEd25519 } from './signer.ts'

const ORDER = 2n ** 252n + 27742317777372353535851937790883648493n

/**
 * The page's verifier. It is not noble's `verify`: that one multiplies by the cofactor (RFC 8032 §5.1.7 allows both)
 * and so calls 126 published edge cases genuine that node:crypto refuses. This is the equation node:crypto checks.
 */
export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    const r = signature.subarray(0, 32)
    const s = littleEndian(signature.subarray(32))
    // s + ORDER is a second spelling of the same signature.
    if (s >= ORDER) return false
    const a = pointOf(publicKey)
    const k = littleEndian(sha512(concat(r, publicKey, message))) % ORDER
    const sB = Point.BASE.multiply(s, false)
    return equalBytes(sB.subtract(a.multiply(k, false)).toBytes(), r)
  } catch {
    return false
  }
}

// Finding a key's point costs a tenth of verifying with it, and an issuer has few keys.
const points = new Map<string, Point>()

function pointOf(publicKey: Uint8Array): Point {
  const name = hex(publicKey)
  const point = points.get(name) ?? Point.fromBytes(publicKey, false)
  if (points.size >= 64) points.clear()
  points.set(name, point)
  return point
}

function littleEndian(bytes: Uint8Array): bigint {
  let digits = ''
  for (const byte of bytes) digits = byte.toString(16).padStart(2, '0') + digits
  return BigInt(`0x${digits}`)
}
