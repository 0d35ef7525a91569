// Bundled into pages: no node modules here.
import { concat } from './bytes.ts'
import { elementsOf, readElement, sequence, TAG, unsigned, type DerElement } from './der.ts'

/** ECDSA-Sig-Value (RFC 3279 §2.2.3): r and s on P-256, of 32 bytes each, as DER has them. */
export const derScalars = (signature: Uint8Array): Uint8Array =>
  sequence(unsigned(signature.subarray(0, 32)), unsigned(signature.subarray(32)))

/** The 64 bytes r ‖ s of an ECDSA-Sig-Value; throws RangeError on anything else. */
export function fixedScalars(der: Uint8Array): Uint8Array {
  const whole = readElement(der)
  const [r, s, ...more] = elementsOf(whole, TAG.sequence)
  if (whole.whole.length !== der.length || more.length > 0) throw new RangeError('not a signature')
  return concat(scalar(r), scalar(s))
}

function scalar(element: DerElement | undefined): Uint8Array {
  if (element?.tag !== TAG.integer) throw new RangeError('not a signature')
  const digits = element.content[0] === 0 ? element.content.subarray(1) : element.content
  if (digits.length > 32) throw new RangeError('scalar too long')
  return concat(new Uint8Array(32 - digits.length), digits)
}
