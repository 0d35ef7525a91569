import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Refusal } from '../../src/platform/refusal.ts'
import type { CertificateFace } from '../../src/rendering/certificate-face.ts'
import { placeSignature, prepareCertificate } from '../../src/rendering/certificate-pdf.ts'
import { certificateFonts, type Fonts } from '../../src/rendering/fonts.ts'
import { contoursOf } from '../../src/rendering/outline.ts'
import { ATTACHMENTS, emptyQr, faceOf, INSTANT, NAMES, qrOf } from './faces.ts'
import { readOwnPdf, type OwnPdf } from './own-pdf.ts'
import { photoJpeg } from './photo-jpeg.ts'

const prepare = (face: CertificateFace) => prepareCertificate(face, ATTACHMENTS, INSTANT)
const draw = (changes: Partial<CertificateFace> = {}): OwnPdf => readOwnPdf(prepare(faceOf(changes)).bytes)
const textsOf = (pdf: OwnPdf): string[] => pdf.texts.map(({ text }) => text)
const hash = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

describe('a certificate', () => {
  it('says everything it is given, as text', () => {
    const face = faceOf({ scopeLine: '适用范围：基层有效' })
    const texts = textsOf(draw(face))
    const wanted = [
      face.heading,
      `证书编号：${face.number}`,
      face.name,
      face.statement,
      face.authority,
      face.issuedOn,
    ]
    wanted.push('适用范围：基层有效', `扫码核验　${face.verifyHost}`)
    for (const { label, value } of face.fields) wanted.push(label, value)
    expect(texts.toSorted()).toEqual(wanted.toSorted())
  })

  it('is A4 landscape, in Chinese, tagged, PDF/A-3', () => {
    const pdf = draw()
    expect(pdf.object(3)).toContain('/MediaBox[0 0 841.92 595.2]')
    const catalog = pdf.object(1)
    for (const entry of ['/Lang(zh-CN)', '/MarkInfo<</Marked true>>', '/S/GTS_PDFA1', '/DocMDP 4 0 R']) {
      expect(catalog).toContain(entry)
    }
  })

  it('has the same bytes each time, whatever was drawn before', () => {
    const before = prepare(faceOf({ name: NAMES.rare })).bytes
    const between = prepare(faceOf({ authority: '大理白族自治州人力资源和社会保障局' })).bytes
    expect(hash(prepare(faceOf({ name: NAMES.rare })).bytes)).toBe(hash(before))
    expect(hash(between)).not.toBe(hash(before))
    const fresh = prepareCertificate(faceOf({ name: NAMES.rare }), ATTACHMENTS, INSTANT, certificateFonts())
    expect(hash(fresh.bytes)).toBe(hash(before))
  })

  it('covers the whole file but the slot, which one CMS fills', () => {
    const { bytes, byteRange, digest } = prepare(faceOf())
    const [start, before, after, rest] = byteRange
    expect(start).toBe(0)
    expect(after + rest).toBe(bytes.length)
    expect(Buffer.from(bytes.subarray(before, after)).toString()).toMatch(/^<0{12288}>$/)
    expect(hash(Buffer.concat([bytes.subarray(0, before), bytes.subarray(after)]))).toBe(
      Buffer.from(digest).toString('hex'),
    )
    const signed = placeSignature({ bytes, byteRange, digest }, Uint8Array.of(0xab, 0xcd))
    expect(Buffer.from(signed.subarray(before, before + 7)).toString()).toBe('<abcd00')
    expect(signed.subarray(0, before)).toEqual(bytes.subarray(0, before))
    expect(signed.subarray(after)).toEqual(bytes.subarray(after))
  })

  it('refuses a CMS that does not fit', () => {
    expect(() => placeSignature(prepare(faceOf()), new Uint8Array(6145))).toThrow(RangeError)
  })

  it('carries the picture of a photo and none of its notes', () => {
    const { bytes } = prepare(faceOf({ photo: photoJpeg('GPS 25.04 N 102.71 E') }))
    const file = Buffer.from(bytes)
    expect(file.includes('/Filter/DCTDecode')).toBe(true)
    expect(file.includes('GPS 25.04')).toBe(false)
    expect(draw().object(3)).not.toContain('/Photo')
  })
})

