// Bundled into pages: no node modules here.
import { hex } from '../signing/bytes.ts'

const MAX_DIGITS = 2000
// The tag of COSE_Sign1; as the first byte it also fixes the length, so that no two numbers spell the same bytes.
const FIRST_BYTE = 0xd2

/** A COSE_Sign1 as one decimal number, which a QR code packs at 3 1/3 bits a digit. Throws RangeError beyond 2,000 digits. */
export function toDigits(cose: Uint8Array): string {
  if (cose[0] !== FIRST_BYTE) throw new RangeError('not a COSE_Sign1')
  const digits = BigInt(`0x${hex(cose)}`).toString()
  if (digits.length > MAX_DIGITS) throw new RangeError('too long for a QR code')
  return digits
}

/** The bytes, or null: only ASCII digits, no leading zero, at most 2,000, and a COSE_Sign1's first byte. */
export function fromDigits(digits: string): Uint8Array | null {
  if (digits.length > MAX_DIGITS || !/^[1-9][0-9]*$/.test(digits)) return null
  const text = BigInt(digits).toString(16)
  if (text.length % 2 !== 0) return null
  const bytes = new Uint8Array(text.length / 2)
  for (let i = 0; i < bytes.length; i++)
    bytes[i] = (nibble(text.charCodeAt(2 * i)) << 4) | nibble(text.charCodeAt(2 * i + 1))
  return bytes[0] === FIRST_BYTE ? bytes : null
}

// Lower-case hex only, as BigInt writes it: '0' is 48, 'a' is 97.
const nibble = (char: number): number => (char < 58 ? char - 48 : char - 87)
