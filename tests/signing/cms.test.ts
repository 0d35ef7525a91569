import { execFileSync } from 'node:child_process'
import { createHash, sign, verify, X509Certificate } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { concat, equalBytes, fromHex, hex } from '../../src/signing/bytes.ts'
import { verifyCms } from '../../src/signing/cms.ts'
import { signCms } from '../../src/signing/sign-cms.ts'
import {
  der,
  elementsOf,
  octets,
  oid,
  readElement,
  sequence,
  setOf,
  TAG,
  unsigned,
} from '../../src/signing/der.ts'
import { AUTHORITY, freshSigner } from './signers.ts'

const { signer, root } = await freshSigner()
const message = new TextEncoder().encode('the bytes of a PDF around its slot')
const digest = new Uint8Array(createHash('sha256').update(message).digest())
const cms = signCms(digest, signer)
const at = new Date('2026-11-21T10:00:00+08:00')
const judge = (bytes: Uint8Array, over = digest, roots = [root], when = at) =>
  verifyCms(bytes, over, roots, when)

const find = (part: Uint8Array, whole = cms): number => Buffer.from(whole).indexOf(part)
const replaced = (from: Uint8Array, to: Uint8Array): Uint8Array => {
  const start = find(from)
  expect(start).toBeGreaterThan(0)
  return concat(cms.subarray(0, start), to, cms.subarray(start + from.length))
}

describe('a CMS signature', () => {
  it('verifies and names the signer', () => {
    expect(judge(cms)).toEqual({
      ok: true,
      signer: { certificate: signer.certificate, subject: AUTHORITY },
      root,
    })
  })

  it('is a PAdES B-B signature: three signed attributes, no signing time, no unsigned attributes', () => {
    const [, content] = elementsOf(readElement(cms), TAG.sequence)
    const parts = elementsOf(elementsOf(content, 0xa0)[0], TAG.sequence)
    const info = elementsOf(elementsOf(parts[4], TAG.set)[0], TAG.sequence)
    expect(info).toHaveLength(6)
    const types = elementsOf(info[3], 0xa0).map((attribute) =>
      hex(elementsOf(attribute, TAG.sequence)[0]!.whole),
    )
    const expected = ['1.2.840.113549.1.9.3', '1.2.840.113549.1.9.4', '1.2.840.113549.1.9.16.2.47']
    expect(types).toEqual(expected.map((dotted) => hex(oid(dotted))))
    expect(find(oid('1.2.840.113549.1.9.5'))).toBe(-1)
  })

  it('carries the root, so that a reader can be told to trust it', () => {
    expect(find(root)).toBeGreaterThan(0)
    expect(find(signer.certificate)).toBeGreaterThan(0)
  })

  it('fails over another digest', () => {
    const other = new Uint8Array(createHash('sha256').update('another file').digest())
    expect(judge(cms, other)).toEqual({ ok: false, reason: 'digest-mismatch' })
  })

  it('fails without our root, and outside the time of its certificate', async () => {
    const other = await freshSigner()
    expect(judge(cms, digest, [other.root])).toEqual({ ok: false, reason: 'untrusted' })
    expect(judge(cms, digest, [root], new Date('2030-01-01'))).toEqual({ ok: false, reason: 'expired' })
  })

  it('fails when another key signed under the same certificate', async () => {
    const other = await freshSigner()
    const forged = signCms(digest, { ...signer, privateKey: other.signer.privateKey })
    expect(judge(forged)).toEqual({ ok: false, reason: 'bad-signature' })
  })

  it('fails with any single bit changed', () => {
    for (let i = 0; i < cms.length; i++) {
      const changed = Uint8Array.from(cms)
      changed[i]! ^= 1 << (i % 8)
      expect(judge(changed).ok, `byte ${i}`).toBe(false)
    }
  })

  it('never throws on rubbish, cut or lengthened bytes', () => {
    for (let length = 0; length < cms.length; length += 7)
      expect(judge(cms.subarray(0, length)).ok).toBe(false)
    expect(judge(concat(cms, Uint8Array.of(0)))).toEqual({ ok: false, reason: 'malformed' })
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => !judge(bytes).ok))
  })
})

