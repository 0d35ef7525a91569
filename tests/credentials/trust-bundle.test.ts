import { describe, expect, it } from 'vitest'
import { jwkOf, keyOfJwk, readTrustBundle, writeTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { certificateKeys } from '../../src/credentials/trusted-key.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { base64url, fromHex } from '../../src/signing/bytes.ts'
import { keyId } from '../../src/signing/ed25519.ts'
import { bundle, key, signer, testSigner } from './fixtures.ts'

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
  const json = JSON.parse(writeTrustBundle(bundle)) as Record<string, unknown>

  it('reads what it writes', () => {
    const full = { ...bundle, pdfRoots: [Uint8Array.of(0x30, 0)], checkpoint: 'x\n' }
    expect(readTrustBundle(writeTrustBundle(full))).toEqual(full)
  })

  it.each([
    ['another version', { v: 2 }],
    ['no origin', { origin: undefined }],
    ['an origin with a path', { origin: 'https://a.example/' }],
    ['an origin that is a script', { origin: 'javascript:alert(1)' }],
    ['no keys', { jwks: {} }],
    ['a key twice', { jwks: { keys: [jwkOf(key), jwkOf(key)] } }],
    ['issuers without a credit code', { issuers: [{ name: '厅' }] }],
    ['a root that is no base64', { pdf: { roots: ['*'] } }],
    ['no ledger', { ledger: null }],
    ['a status list that is no text', { statusLists: { a: 1 } }],
    ['no time', { made: 'today' }],
  ])('is refused with one sentence: %s', (_, members) => {
    const refusal = refusalOf(() => readTrustBundle(JSON.stringify({ ...json, ...members })))
    expect(refusal).toBeInstanceOf(Refusal)
    expect((refusal as Refusal).message).toMatch(/^信任包不可用：.+。请.+。$/)
  })

  it.each(['', '[]', '{', 'null'])('is refused when it is %j', (text) => {
    expect(refusalOf(() => readTrustBundle(text))).toMatchObject({ code: 'credentials/bad-trust-bundle' })
  })
})
