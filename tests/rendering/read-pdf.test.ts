import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { placeSignature, prepareCertificate } from '../../src/rendering/certificate-pdf.ts'
import { readSignedPdf } from '../../src/rendering/read-pdf.ts'
import { signCms } from '../../src/signing/sign-cms.ts'
import { freshSigner } from '../signing/signers.ts'
import { apply, type Edit } from './altered-pdf.ts'
import { ATTACHMENTS, faceOf, INSTANT, NAMES } from './faces.ts'
import { photoJpeg } from './photo-jpeg.ts'

const folder = new URL('../vectors/pdf/', import.meta.url)
const file = new Uint8Array(readFileSync(new URL('valid/certificate.pdf', folder)))
const roots = [new Uint8Array(readFileSync(new URL('valid/root.der', folder)))]
const carried = ATTACHMENTS.map(({ name, bytes }) => ({ name, bytes }))
const byName = (a: { name: string }, b: { name: string }) => (a.name < b.name ? -1 : 1)

describe('an untouched certificate', () => {
  it('is read: its attachments, and when it was signed', () => {
    const read = readSignedPdf(file, roots)
    expect(read).toMatchObject({ ok: true, signedAt: INSTANT })
    expect(read.ok && read.attachments.toSorted(byName)).toEqual(carried.toSorted(byName))
  })

  it('is drawn again byte for byte from its inputs and the stored CMS', () => {
    const face = faceOf({ name: NAMES.rare, scopeLine: '适用范围：基层有效', photo: photoJpeg() })
    const prepared = prepareCertificate(face, ATTACHMENTS, INSTANT)
    const [, before, after] = prepared.byteRange
    const slot = Buffer.from(Buffer.from(file.subarray(before + 1, after - 1)).toString(), 'hex')
    const cms = new Uint8Array(slot.subarray(0, 4 + slot.readUInt16BE(2)))
    expect(Buffer.compare(placeSignature(prepared, cms), file)).toBe(0)
  })

  it('is read whatever it holds', async () => {
    const { signer, root } = await freshSigner()
    for (const changes of [
      {},
      { photo: photoJpeg() },
      { name: NAMES.longest },
      { scopeLine: '适用范围：基层有效' },
    ]) {
      const prepared = prepareCertificate(faceOf(changes), ATTACHMENTS, INSTANT)
      const signed = placeSignature(prepared, signCms(prepared.digest, signer))
      expect(readSignedPdf(signed, [root]).ok).toBe(true)
    }
  })

  it('is believed at the time it was signed: the signer’s certificate may have run out since', async () => {
    const { signer, root } = await freshSigner()
    const signedOn = (instant: Date) => {
      const prepared = prepareCertificate(faceOf(), ATTACHMENTS, instant)
      return readSignedPdf(placeSignature(prepared, signCms(prepared.digest, signer)), [root])
    }
    expect(signedOn(new Date('2028-12-31T15:59:59Z')).ok).toBe(true)
    expect(signedOn(new Date('2029-01-01T00:00:00Z'))).toEqual({ ok: false, reason: 'pdf-not-ours' })
  })

  it('holds nothing to verify when nothing is attached', async () => {
    const { signer, root } = await freshSigner()
    const prepared = prepareCertificate(faceOf(), [], INSTANT)
    const signed = placeSignature(prepared, signCms(prepared.digest, signer))
    expect(readSignedPdf(signed, [root])).toEqual({ ok: false, reason: 'pdf-no-credential' })
  })
})

interface Vector {
  readonly what: string
  readonly reason: string
  readonly edits: readonly Edit[]
}

const rules = readdirSync(new URL('invalid', folder)).filter((name) => name.endsWith('.json'))

