// Bundled into pages: no node modules here.
import { base64url, hex } from './bytes.ts'
import { sha256 } from './sha256.ts'

/** Names a key by itself: the first 8 bytes of SHA-256 of its 32, base64url (11 characters). */
export const keyId = (publicKey: Uint8Array): string => base64url(sha256(publicKey).slice(0, 8))

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
