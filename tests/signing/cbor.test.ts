import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHex, hex } from '../../src/signing/bytes.ts'
import { decodeCbor, encodeCbor, type CborValue } from '../../src/signing/cbor.ts'

/** RFC 8949 Appendix A, what of it we use. */
const APPENDIX_A: readonly (readonly [CborValue, string])[] = [
  [0, '00'],
  [23, '17'],
  [24, '1818'],
  [100, '1864'],
  [1000, '1903e8'],
  [1000000, '1a000f4240'],
  [1000000000000, '1b000000e8d4a51000'],
  [-1, '20'],
  [-10, '29'],
  [-100, '3863'],
  [-1000, '3903e7'],
  [false, 'f4'],
  [true, 'f5'],
  [null, 'f6'],
  [fromHex('01020304'), '4401020304'],
  ['', '60'],
  ['IETF', '6449455446'],
  ['ü', '62c3bc'],
  ['水', '63e6b0b4'],
  ['𐅑', '64f0908591'],
  [[], '80'],
  [[1, [2, 3], [4, 5]], '8301820203820405'],
  [new Map(), 'a0'],
  [
    new Map([
      [1, 2],
      [3, 4],
    ]),
    'a201020304',
  ],
  [{ tag: 1, value: 1363896240 }, 'c11a514b67b0'],
]

const REFUSED: readonly (readonly [string, string])[] = [
  ['an integer in a byte that needs none', '1817'],
  ['an integer in two bytes that needs one', '190018'],
  ['an integer in four bytes that needs two', '1a0000ffff'],
  ['an integer in eight bytes that needs four', '1b00000000ffffffff'],
  ['an integer beyond 2^53', '1b0020000000000000'],
  ['a negative integer beyond 2^53', '3b001fffffffffffff'],
  ['a length longer than needed', '5801ff'],
  ['indefinite bytes', '5f4101ff'],
  ['indefinite text', '7f6161ff'],
  ['an indefinite array', '9f01ff'],
  ['an indefinite map', 'bf0102ff'],
  ['a lone break', 'ff'],
  ['half-precision float', 'f93c00'],
  ['single-precision float', 'fa3f800000'],
  ['double-precision float', 'fb3ff0000000000000'],
  ['undefined', 'f7'],
  ['a simple value', 'f0'],
  ['a simple value in two bytes', 'f8ff'],
  ['a reserved head', '1c'],
  ['keys out of order', 'a203040102'],
  ['a key twice', 'a201020102'],
  ['a negative key before a positive one', 'a220010101'],
  ['a longer key before a shorter one', 'a262616101616202'],
  ['a key that is an array', 'a18001'],
  ['text that is not UTF-8', '62c328'],
  ['a surrogate in UTF-8', '63eda080'],
  ['bytes after the value', '0000'],
  ['nothing', ''],
  ['bytes cut short', '4401'],
  ['an array cut short', '8201'],
  ['a map without its last value', 'a101'],
  ['a length of 4 GB', '5affffffff'],
  ['an array of 4 G members', '9affffffff'],
  ['nine arrays, one in another', '81818181818181818100'],
]

const value = fc.letrec<{ any: CborValue }>((tie) => ({
  any: fc.oneof(
    { maxDepth: 4 },
    fc.maxSafeInteger(),
    fc.string({ unit: 'grapheme' }),
    fc.boolean(),
    fc.constant(null),
    fc.uint8Array(),
    fc.array(tie('any'), { maxLength: 5 }),
    fc
      .array(fc.tuple(fc.oneof(fc.maxSafeInteger(), fc.string({ unit: 'grapheme' })), tie('any')), {
        maxLength: 5,
      })
      .map((entries) => new Map(entries)),
  ),
})).any

describe('encodeCbor', () => {
  it.each(APPENDIX_A)('writes %j as RFC 8949 does', (value, bytes) => {
    expect(hex(encodeCbor(value))).toBe(bytes)
    expect(decodeCbor(fromHex(bytes))).toEqual(value)
  })

  it('sorts keys by their encodings: positive, negative, then text by length', () => {
    const map = new Map<number | string, CborValue>(['aa', 'b', -1, 1000, 0, -65537].map((key) => [key, 0]))
    expect([...(decodeCbor(encodeCbor(map)) as typeof map).keys()]).toEqual([0, 1000, -1, -65537, 'b', 'aa'])
  })

  it('grows for values larger than its first room', () => {
    const long = 'x'.repeat(70_000)
    expect(decodeCbor(encodeCbor([long, long]))).toEqual([long, long])
  })

  it.each([1.5, Number.NaN, 2 ** 53, -(2 ** 53)])('refuses the number %d', (number) => {
    expect(() => encodeCbor(number)).toThrow(RangeError)
  })

  it('refuses a lone surrogate rather than write another name', () => {
    expect(() => encodeCbor('\ud842')).toThrow(RangeError)
  })
})

describe('decodeCbor', () => {
  it.each(REFUSED)('refuses %s', (_, bytes) => {
    expect(() => decodeCbor(fromHex(bytes))).toThrow(RangeError)
  })

  it('gives back every value', () => {
    fc.assert(
      fc.property(value, (value) => {
        expect(decodeCbor(encodeCbor(value))).toEqual(value)
      }),
    )
  })

  it('reads nothing that it would write otherwise', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 12 }), (bytes) => {
        expect([hex(bytes), null]).toContain(writtenAgain(bytes))
      }),
      { numRuns: 2000 },
    )
  })
})

/** Null for bytes that are refused; anything but a RangeError flies. */
function writtenAgain(bytes: Uint8Array): string | null {
  try {
    return hex(encodeCbor(decodeCbor(bytes)))
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}
