import { createPublicKey, generateKeyPairSync, webcrypto, X509Certificate, type KeyObject } from 'node:crypto'
import type { Extension } from '@peculiar/x509'
import { describe, expect, it } from 'vitest'
import { chainProblem, commonNameOf, publicKeyOf } from '../../src/signing/x509.ts'
import { AUTHORITY, freshSigner, p256 } from './signers.ts'

await import('reflect-metadata')
const x509 = await import('@peculiar/x509')

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' }
const { signer, root, rootKey } = await freshSigner()
const during = new Date('2026-11-21T10:00:00+08:00')

/** A certificate of the test's own making under the good root. */
async function issued(key: KeyObject, extensions: Extension[]): Promise<Uint8Array> {
  const pkcs8 = rootKey.export({ type: 'pkcs8', format: 'der' })
  const certificate = await x509.X509CertificateGenerator.create({
    subject: 'CN=leaf',
    issuer: new x509.X509Certificate(Buffer.from(root)).subjectName.toJSON(),
    serialNumber: '07',
    notBefore: new Date('2026-01-01T00:00:00Z'),
    notAfter: new Date('2028-01-01T00:00:00Z'),
    publicKey: new x509.PublicKey(createPublicKey(key).export({ type: 'spki', format: 'der' })),
    signingKey: await webcrypto.subtle.importKey('pkcs8', pkcs8, ECDSA, true, ['sign']),
    signingAlgorithm: ECDSA,
    extensions,
  })
  return new Uint8Array(certificate.rawData)
}

const { digitalSignature, keyCertSign, keyEncipherment } = x509.KeyUsageFlags
const usage = (flags: number) => new x509.KeyUsagesExtension(flags, true)
const isAuthority = (yes: boolean) => new x509.BasicConstraintsExtension(yes, undefined, true)

describe('a signing chain', () => {
  it('names the authority in Chinese as the signer and its organisation', () => {
    expect(commonNameOf(signer.certificate)).toBe(AUTHORITY)
    const { subject, issuer } = new X509Certificate(signer.certificate)
    expect(subject).toBe(`C=CN\nO=${AUTHORITY}\nCN=${AUTHORITY}`)
    expect(issuer).toBe(`C=CN\nO=${AUTHORITY}\nCN=职称电子证书签章根证书`)
  })

  it('keeps serial numbers positive and never zero', () => {
    expect(new X509Certificate(signer.certificate).serialNumber).toBe(`7F${'FF'.repeat(15)}`)
    expect(new X509Certificate(root).serialNumber).toBe('01')
  })

  it('has a root that outlives its signers', () => {
    expect(new X509Certificate(signer.certificate).validTo).toBe('Dec 31 15:59:59 2028 GMT')
    expect(new X509Certificate(root).validTo).toBe('Dec 31 15:59:59 2045 GMT')
  })

  it('is believed from its first second to its last', () => {
    const at = (time: string) => chainProblem([signer.certificate, root], [root], new Date(time))
    expect(at('2026-01-01T00:00:00+08:00')).toBeNull()
    expect(at('2028-12-31T23:59:59+08:00')).toBeNull()
    expect(at('2025-12-31T23:59:59+08:00')).toBe('expired')
    expect(at('2029-01-01T00:00:00+08:00')).toBe('expired')
  })

  it('is not believed without one of our roots at its end', async () => {
    const other = await freshSigner()
    expect(chainProblem([signer.certificate, root], [other.root], during)).toBe('untrusted')
    expect(chainProblem([signer.certificate, root], [], during)).toBe('untrusted')
    expect(chainProblem([signer.certificate], [signer.certificate], during)).toBe('untrusted')
    expect(chainProblem([], [root], during)).toBe('untrusted')
  })

  it('is not believed when a link was not issued by the next', async () => {
    const other = await freshSigner()
    expect(chainProblem([other.signer.certificate, root], [root], during)).toBe('untrusted')
    expect(chainProblem([root, signer.certificate, root], [root], during)).toBe('untrusted')
    expect(chainProblem([Uint8Array.of(0x30, 0), root], [root], during)).toBe('untrusted')
  })

  it('is not believed when its certificate has one bit changed', () => {
    for (const at of [20, 200, signer.certificate.length - 3]) {
      const changed = Uint8Array.from(signer.certificate)
      changed[at]! ^= 1
      expect(chainProblem([changed, root], [root], during), `byte ${at}`).toBe('untrusted')
    }
  })
})

describe('key usage', () => {
  it.each([
    ['a signature key', [isAuthority(false), usage(digitalSignature)], null],
    ['no key usage at all', [isAuthority(false)], 'wrong-key-usage'],
    ['an encryption key', [isAuthority(false), usage(keyEncipherment)], 'wrong-key-usage'],
    [
      'an issuer of certificates',
      [isAuthority(true), usage(keyCertSign | digitalSignature)],
      'wrong-key-usage',
    ],
  ])('%s', async (_, extensions, problem) => {
    const certificate = await issued(p256(), extensions)
    expect(chainProblem([certificate, root], [root], during)).toBe(problem)
  })

  it('the root itself signs no PDF', () => {
    expect(chainProblem([root, root], [root], during)).toBe('wrong-key-usage')
  })
})

describe('a public key', () => {
  it('is taken from P-256 certificates only', async () => {
    const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' }).privateKey
    expect(publicKeyOf(signer.certificate)).toHaveLength(65)
    expect(publicKeyOf(await issued(p384, [isAuthority(false), usage(digitalSignature)]))).toBeNull()
    expect(publicKeyOf(Uint8Array.of(1, 2, 3))).toBeNull()
  })
})
