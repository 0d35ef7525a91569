import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { fromDigits, toDigits } from '../../src/credentials/digits.ts'

it('every COSE_Sign1 of up to 830 bytes comes back from its digits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 829 }), (rest) => {
      const bytes = Uint8Array.from([0xd2, ...rest])
      expect(fromDigits(toDigits(bytes))).toEqual(bytes)
    }),
  )
})

it('no other number spells the same bytes', () => {
  const digits = toDigits(Uint8Array.from([0xd2, 0x84, 0x00]))
  expect(digits).toBe('13796352')
  for (const other of [
    `0${digits}`,
    `+${digits}`,
    `${digits} `,
    ` ${digits}`,
    `${digits}n`,
    '0xd28400',
    '1e7',
    '',
  ])
    expect(fromDigits(other)).toBeNull()
})

it('refuses a first byte other than the tag, and more than 2,000 digits', () => {
  expect(fromDigits(String(0xd3_00))).toBeNull()
  expect(fromDigits(String(0x0d_20))).toBeNull()
  expect(fromDigits('9'.repeat(2001))).toBeNull()
  expect(() => toDigits(Uint8Array.of(0xd3))).toThrow(RangeError)
  expect(() => toDigits(new Uint8Array(0))).toThrow(RangeError)
  expect(() => toDigits(new Uint8Array(831).fill(0xd2))).toThrow(RangeError)
})
