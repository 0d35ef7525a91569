import { readTrueType, type TrueType } from '../../src/rendering/truetype.ts'

/** A font as our PDFs embed it. */
export interface EmbeddedFont {
  readonly name: string
  readonly font: TrueType
  /** Code → character. */
  readonly unicode: ReadonlyMap<number, string>
  /** Thousandths of an em, by code. */
  readonly widths: readonly number[]
}

/** One text object: the box is [left, bottom, right, top], points from the lower left corner of the page. */
export interface DrawnText {
  readonly text: string
  readonly box: readonly [number, number, number, number]
  readonly characters: readonly { readonly code: number; readonly font: EmbeddedFont }[]
}

export interface OwnPdf {
  object(id: number): string
  readonly content: string
  readonly fonts: readonly EmbeddedFont[]
  readonly texts: readonly DrawnText[]
  /** The QR code with its quiet zone. */
  readonly qr: readonly [number, number, number, number]
}

const latin1 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('latin1')

/** Reads back what certificate-pdf.ts writes, by the cross-reference table alone. */
export function readOwnPdf(bytes: Uint8Array): OwnPdf {
  const file = latin1(bytes)
  const table = file.slice(Number(/startxref\n(\d+)\n%%EOF\n$/.exec(file)![1]))
  const offsets = [...table.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, at]) => Number(at))
  const object = (id: number): string => {
    const start = offsets[id - 1]!
    const head = `${id} 0 obj\n`
    if (!file.startsWith(head, start)) throw new Error(`object ${id} is not where the table says`)
    return file.slice(start + head.length, file.indexOf('endobj\n', start))
  }
  const stream = (id: number): Uint8Array => {
    const start = offsets[id - 1]!
    const [head, length] = /^\d+ 0 obj\n<<.*?\/Length (\d+)>>\nstream\n/.exec(
      file.slice(start, start + 2000),
    )!
    return bytes.slice(start + head.length, start + head.length + Number(length))
  }
  const reference = (text: string, key: string): number =>
    Number(new RegExp(`${key}[[ ]*(\\d+) 0 R`).exec(text)![1])

  const page = object(3)
  const content = latin1(stream(reference(page, '/Contents')))
  const fonts = [...page.matchAll(/\/F\d+ (\d+) 0 R/g)].map(([, id]): EmbeddedFont => {
    const type0 = object(Number(id))
    const descendant = object(reference(type0, '/DescendantFonts'))
    const descriptor = object(reference(descendant, '/FontDescriptor'))
    const map = latin1(stream(reference(type0, '/ToUnicode')))
    const unicode = [...map.matchAll(/^<([0-9A-F]{4})> <([0-9A-F]+)>$/gm)].slice(1)
    return {
      name: /\/BaseFont\/[A-Z]{6}\+(\S+?)\//.exec(type0)![1]!,
      font: readTrueType(stream(reference(descriptor, '/FontFile2'))),
      unicode: new Map(unicode.map(([, code, units]) => [Number.parseInt(code!, 16), fromUtf16(units!)])),
      widths: [0, .../\/W\[1\[([\d ]*)\]\]/.exec(descendant)![1]!.split(' ').map(Number)],
    }
  })
  return { object, content, fonts, texts: textsIn(content, fonts), qr: qrIn(content) }
}

const fromUtf16 = (hex: string): string => Buffer.from(hex, 'hex').swap16().toString('utf16le')

function textsIn(content: string, fonts: readonly EmbeddedFont[]): DrawnText[] {
  const objects = /^BT [\d. ]+ rg ([\d.]+) Tc ([\d.-]+) ([\d.-]+) Td (.*?)ET$/gm
  return [...content.matchAll(objects)].map(([, tracking, x, y, shown]) => {
    const characters: { code: number; font: EmbeddedFont }[] = []
    let width = 0
    let size = 0
    for (const [, name, points, codes] of shown!.matchAll(/\/F(\d+) ([\d.]+) Tf <([0-9A-F]+)> Tj/g)) {
      const font = fonts[Number(name) - 1]!
      size = Number(points)
      for (const code of codes!.match(/.{4}/g)!.map((digits) => Number.parseInt(digits, 16))) {
        characters.push({ code, font })
        width += (font.widths[code]! * size) / 1000 + Number(tracking)
      }
    }
    const [left, base] = [Number(x), Number(y)]
    const text = characters.map(({ code, font }) => font.unicode.get(code)).join('')
    // Ink of a Chinese character: from an eighth below the baseline to seven eighths above.
    const box = [left, base - 0.1 * size, left + width - Number(tracking), base + 0.84 * size] as const
    return { text, box, characters }
  })
}

function qrIn(content: string): OwnPdf['qr'] {
  const [, scale, , x, y, path] =
    /^q ([\d.]+) 0 0 ([\d.]+) ([\d.]+) ([\d.]+) cm\n0 g\n([\d.\s-re]+)\nf$/m.exec(content)!
  const rows = [...path!.matchAll(/^\d+ (-\d+) \d+ 1 re$/gm)].map(([, row]) => -Number(row))
  const [module, left, top] = [Number(scale), Number(x), Number(y)]
  const size = Math.max(...rows)
  return [left - 4 * module, top - (size + 4) * module, left + (size + 4) * module, top + 4 * module]
}
