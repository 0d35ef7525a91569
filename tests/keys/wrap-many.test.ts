import { createCipheriv, randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { wrapMany } from '../../src/keys/wrap-many.ts'

const bytes = (hex: string) => new Uint8Array(Buffer.from(hex, 'hex'))
const byNode = (wrapping: Uint8Array, key: Uint8Array) => {
  const cipher = createCipheriv('id-aes256-wrap', wrapping, bytes('A6A6A6A6A6A6A6A6'))
  return new Uint8Array(Buffer.concat([cipher.update(key), cipher.final()]))
}

describe('keys wrapped side by side', () => {
  it('RFC 3394 §4.6: 256 bits of key data with a 256-bit KEK', () => {
    const wrapping = bytes('000102030405060708090A0B0C0D0E0F101112131415161718191A1B1C1D1E1F')
    const key = bytes('00112233445566778899AABBCCDDEEFF000102030405060708090A0B0C0D0E0F')
    expect(wrapMany(wrapping, key)).toEqual(
      bytes('28C9F404C4B810F4CBCCB35CFB87F8263F5786E2D80ED326CBC7F0E71A99F43BFB988B9B7A02DD21'),
    )
  })

  it('are what each of them is by itself, in their order, and the keys stay as they were', () => {
    const wrapping = new Uint8Array(randomBytes(32))
    for (const count of [0, 1, 2, 257]) {
      // Behind an odd offset, as a part of a larger block may lie.
      const keys = new Uint8Array(randomBytes(32 * count + 3)).subarray(3)
      const before = keys.slice()
      const wrapped = wrapMany(wrapping, keys)
      expect(wrapped.length).toBe(40 * count)
      for (let k = 0; k < count; k++)
        expect(wrapped.subarray(40 * k, 40 * (k + 1))).toEqual(
          byNode(wrapping, keys.subarray(32 * k, 32 * (k + 1))),
        )
      expect(keys).toEqual(before)
    }
  })

  it('have 32 bytes', () => {
    expect(() => wrapMany(new Uint8Array(32), new Uint8Array(31))).toThrow(RangeError)
  })
})