describe('a second spelling of the same signature is refused', () => {
  it('the twin (r, n − s)', () => {
    const n = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n
    // Some 70 bytes at the end: SEQUENCE { r, s }.
    const octet = tail()
    const [r, s] = elementsOf(readElement(octet.content), TAG.sequence)
    const twin = n - BigInt(`0x${hex(s!.content)}`)
    const scalars = sequence(r!.whole, unsigned(fromHex(twin.toString(16).padStart(64, '0'))))
    const attributes = signedAttributes()
    const key = new X509Certificate(signer.certificate).publicKey
    expect(verify('sha256', attributes, key, scalars)).toBe(true)
    expect(judge(rebuiltWith(octets(scalars))).ok).toBe(false)
  })

  it('a non-minimal integer', () => {
    const [r, s] = elementsOf(readElement(tail().content), TAG.sequence)
    const padded = der(TAG.integer, Uint8Array.of(0, 0), r!.content)
    expect(judge(rebuiltWith(octets(sequence(padded, s!.whole)))).ok).toBe(false)
  })

  it('an extra certificate, or one missing', async () => {
    const other = await freshSigner('另一机关')
    expect(judge(withCertificates(signer.certificate, root, other.root)).ok).toBe(false)
    expect(judge(withCertificates(signer.certificate)).ok).toBe(false)
    expect(judge(withCertificates(signer.certificate, root))).toMatchObject({ ok: true })
  })

  it('digest algorithm parameters spelt as NULL', () => {
    const sha256 = sequence(oid('2.16.840.1.101.3.4.2.1'))
    const spelt = sequence(oid('2.16.840.1.101.3.4.2.1'), der(5))
    expect(judge(replaced(sha256, spelt)).ok).toBe(false)
  })

  it('signed attributes left out', () => {
    const signature = sign('sha256', message, signer.privateKey)
    const [, content] = elementsOf(readElement(cms), TAG.sequence)
    const parts = elementsOf(elementsOf(content, 0xa0)[0], TAG.sequence)
    const info = elementsOf(elementsOf(parts[4], TAG.set)[0], TAG.sequence)
    const bare = sequence(...[0, 1, 2, 4].map((i) => info[i]!.whole), octets(signature))
    expect(judge(signedData([...parts.slice(0, 4).map((part) => part.whole), setOf(bare)])).ok).toBe(false)
  })
})

describe.skipIf(!hasOpenssl())('OpenSSL agrees (skipped without openssl)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zhengxin-cms-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('as a CAdES signature under the root', () => {
    const pem = new X509Certificate(root).toString()
    const files = { 'root.pem': pem, 'cms.der': cms, message }
    for (const [name, content] of Object.entries(files)) writeFileSync(join(folder, name), content)
    const options = [
      '-binary',
      '-inform',
      'DER',
      '-in',
      'cms.der',
      '-content',
      'message',
      '-CAfile',
      'root.pem',
    ]
    // Our certificates say what they may sign, not that they may sign e-mail.
    const out = execFileSync('openssl', ['cms', '-verify', '-cades', '-purpose', 'any', ...options], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    expect(equalBytes(out, message)).toBe(true)
  })
})

function hasOpenssl(): boolean {
  try {
    execFileSync('openssl', ['version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}

function pieces() {
  const [type, content] = elementsOf(readElement(cms), TAG.sequence)
  const parts = elementsOf(elementsOf(content, 0xa0)[0], TAG.sequence)
  const info = elementsOf(elementsOf(parts[4], TAG.set)[0], TAG.sequence)
  return { type: type!, parts, info }
}

const tail = () => pieces().info[5]!

const signedAttributes = (): Uint8Array => der(TAG.set, pieces().info[3]!.content)

const signedData = (parts: readonly Uint8Array[]): Uint8Array =>
  sequence(pieces().type.whole, der(0xa0, sequence(...parts)))

function rebuiltWith(signature: Uint8Array): Uint8Array {
  const { parts, info } = pieces()
  const signerInfo = sequence(...info.slice(0, 5).map((part) => part.whole), signature)
  return signedData([...parts.slice(0, 4).map((part) => part.whole), setOf(signerInfo)])
}

function withCertificates(...certificates: readonly Uint8Array[]): Uint8Array {
  const { parts } = pieces()
  const set = concat(Uint8Array.of(0xa0), setOf(...certificates).subarray(1))
  return signedData(parts.map((part, i) => (i === 3 ? set : part.whole)))
}
