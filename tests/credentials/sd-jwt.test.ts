import * as fc from 'fast-check'
import { importJWK, jwtVerify } from 'jose'
import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { MAX_TOKEN_LENGTH } from '../../src/credentials/record.ts'
import { signSdJwt, verifySdJwt } from '../../src/credentials/sd-jwt.ts'
import { base64url, fromBase64url, fromUtf8 } from '../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { key, keys, longestRecord, now, origin, record, salts, signer } from './fixtures.ts'
import { takeApart } from './forge.ts'
import { anyRecord } from './record.arbitrary.ts'

const token = signSdJwt(signer, record, { origin, salts })

describe('signSdJwt', () => {
  it('carries the whole record', () => {
    expect(verifySdJwt(token, keys, verifyEd25519)).toEqual({ ok: true, record, key })
  })

  it('is a JWT that jose verifies', async () => {
    const jwk = { kty: 'OKP', crv: 'Ed25519', x: base64url(signer.publicKey) }
    const { payload } = await jwtVerify(token.split('~')[0] ?? '', await importJWK(jwk, 'EdDSA'), {
      algorithms: ['EdDSA'],
      typ: 'dc+sd-jwt',
      issuer: origin,
      currentDate: now,
    })
    expect(payload).toMatchObject({
      vct: 'urn:zhengxin:title-certificate:1',
      // 2023-12-01T00:00:00+08:00
      iat: 1701360000,
      status: { status_list: { idx: 77777, uri: `${origin}/status/1` } },
      title: '高级工程师',
    })
  })

  it('discloses name and number as RFC 9901 says, and nothing of them in the open', () => {
    const { payload, disclosures } = takeApart(token)
    expect(disclosures.map((each) => JSON.parse(fromUtf8(fromBase64url(each))) as unknown)).toEqual([
      [base64url(salts.name), 'name', record.name],
      [base64url(salts.number), 'number', record.number],
    ])
    const digests = disclosures.map((each) => createHash('sha256').update(each).digest('base64url'))
    expect(JSON.parse(payload)).toMatchObject({ _sd: digests.sort(), _sd_alg: 'sha-256' })
    expect(payload).not.toContain(record.name)
    expect(payload).not.toContain(record.number)
  })

  it('gives back every sound record, within the length a token may have', () => {
    const always = new Map([[key.kid, { ...key, from: '1900-01-01', until: null }]])
    fc.assert(
      fc.property(anyRecord, (record) => {
        const token = signSdJwt(signer, record, { origin, salts })
        expect(token.length).toBeLessThanOrEqual(MAX_TOKEN_LENGTH)
        expect(verifySdJwt(token, always, verifyEd25519)).toMatchObject({ ok: true, record })
      }),
    )
  })

  it('refuses a short salt', () => {
    expect(() => signSdJwt(signer, record, { origin, salts: { ...salts, name: new Uint8Array(8) } })).toThrow(
      RangeError,
    )
  })
})

describe('an altered token', () => {
  const isGenuine = (altered: string) => altered !== token && verifySdJwt(altered, keys, verifyEd25519).ok
  const replaced = (i: number, other: string) => token.slice(0, i) + other + token.slice(i + 1)

  it('is never genuine, whichever character is another or missing', () => {
    const altered = Array.from(token, (_, i) =>
      ['A', 'B', '-', '~', '.', '=', ''].map((other) => replaced(i, other)),
    )
    expect(altered.flat().filter(isGenuine)).toEqual([])
  })

  it('is never genuine in another spelling of the last character of a part', () => {
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
    const ends = [...token.matchAll(/[\w-](?=[.~])/g)].map(({ index }) => index)
    expect(ends).toHaveLength(5)
    const altered = ends.flatMap((end) => Array.from(alphabet, (char) => replaced(end, char)))
    expect(altered.filter(isGenuine)).toEqual([])
  })

  it('is never genuine with a disclosure of another certificate', () => {
    const other = takeApart(signSdJwt(signer, longestRecord, { origin, salts }))
    const swapped = token.replace(takeApart(token).disclosures[0] ?? '', other.disclosures[0] ?? '')
    expect(verifySdJwt(swapped, keys, verifyEd25519)).toEqual({ ok: false, code: 'malformed' })
  })
})
