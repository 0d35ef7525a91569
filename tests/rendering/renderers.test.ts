import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { placeSignature, prepareCertificate } from '../../src/rendering/certificate-pdf.ts'
import { signCms } from '../../src/signing/sign-cms.ts'
import { AUTHORITY, freshSigner } from '../signing/signers.ts'
import { glyphSheet, SHEET } from './glyph-sheet.ts'
import { ATTACHMENTS, faceOf, INSTANT, NAMES, qrOf, QR_URL } from './faces.ts'
import { photoJpeg } from './photo-jpeg.ts'
import { lacks, render, RENDERERS, run, type Picture } from './tools.ts'

const folder = mkdtempSync(join(tmpdir(), 'zhengxin-pdf-'))
afterAll(() => rmSync(folder, { recursive: true }))

const digits = (text: string): string => text.slice(QR_URL.length)

beforeAll(async () => {
  const { signer, root } = await freshSigner()
  writeFileSync(join(folder, 'root.der'), root)
  const faces = {
    usual: faceOf(),
    full: faceOf({ name: NAMES.rare, scopeLine: '适用范围：基层有效', photo: photoJpeg(), qr: qrOf(900) }),
  }
  for (const [name, face] of Object.entries(faces)) {
    const prepared = prepareCertificate(face, ATTACHMENTS, INSTANT)
    writeFileSync(join(folder, `${name}.pdf`), placeSignature(prepared, signCms(prepared.digest, signer)))
  }
})

describe.skipIf(lacks(...RENDERERS))('renderers without system fonts (need pdftoppm and mutool)', () => {
  const sheet = glyphSheet()
  beforeAll(() => {
    writeFileSync(join(folder, 'subset.pdf'), sheet.subset)
    writeFileSync(join(folder, 'whole.pdf'), sheet.whole)
  })

  it.each(RENDERERS)('%s draws every character of the subset as of the whole font', (renderer) => {
    const [subset, whole] = ['subset.pdf', 'whole.pdf'].map((file) => render(renderer, folder, file, 96))
    const wrong = sheet.characters.filter((_, i) => !cell(subset!, i).equals(cell(whole!, i)))
    expect(wrong).toEqual([])
    const blank = sheet.characters.filter((_, i) => cell(subset!, i).every((grey) => grey > 128))
    expect(blank).toEqual([])
    const pictures = new Set(sheet.characters.map((_, i) => cell(subset!, i).toString('latin1')))
    expect(pictures.size).toBe(sheet.characters.length)
  })

  it.each(['usual.pdf', 'full.pdf'])('both draw %s alike', (file) => {
    const [poppler, mupdf] = RENDERERS.map((renderer) => render(renderer, folder, file, 72))
    expect([mupdf!.width, mupdf!.height]).toEqual([poppler!.width, poppler!.height])
    const [one, two] = [blocks(poppler!), blocks(mupdf!)]
    // Edges are smoothed differently; a character missing in one darkens its block in the other by 50 or more.
    expect(Math.max(...one.map((grey, i) => Math.abs(grey - two[i]!)))).toBeLessThan(30)
  })

  it('poppler has no complaint', () => {
    expect(run(folder, 'pdftotext', 'full.pdf', '-').toString()).toContain(NAMES.rare)
    expect(run(folder, 'pdfinfo', 'full.pdf').toString()).toMatch(/Tagged: +yes[^]*A4/)
  })
})

/** The pixels of one character's cell. */
function cell(picture: Picture, index: number): Buffer {
  const side = Math.round((SHEET.cell * 96) / 72)
  const [column, row] = [index % SHEET.columns, Math.floor(index / SHEET.columns)]
  const rows = Array.from({ length: side }, (_, y) => {
    const start = (row * side + y) * picture.width + column * side
    return picture.pixels.subarray(start, start + side)
  })
  return Buffer.concat(rows)
}

/** The mean grey of every block of 12 by 12 pixels. */
function blocks({ width, height, pixels }: Picture): number[] {
  const side = 12
  const columns = Math.ceil(width / side)
  const sums = Array.from({ length: columns * Math.ceil(height / side) }, () => 0)
  for (const [i, grey] of pixels.entries()) {
    sums[Math.floor(Math.floor(i / width) / side) * columns + Math.floor((i % width) / side)]! += grey
  }
  return sums.map((sum) => sum / side ** 2)
}

describe.skipIf(lacks(...RENDERERS, 'zbarimg'))(
  'a phone’s reader (needs zbarimg, pdftoppm and mutool)',
  () => {
    it.each(['usual', 'full'])('reads the code of the %s certificate at 150 dpi', (name) => {
      run(folder, 'pdftoppm', '-png', '-r', '150', '-singlefile', `${name}.pdf`, `${name}-poppler`)
      run(folder, 'mutool', 'draw', '-q', '-r', '150', '-o', `${name}-mupdf.png`, `${name}.pdf`)
      for (const renderer of ['poppler', 'mupdf']) {
        const text = run(folder, 'zbarimg', '--quiet', '--raw', `${name}-${renderer}.png`).toString().trim()
        expect(text.startsWith(QR_URL), renderer).toBe(true)
        expect(digits(text), renderer).toMatch(name === 'usual' ? /^\d{520}$/ : /^\d{900}$/)
      }
    })
  },
)

describe.skipIf(lacks('qpdf'))('qpdf (needs qpdf)', () => {
  it.each(['usual.pdf', 'full.pdf'])('finds no fault in %s', (file) => {
    expect(run(folder, 'qpdf', '--check', file).toString()).toContain(
      'No syntax or stream encoding errors found',
    )
  })
})

describe.skipIf(lacks('pdfsig', 'certutil'))('pdfsig (needs poppler-utils and libnss3-tools)', () => {
  it('says the whole document is signed by the authority and nothing else is', () => {
    run(folder, 'mkdir', '-p', 'nss')
    run(folder, 'certutil', '-N', '-d', 'sql:nss', '--empty-password')
    run(folder, 'certutil', '-A', '-d', 'sql:nss', '-n', 'root', '-t', 'CT,C,C', '-i', 'root.der')
    const said = run(folder, 'pdfsig', '-nssdir', 'sql:nss', 'full.pdf').toString()
    expect(said.match(/Signature #/g)).toHaveLength(1)
    for (const line of [
      `Signer Certificate Common Name: ${AUTHORITY}`,
      'Signature Type: ETSI.CAdES.detached',
      'Total document signed',
      'Signature Validation: Signature is Valid.',
      'Certificate Validation: Certificate is Trusted.',
    ]) {
      expect(said).toContain(line)
    }
  })
})
