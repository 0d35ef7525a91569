import { verify, createPublicKey } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { hex, utf8 } from '../../src/signing/bytes.ts'
import { openCose, signCose } from '../../src/signing/cose.ts'
import { ed25519Signer } from '../../src/signing/ed25519.ts'

const signer = ed25519Signer(Uint8Array.from({ length: 32 }, (_, i) => i))
const payload = utf8('claims')

describe('signCose', () => {
  const bytes = signCose(signer, payload)

  it('writes tag 18, EdDSA, an eight-byte key id, the type of a CWT and nothing unprotected', () => {
    const kid = '56475aa75463474c'
    expect(hex(bytes.slice(0, -64))).toBe(`d28450a301270448${kid}10183da046${hex(payload)}5840`)
  })

  it('signs the Sig_structure of RFC 9052 §4.4 with empty external data', () => {
    const protectedHeader = bytes.slice(3, 19)
    const structure = Buffer.concat([
      Buffer.from('846a5369676e61747572653150', 'hex'),
      protectedHeader,
      Buffer.from('4046', 'hex'),
      payload,
    ])
    const x = Buffer.from(signer.publicKey).toString('base64url')
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x }, format: 'jwk' })
    expect(verify(null, structure, key, bytes.slice(-64))).toBe(true)
  })

  it('opens to what was signed', () => {
    expect(openCose(bytes)).toMatchObject({ kid: signer.kid, payload, signature: bytes.slice(-64) })
  })

  it('refuses a signer without an eight-byte key id', () => {
    expect(() => signCose({ ...signer, kid: 'a' }, payload)).toThrow(RangeError)
    expect(() => signCose({ ...signer, kid: 'AAAA' }, payload)).toThrow(RangeError)
  })
})

describe('openCose', () => {
  it('never throws: any prefix and any appended byte is malformed', () => {
    const bytes = signCose(signer, payload)
    for (let length = 0; length < bytes.length; length++)
      expect(openCose(bytes.slice(0, length))).toBe('malformed')
    expect(openCose(Uint8Array.from([...bytes, 0]))).toBe('malformed')
  })
})
