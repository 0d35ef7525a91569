import { CompactSign, compactVerify, importJWK } from 'jose'
import { describe, expect, it } from 'vitest'
import { base64url, utf8 } from '../../src/signing/bytes.ts'
import { ed25519Signer, verifyEd25519 } from '../../src/signing/ed25519.ts'
import { openJws, signJws } from '../../src/signing/jws.ts'

const seed = Uint8Array.from({ length: 32 }, (_, i) => i)
const signer = ed25519Signer(seed)
const jwk = { kty: 'OKP', crv: 'Ed25519', alg: 'EdDSA', x: base64url(signer.publicKey) }
const payload = { name: '江𪚥诗', n: 1.5, list: [null, true] }
const token = signJws(signer, 'test+jwt', payload)

describe('signJws', () => {
  it('is verified by jose', async () => {
    const verified = await compactVerify(token, await importJWK(jwk), { algorithms: ['EdDSA'] })
    expect(JSON.parse(new TextDecoder().decode(verified.payload))).toEqual(payload)
    expect(verified.protectedHeader).toEqual({ alg: 'EdDSA', kid: signer.kid, typ: 'test+jwt' })
  })

  it('writes what jose writes', async () => {
    const theirs = await new CompactSign(utf8(JSON.stringify(payload)))
      .setProtectedHeader({ alg: 'EdDSA', kid: signer.kid, typ: 'test+jwt' })
      .sign(await importJWK({ ...jwk, d: base64url(seed) }))
    expect(token).toBe(theirs)
  })
})

describe('openJws', () => {
  it('takes apart what was signed', () => {
    const envelope = openJws(token, 'test+jwt')
    if (typeof envelope === 'string') throw new Error(envelope)
    expect(envelope).toMatchObject({ kid: signer.kid, payload })
    expect(verifyEd25519(signer.publicKey, envelope.signed, envelope.signature)).toBe(true)
  })

  it('tells a token made for another purpose from a broken one', () => {
    expect(openJws(token, 'other+jwt')).toBe('type')
    expect(openJws(token.slice(1), 'test+jwt')).toBe('malformed')
    expect(openJws('', 'test+jwt')).toBe('malformed')
  })

  it('refuses every header member it does not write', () => {
    for (const member of ['crit', 'jwk', 'jku', 'x5u', 'x5c', 'x5t', 'b64', 'cty', 'zip', 'enc']) {
      const header = { alg: 'EdDSA', kid: signer.kid, typ: 'test+jwt', [member]: true }
      const forged = [header, payload].map((part) => base64url(utf8(JSON.stringify(part)))).join('.')
      expect(openJws(`${forged}.${base64url(new Uint8Array(64))}`, 'test+jwt')).toBe('malformed')
    }
  })

  it('holds out against nesting deeper than the stack', () => {
    const deep = base64url(utf8(`${'['.repeat(100_000)}${']'.repeat(100_000)}`))
    expect(openJws(`${deep}.${deep}.AA`, 'test+jwt')).toBe('malformed')
  })
})
