import { createHash, createPrivateKey, createPublicKey, sign, verify, type KeyObject } from 'node:crypto'
import { base64url, concat, fromHex, hex } from './bytes.ts'
import type { Signer, VerifyEd25519 } from './signer.ts'

const PKCS8 = fromHex('302e020100300506032b657004220420')
const SPKI = fromHex('302a300506032b6570032100')

/** A signer from an RFC 8032 seed (32 bytes). */
export function ed25519Signer(seed: Uint8Array, kid?: string): Signer {
  const key = createPrivateKey({ key: Buffer.from(concat(PKCS8, seed)), format: 'der', type: 'pkcs8' })
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(12))
  return {
    kid: kid ?? keyId(publicKey),
    publicKey,
    sign: (message) => new Uint8Array(sign(null, message, key)),
  }
}

/** Names a key by itself: the first 8 bytes of SHA-256 of its 32, base64url (11 characters). */
export function keyId(publicKey: Uint8Array): string {
  return base64url(createHash('sha256').update(publicKey).digest().subarray(0, 8))
}

// Parsing a key costs as much as verifying with it, and there are few keys.
const parsed = new Map<string, KeyObject>()

function publicKeyObject(publicKey: Uint8Array): KeyObject {
  const name = hex(publicKey)
  let key = parsed.get(name)
  if (!key) {
    key = createPublicKey({ key: Buffer.from(concat(SPKI, publicKey)), format: 'der', type: 'spki' })
    if (parsed.size >= 1024) parsed.clear()
    parsed.set(name, key)
  }
  return key
}

/** The server's verifier: agrees with Go and OpenSSL on the CCTV edge cases. */
export const verifyEd25519: VerifyEd25519 = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false
  try {
    return verify(null, message, publicKeyObject(publicKey), signature)
  } catch {
    return false
  }
}

// The eight torsion points in every encoding OpenSSL accepts (sign bit cleared): verifiers disagree about them,
// so a key among them is refused when it is registered.
const SMALL_ORDER = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
])

export function isSmallOrder(publicKey: Uint8Array): boolean {
  const cleared = Uint8Array.from(publicKey)
  cleared[31] = (cleared[31] ?? 0) & 0x7f
  return SMALL_ORDER.has(hex(cleared))
}