describe('an altered certificate is refused', () => {
  it.each(rules)('%s', (rule) => {
    const vector = JSON.parse(readFileSync(new URL(`invalid/${rule}`, folder), 'utf8')) as Vector
    const altered = apply(file, vector.edits)
    expect(altered).not.toEqual(file)
    expect(readSignedPdf(altered, roots)).toEqual({ ok: false, reason: vector.reason })
  })

  it('in at least 24 ways', () => expect(rules.length).toBeGreaterThanOrEqual(24))

  it('with any bit changed, in every object and every part between', () => {
    const text = Buffer.from(file).toString('latin1')
    const starts = [
      ...text.matchAll(/\d+ 0 obj\n|stream\n|endobj\n|xref\n|trailer\n|startxref\n|%%EOF/g),
    ].map((m) => m.index)
    const slot = text.indexOf('/Contents<') + 10
    const edges = [slot - 1, slot, slot + 1, slot + 12_287, slot + 12_288, slot + 12_289]
    const spread = Array.from({ length: 300 }, (_, i) => Math.floor((i * file.length) / 300))
    for (const at of [...starts.flatMap((start) => [start, start + 5]), ...edges, ...spread]) {
      const altered = Uint8Array.from(file)
      altered[at]! ^= 1 << (at % 8)
      expect(readSignedPdf(altered, roots), `byte ${at}`).toEqual({ ok: false, reason: 'pdf-altered' })
    }
  })

  it('cut anywhere', () => {
    for (let length = 0; length < file.length; length += 997) {
      expect(readSignedPdf(file.subarray(0, length), roots).ok, `${length} bytes`).toBe(false)
    }
  })

  it('twice in one file', () => {
    const twice = new Uint8Array(Buffer.concat([file, file]))
    expect(readSignedPdf(twice, roots)).toEqual({ ok: false, reason: 'pdf-several-revisions' })
  })

  it('with every line break converted', () => {
    const converted = Buffer.from(Buffer.from(file).toString('latin1').replaceAll('\n', '\r\n'), 'latin1')
    expect(readSignedPdf(new Uint8Array(converted), roots)).toEqual({ ok: false, reason: 'pdf-altered' })
  })
})

describe('a file that is not ours', () => {
  const stranger =
    '%PDF-1.4\n1 0 obj\n<</Type/Catalog>>\nendobj\nxref\n0 1\ntrailer\n<</Root 1 0 R>>\nstartxref\n9\n%%EOF'
  it.each([
    ['no PDF at all', 'not a PDF', 'malformed'],
    ['nothing', '', 'malformed'],
    ['a scan or printout', stranger, 'pdf-no-credential'],
    [
      'a PDF signed by someone else',
      stranger.replace('/Catalog', '/Catalog/ByteRange[0 1 2 3]'),
      'pdf-not-ours',
    ],
    ['an imitation of our layout', stranger.replace('/Catalog', '/Producer(Zhengxin)'), 'pdf-altered'],
  ])('%s', (_, text, reason) => {
    expect(readSignedPdf(new Uint8Array(Buffer.from(text)), roots)).toEqual({ ok: false, reason })
  })

  it('is not read beyond 10 MB', () => {
    const large = new Uint8Array(10 * 1024 * 1024 + 1)
    large.set(file)
    expect(readSignedPdf(large, roots)).toEqual({ ok: false, reason: 'malformed' })
  })

  it('never throws, whatever follows the marks we look for', () => {
    const pieces = fc.constantFrom(
      '%PDF-1.7\n', '/Producer(Zhengxin)', '/ByteRange[', '0 1 2 3', ']/Contents<', '00', '>>>\nendobj\n', 'xref\n0 2\n',
      '0000000000 65535 f \n', '0000000009 00000 n \n', 'trailer\n<</Size 2/Root 1 0 R', 'startxref\n', '9', '\n%%EOF\n',
    ) // prettier-ignore
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 30 }), (parts) => {
        const bytes = new Uint8Array(Buffer.from(parts.join('')))
        return !readSignedPdf(bytes, roots).ok
      }),
    )
  })
})
