import { describe, expect, it } from 'vitest'
import { jwkOf, keyOfJwk, readTrustBundle, writeTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { certificateKeys } from '../../src/credentials/trusted-key.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { base64url, fromHex } from '../../src/signing/bytes.ts'
import { readdirSync, readFileSync } from 'node:fs'
import { refusalOfNewer, withNewestLists } from '../../src/credentials/newer-bundle.ts'
import { signStatusList } from '../../src/credentials/sign-status-list.ts'
import { signCheckpoint } from '../../src/ledger/checkpoint.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { verifyEd25519 as verifyEd25519InPage } from '../../src/signing/ed25519-page.ts'
import { alteredBundles } from './altered-bundle.ts'
import { keyId } from '../../src/signing/key-id.ts'
import {
  bundle,
  key,
  ledgerOrigin,
  ledgerSigner,
  listTimes,
  listUri,
  origin,
  signer,
  signers,
  testSigner,
} from './fixtures.ts'

const refusalOf = (act: () => unknown): unknown => {
  try {
    act()
  } catch (error) {
    return error
  }
}

describe('a key', () => {
  it('is published with the first and the day after the last instant it may sign', () => {
    expect(jwkOf(key)).toMatchObject({
      kty: 'OKP',
      crv: 'Ed25519',
      alg: 'EdDSA',
      use: 'sig',
      nbf: Date.parse('2023-01-01T00:00:00+08:00') / 1000,
      exp: Date.parse('2026-01-01T00:00:00+08:00') / 1000,
    })
    expect(keyOfJwk(jwkOf(key))).toEqual(key)
    expect(keyOfJwk(jwkOf({ ...key, until: null }))).toEqual({ ...key, until: null })
  })

  const smallOrder = fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a')
  it.each([
    ['a point of small order', { x: base64url(smallOrder), kid: keyId(smallOrder) }],
    ['31 bytes', { x: base64url(key.publicKey.slice(1)) }],
    ['another key’s id', { kid: testSigner(9).kid }],
    ['another curve', { crv: 'X25519' }],
    ['another kind', { kty: 'EC' }],
    ['a private key', { d: base64url(new Uint8Array(32)) }],
    ['another use', { use: 'enc' }],
    ['no beginning', { nbf: undefined }],
    ['a beginning beyond all days', { nbf: 1e15 }],
    ['a state nobody knows', { state: 'fine' }],
  ])('is refused: %s', (_, members) => {
    expect(refusalOf(() => keyOfJwk({ ...jwkOf(key), ...members }))).toMatchObject({
      code: 'credentials/bad-trust-bundle',
    })
  })

  it('comes from the public record, certificate keys only', () => {
    const entry = {
      kid: key.kid,
      algorithm: 'EdDSA',
      from: key.from,
      until: '2025-12-31',
      state: 'active',
    } as const
    const publicKey = base64url(signer.publicKey)
    expect(
      certificateKeys([
        { ...entry, purpose: 'certificates', publicKey },
        { ...entry, purpose: 'ledger', publicKey },
      ]),
    ).toEqual([key])
  })
})

describe('a bundle', () => {
  const read = (text: string) => readTrustBundle(text, verifyEd25519)

  it('reads what it writes', () => {
    const full = { ...bundle, pdfRoots: [Uint8Array.of(0x30, 0)], checkpoint: 'x\n' }
    expect(read(writeTrustBundle(full, signers))).toEqual(full)
  })

  const json = JSON.parse(writeTrustBundle(bundle, signers)) as Record<string, unknown>

  it.each([
    ['no origin', { origin: undefined }],
    ['an origin with a path', { origin: 'https://a.example/' }],
    ['an origin that is a script', { origin: 'javascript:alert(1)' }],
    ['no keys', { jwks: {} }],
    ['issuers without a credit code', { issuers: [{ name: '厅' }] }],
    ['a root that is no base64', { pdf: { roots: ['*'] } }],
    ['no ledger', { ledger: null }],
    ['a status list that is no text', { statusLists: { a: 1 } }],
    ['no time', { made: 'today' }],
  ])('is refused with one sentence: %s', (_, members) => {
    const refusal = refusalOf(() => read(JSON.stringify({ ...json, ...members })))
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).message).toMatch(/^信任包不可用：.+。请.+。$/)
  })
})

describe('published bundles', () => {
  const folder = new URL('../vectors/trust-bundles/', import.meta.url)
  const published = (['valid', 'invalid'] as const).flatMap((kind) =>
    readdirSync(new URL(kind, folder)).map((file) => ({
      kind,
      rule: file.replace('.json', ''),
      text: readFileSync(new URL(`${kind}/${file}`, folder), 'utf8'),
    })),
  )

  it.each(published)('$kind: $rule', ({ rule, text }) => {
    const { problem } = alteredBundles.find((each) => each.rule === rule)!
    for (const verify of [verifyEd25519, verifyEd25519InPage])
      if (problem === null) expect(readTrustBundle(text, verify).version).toBe(bundle.version)
      else
        expect(refusalOf(() => readTrustBundle(text, verify))).toMatchObject({
          code: 'credentials/bad-trust-bundle',
          message: expect.stringMatching(problem) as string,
        })
  })

  it('there is one for every rule, and no other', () =>
    expect(published.map(({ rule }) => rule).sort()).toEqual(alteredBundles.map(({ rule }) => rule).sort()))
})

describe('the bundle held', () => {
  const at = (version: number, made: string) => ({ ...bundle, version, made })
  const held = at(4096, '2023-12-05T00:00:00+08:00')
  const root = Uint8Array.from({ length: 32 }, () => 7)

  it.each([
    ['the same one', held, null],
    ['one made later', at(4096, '2023-12-05T01:00:00+08:00'), null],
    ['one of a longer ledger', { ...at(5000, '2023-12-05T01:00:00+08:00'), checkpoint: at4(5000n) }, null],
    ['one of a shorter ledger', at(4095, '2023-12-05T01:00:00+08:00'), 'older'],
    ['one made earlier', at(4096, '2023-12-04T23:00:00+08:00'), 'older'],
    [
      'one of another ledger',
      { ...held, ledger: { ...held.ledger, origin: 'other.example/ledger' } },
      'stranger',
    ],
    [
      'one of another ledger key',
      { ...held, ledger: { ...held.ledger, vkey: 'x+00000000+AQ==' } },
      'stranger',
    ],
    ['one of another history', { ...held, checkpoint: at4(4096n, root) }, 'forked'],
  ] as const)('gives way to the one fetched: %s', (_, next, refused) =>
    expect(refusalOfNewer(held, next, verifyEd25519)).toBe(refused),
  )

  it('keeps the newer of each status list', () => {
    const newer = signStatusList(signer, listUri, new Uint8Array(8), {
      ...listTimes,
      issuedAt: new Date('2023-12-05T06:00:00+08:00'),
    })
    const other = `${origin}/status/9`
    const before = {
      ...held,
      statusLists: new Map([
        [listUri, newer],
        [other, 'x'],
      ]),
    }
    expect(withNewestLists(before, held)).toEqual(
      new Map([
        [listUri, newer],
        [other, 'x'],
      ]),
    )
    expect(withNewestLists(held, before).get(listUri)).toBe(newer)
  })

  function at4(size: bigint, of = new Uint8Array(32)) {
    return signCheckpoint({ origin: ledgerOrigin, size, root: of }, ledgerSigner)
  }
})