describe('every character is drawn as itself', () => {
  const fonts = certificateFonts()
  it.each(Object.entries(NAMES))('%s', (_, name) => {
    for (const { characters } of draw({ name }).texts) expectOwnOutlines(characters, fonts)
  })

  it('from Noto Serif SC where it has the character, from HanaMinB where it alone has it', () => {
    const { texts } = draw({ name: '龘𪚥𬱖' })
    const name = texts.find(({ text }) => text === '龘𪚥𬱖')
    const faces = name?.characters.map(({ font }) => font.name)
    expect(faces).toEqual(['NotoSerifSC-Regular', 'HanaMinB', 'NotoSerifSC-Regular'])
  })

  it('with surrogate pairs beyond the first plane, so that it can be copied out', () => {
    expect(textsOf(draw({ name: NAMES.rare }))).toContain(NAMES.rare)
  })
})

function expectOwnOutlines(characters: OwnPdf['texts'][number]['characters'], fonts: Fonts): void {
  for (const { code, font } of characters) {
    const character = font.unicode.get(code)!
    const weight = font.name.endsWith('Bold') ? 'bold' : 'regular'
    const source = fonts.glyphFor(character.codePointAt(0)!, weight)
    expect(source.face.name, character).toBe(font.name)
    expect(contoursOf(font.font, code), character).toEqual(contoursOf(source.face.font, source.glyph))
    expect(font.widths[code]).toBe(source.advance)
  }
}

describe('nothing overlaps', () => {
  it.each([
    ['a usual certificate', {}],
    ['a restricted one', { scopeLine: '适用范围：基层有效', name: NAMES.dotted }],
    ['the longest name', { name: NAMES.longest }],
    ['fifty characters without a dot', { name: '龘'.repeat(50) }],
    ['a photo', { photo: photoJpeg() }],
    [
      'a photo and the largest code',
      { photo: photoJpeg(), qr: emptyQr(93), scopeLine: '适用范围：基层有效' },
    ],
    ['the smallest code', { qr: emptyQr(21) }],
    ['a long authority', { authority: '大理白族自治州洱源县人力资源和社会保障局职称改革工作领导小组办公室' }],
    ['a long host', { verifyHost: 'zhicheng-verification.human-resources.some-prefecture.yunnan.gov.cn' }],
    ['everything long', everythingLong()],
  ])('%s', (_, changes) => expectApart(draw(changes)))

  it('whatever the lengths, or the certificate is refused', () => {
    const word = (most: number) =>
      fc
        .array(fc.constantFrom(...Array.from('云南建筑工程（）〔〕·，A9龘')), {
          minLength: 1,
          maxLength: most,
        })
        .map((parts) => parts.join(''))
    const faces = fc.record({
      name: word(60),
      statement: word(160),
      scopeLine: fc.option(word(120)),
      authority: word(40),
      fields: fc.array(fc.record({ label: word(8), value: word(90) }), { maxLength: 12 }),
      qr: fc.constantFrom(21, 61, 69, 85, 93).map(emptyQr),
      photo: fc.constantFrom(undefined, photoJpeg()),
    })
    let drawn = 0
    fc.assert(
      fc.property(faces, ({ photo, ...changes }) => {
        const pdf = tryDraw({ ...changes, ...(photo ? { photo } : {}) })
        if (pdf) {
          drawn++
          expectApart(pdf)
        }
      }),
      { numRuns: 150, seed: 20261121 },
    )
    expect(drawn).toBeGreaterThan(50)
  })
})

