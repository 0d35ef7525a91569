// Bundled into pages: no node modules here.
import { compareBytes, concat } from './bytes.ts'

/** One DER element: `content` without, `whole` with its tag and length. Both are views into the bytes read. */
export interface DerElement {
  readonly tag: number
  readonly content: Uint8Array
  readonly whole: Uint8Array
}

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bits: 0x03,
  octets: 0x04,
  oid: 0x06,
  sequence: 0x30,
  set: 0x31,
} as const

/** An element of any tag around its encoded parts (X.690 §8.1, definite lengths only). */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const length = parts.reduce((sum, part) => sum + part.length, 0)
  return concat(Uint8Array.from([tag, ...lengthOctets(length)]), ...parts)
}

export const sequence = (...parts: readonly Uint8Array[]): Uint8Array => der(TAG.sequence, ...parts)

/** A SET OF in the one order DER allows: its elements' encodings ascending (X.690 §11.6). */
export const setOf = (...parts: readonly Uint8Array[]): Uint8Array =>
  der(TAG.set, ...[...parts].sort(compareBytes))

export const octets = (bytes: Uint8Array): Uint8Array => der(TAG.octets, bytes)

/** A non-negative INTEGER from its big-endian magnitude. */
export function unsigned(magnitude: Uint8Array): Uint8Array {
  let start = 0
  while (start < magnitude.length - 1 && magnitude[start] === 0) start++
  const digits = magnitude.subarray(start)
  return (digits[0] ?? 0) & 0x80 ? der(TAG.integer, Uint8Array.of(0), digits) : der(TAG.integer, digits)
}

/** An OBJECT IDENTIFIER from its dotted form. */
export function oid(dotted: string): Uint8Array {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes: number[] = []
  for (const arc of [first * 40 + second, ...rest]) {
    const groups = [arc & 0x7f]
    for (let left = arc >>> 7; left > 0; left >>>= 7) groups.unshift((left & 0x7f) | 0x80)
    bytes.push(...groups)
  }
  return der(TAG.oid, Uint8Array.from(bytes))
}

/** The first element of `bytes`, which may be followed by more; throws RangeError on anything but strict DER. */
export function readElement(bytes: Uint8Array): DerElement {
  const tag = bytes[0]
  const first = bytes[1]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw new RangeError('not DER')
  let length = first
  let start = 2
  if (first > 0x80) {
    const count = first & 0x7f
    if (count > 4) throw new RangeError('DER length too long')
    length = 0
    for (let i = 0; i < count; i++) length = length * 256 + (bytes[start++] ?? 0)
  }
  // Indefinite lengths and a second spelling of a length are BER: here one value has one spelling.
  if (first === 0x80 || start !== 1 + lengthOctets(length).length)
    throw new RangeError('DER length not minimal')
  if (start + length > bytes.length) throw new RangeError('DER cut short')
  return { tag, content: bytes.subarray(start, start + length), whole: bytes.subarray(0, start + length) }
}

/** The elements inside a constructed one; throws RangeError if the tag is another or they do not fill it exactly. */
export function elementsOf(element: DerElement | undefined, tag: number): DerElement[] {
  if (element?.tag !== tag) throw new RangeError(`DER tag ${tag} expected`)
  const elements: DerElement[] = []
  for (let rest = element.content; rest.length > 0;) {
    const next = readElement(rest)
    elements.push(next)
    rest = rest.subarray(next.whole.length)
  }
  return elements
}

function lengthOctets(length: number): number[] {
  if (length < 0x80) return [length]
  const digits: number[] = []
  for (let left = length; left > 0; left = Math.floor(left / 256)) digits.unshift(left % 256)
  return [0x80 | digits.length, ...digits]
}
