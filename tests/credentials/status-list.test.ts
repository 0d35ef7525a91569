import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { encodeStatuses, signStatusList } from '../../src/credentials/sign-status-list.ts'
import { decodeStatuses, isFresh, openStatusList, statusAt } from '../../src/credentials/status-list.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { keys, listTimes, listUri, signer, statusList } from './fixtures.ts'

const listOf = (packed: Uint8Array) => ({ uri: listUri, issuedAt: 0, expires: 0, packed })

describe('the list itself', () => {
  // Token Status List §4.1, the example of two bits.
  const example = [1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3]

  it('reads the example of the specification', () => {
    const packed = decodeStatuses('eNo76fITAAPfAgc')
    expect(packed).toEqual(Uint8Array.of(0xc9, 0x44, 0xf9))
    expect(example.map((_, i) => statusAt(listOf(packed as Uint8Array), i))).toEqual(example)
  })

  it('packs as the specification does', () => {
    expect(decodeStatuses(encodeStatuses(Uint8Array.from(example)))).toEqual(Uint8Array.of(0xc9, 0x44, 0xf9))
  })

  it('gives back every status, and nothing beyond the end', () => {
    fc.assert(
      fc.property(fc.uint8Array({ max: 3, maxLength: 200 }), (statuses) => {
        const list = listOf(decodeStatuses(encodeStatuses(statuses)) as Uint8Array)
        statuses.forEach((status, i) => expect(statusAt(list, i)).toBe(status))
        expect(statusAt(list, list.packed.length * 4)).toBeNull()
      }),
    )
  })

  it('holds 2^20 places and not one more', () => {
    expect(decodeStatuses(encodeStatuses(new Uint8Array(1_048_576)))).toHaveLength(262_144)
    expect(() => encodeStatuses(new Uint8Array(1_048_577))).toThrow(RangeError)
  })
})

describe('openStatusList', () => {
  it('opens the issuer’s list for its own address', () => {
    const list = openStatusList(statusList(1), listUri, keys, verifyEd25519)
    if (typeof list === 'string') throw new Error(list)
    expect([statusAt(list, 77_777), statusAt(list, 77_776)]).toEqual([1, 0])
  })

  it.each([
    ['a minute before it is issued', '2023-12-04T23:59:00+08:00', true],
    ['more than a minute before', '2023-12-04T23:58:59+08:00', false],
    ['the last second', '2023-12-05T23:59:59.999+08:00', true],
    ['the second it expires', '2023-12-06T00:00:00+08:00', false],
  ])('is fresh or not: %s', (_, now, fresh) => {
    const list = openStatusList(statusList(0), listUri, keys, verifyEd25519)
    if (typeof list === 'string') throw new Error(list)
    expect(isFresh(list, new Date(now))).toBe(fresh)
  })

  it('is never opened with any character altered', () => {
    const token = signStatusList(signer, listUri, new Uint8Array(16), listTimes)
    for (let i = 0; i < token.length; i++) {
      const altered = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1)
      expect(typeof openStatusList(altered, listUri, keys, verifyEd25519)).toBe('string')
    }
  })
})
