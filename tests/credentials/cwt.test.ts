import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seriesClaim } from '../../src/credentials/code-table.ts'
import { signCwt, verifyCwt } from '../../src/credentials/cwt.ts'
import { fromDigits, toDigits } from '../../src/credentials/digits.ts'
import { decodeCbor, type CborMap } from '../../src/signing/cbor.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { SERIES } from '../../src/titles/series-table.ts'
import { key, keys, longestRecord, record, signer } from './fixtures.ts'
import { payloadOf } from './forge.ts'
import { anyRecord } from './record.arbitrary.ts'

const cwt = signCwt(signer, record)

describe('signCwt', () => {
  it('carries everything but the committee and the issuer’s name', () => {
    expect(verifyCwt(cwt, keys, verifyEd25519)).toEqual({
      ok: true,
      record: { ...record, committee: null, issuer: { name: null, creditCode: record.issuer.creditCode } },
      key,
    })
  })

  it('writes the claims the README lists', () => {
    expect(decodeCbor(payloadOf(cwt))).toEqual(
      new Map<number, unknown>([
        [1, '11530000015102351W'],
        [
          -65537,
          new Map<number, unknown>([
            [0, 1],
            [1, 'YN2023000012A'],
            [2, '阿卜杜拉·买买提'],
            [3, 5],
            [4, '建筑工程'],
            [5, '高级工程师'],
            [6, 412],
            [7, 1],
            [8, 19673],
            [9, '云人社发〔2023〕38号'],
            [10, 19692],
            [11, [1, 77777]],
          ]),
        ],
      ]),
    )
  })

  it('gives back every sound record', () => {
    const always = new Map([[key.kid, { ...key, from: '1900-01-01', until: null }]])
    fc.assert(
      fc.property(anyRecord, (record) => {
        const verified = verifyCwt(signCwt(signer, record), always, verifyEd25519)
        const { name: _, ...issuer } = record.issuer
        expect(verified).toMatchObject({ ok: true, record: { ...record, committee: null, issuer } })
      }),
    )
  })

  it('refuses to sign what it would refuse to read', () => {
    for (const wrong of [
      { name: '' },
      { name: '张\n三' },
      { name: '\ud842' },
      { name: '买'.repeat(101) },
      { number: 'N'.repeat(41) },
      { level: '413' as '412' },
      { route: 'purchase' as 'review' },
      { obtainedOn: '2023-02-30' },
      { issuedOn: '2023/12/01' },
      { scope: { kind: 'targeted' as const, places: [] } },
      { issuer: { name: '厅', creditCode: '11530000015102351I' } },
      { status: { list: 1, index: 1_048_576 } },
    ])
      expect(() => signCwt(signer, { ...record, ...wrong })).toThrow(RangeError)
  })

  it('holds no digits of an identity number and no place for one', () => {
    const claims = (decodeCbor(payloadOf(signCwt(signer, longestRecord))) as CborMap).get(-65537) as CborMap
    expect([...claims.keys()]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  })
})

describe('an altered certificate', () => {
  const isGenuine = (bytes: Uint8Array | null) => bytes !== null && verifyCwt(bytes, keys, verifyEd25519).ok

  it('is never genuine, whichever bit is flipped', () => {
    const bits = Array.from({ length: 8 * cwt.length }, (_, bit) => bit)
    const flipped = (bit: number) => cwt.map((byte, i) => (i === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
    expect(bits.filter((bit) => isGenuine(flipped(bit)))).toEqual([])
  })

  it('is never genuine, whichever digit is another', () => {
    const digits = toDigits(cwt)
    const places = Array.from(digits, (_, place) => place)
    const altered = (place: number) =>
      digits.slice(0, place) +
      String((Number(digits[place]) + 1 + (place % 9)) % 10) +
      digits.slice(place + 1)
    expect(places.filter((place) => isGenuine(fromDigits(altered(place))))).toEqual([])
  })
})

it('the code table gives the 27 series the codes of the published table', () => {
  expect(SERIES.map(({ name }) => seriesClaim(name))).toEqual(Array.from({ length: 27 }, (_, i) => i + 1))
})