function everythingLong(): Partial<CertificateFace> {
  return {
    name: NAMES.longest,
    scopeLine:
      '适用范围：定向评价，仅限洱源县、剑川县、鹤庆县、云龙县、永平县、漾濞彝族自治县乡镇及以下单位有效',
    authority: '大理白族自治州洱源县人力资源和社会保障局职称改革工作领导小组办公室',
    fields: faceOf().fields.map(({ label, value }) => ({ label, value: value.repeat(3).slice(0, 48) })),
    qr: qrOf(900),
  }
}

function tryDraw(changes: Partial<CertificateFace>): OwnPdf | null {
  try {
    return draw(changes)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'rendering/text-too-long') return null
    throw error
  }
}

type Box = readonly [number, number, number, number]

const overlap = (a: Box, b: Box): boolean => a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3]

/** No text on another, on the code's quiet zone or on the border. */
function expectApart({ texts, qr }: OwnPdf): void {
  for (const [i, { text, box }] of texts.entries()) {
    expect(overlap(box, qr), `${text} on the code`).toBe(false)
    expect(box[0] > 30 && box[1] > 30 && box[2] < 812 && box[3] < 566, `${text} on the border`).toBe(true)
    for (const other of texts.slice(i + 1)) {
      expect(overlap(box, other.box), `${text} on ${other.text}`).toBe(false)
    }
  }
  const seal = [540, 10, 690, 146] as const
  expect(overlap(seal, qr), 'seal on the code').toBe(false)
}

describe('refused by name', () => {
  it.each([
    ['a character no font has', { name: '张\u{323B0}' }, 'rendering/no-glyph', 'U+323B0'],
    ['a private-use character', { name: '张\uE863' }, 'rendering/no-glyph', 'U+E863'],
    ['a variation selector', { name: '龘\u{E0101}' }, 'rendering/no-glyph', 'U+E0101'],
    ['half a surrogate pair', { name: '张\uD86A' }, 'rendering/no-glyph', 'U+D86A'],
    ['a line break', { name: '张\n明' }, 'rendering/no-glyph', 'U+000A'],
    ['a field that cannot be shown whole', { name: '龘'.repeat(400) }, 'rendering/text-too-long', '姓名'],
    ['a code too large', { qr: emptyQr(97) }, 'rendering/qr-too-large', '97×97'],
    [
      'a code whose modules are missing',
      { qr: { size: 61, modules: new Uint8Array(60) } },
      'rendering/qr-too-large',
      '61',
    ],
  ])('%s', (_, changes, code, named) => {
    expect(() => draw(changes)).toThrow(
      expect.objectContaining({ code, message: expect.stringContaining(named) }),
    )
  })

  it.each([
    ['a name that is a path', '../certificate'],
    ['a name in Chinese', '证书.txt'],
    ['a name used twice', 'certificate.cwt'],
  ])('an attachment with %s', (_, name) => {
    const attachments = [...ATTACHMENTS, { ...ATTACHMENTS[0]!, name }]
    const refusal = expect.objectContaining({ code: 'rendering/attachment-unusable' })
    expect(() => prepareCertificate(faceOf(), attachments, INSTANT)).toThrow(refusal)
  })

  it.each(['/ByteRange', 'startxref', '%%EOF'])('an attachment or photo that imitates %s', (mark) => {
    const bytes = new TextEncoder().encode(`...${mark}...`)
    const attachments = [{ ...ATTACHMENTS[0]!, bytes }]
    const attachmentRefused = expect.objectContaining({ code: 'rendering/attachment-unusable' })
    expect(() => prepareCertificate(faceOf(), attachments, INSTANT)).toThrow(attachmentRefused)
    const jpeg = photoJpeg()
    const photo = new Uint8Array([...jpeg.slice(0, -2), ...bytes, ...jpeg.slice(-2)])
    expect(() => draw({ photo })).toThrow(expect.objectContaining({ code: 'rendering/photo-unusable' }))
  })
})
