import { describe, expect, it } from 'vitest'
import { ledgerKeysOf, namedKeys, pastKeysOf } from '../../src/credentials/ledger-keys-of.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'
import { encodeVkey, noteKey } from '../../src/signing/note.ts'

const [now, retired, stolen] = [1, 2, 3].map((seed) =>
  noteKey('rcps.example.gov.cn/ledger', ed25519Signer(new Uint8Array(32).fill(seed)).publicKey),
)
const keys = [
  { ...now!, until: null, most: null },
  { ...retired!, until: '2026-11-21', most: null },
  { ...stolen!, until: '2027-11-21', most: 4096n },
]

describe('the ledger keys of a trust bundle', () => {
  it('are read as they were named, each with what it may still vouch for', () => {
    const named = namedKeys(keys)
    expect(named.past?.map(({ until, most }) => [until, most])).toEqual([
      ['2026-11-21', undefined],
      ['2027-11-21', 4096],
    ])
    expect(ledgerKeysOf({ ...named, past: pastKeysOf(JSON.parse(JSON.stringify(named.past))) })).toEqual(keys)
    expect(namedKeys(keys.slice(0, 1))).toEqual({ vkey: encodeVkey(now!) })
  })

  const vkey = encodeVkey(retired!)
  it.each<[string, unknown]>([
    ['no list', {}],
    ['a text in it', ['x']],
    ['no key', [{ until: '2026-11-21' }]],
    ['a key that is none', [{ vkey: 'x', until: '2026-11-21' }]],
    ['no last day', [{ vkey }]],
    ['a day there is not', [{ vkey, until: '2026-02-30' }]],
    ['half an entry as its limit', [{ vkey, until: '2026-11-21', most: 1.5 }]],
    ['less than nothing as its limit', [{ vkey, until: '2026-11-21', most: -1 }]],
  ])('are refused with %s', (_, past) =>
    expect(() => pastKeysOf(past)).toThrow(
      expect.objectContaining({ code: 'credentials/bad-trust-bundle' }) as Error,
    ),
  )
})
