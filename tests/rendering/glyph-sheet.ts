import { embedFont } from '../../src/rendering/embed-font.ts'
import { certificateFonts, type Glyph } from '../../src/rendering/fonts.ts'
import type { FontUse } from '../../src/rendering/page.ts'
import { createPdfFile, hex4, type PdfFile } from '../../src/rendering/pdf-objects.ts'
import { faceOf, NAMES } from './faces.ts'

export const SHEET = { columns: 20, cell: 30 } as const

/** The same characters twice, one to a cell: from the subset a certificate would embed, and from the whole fonts. */
export function glyphSheet(): { characters: readonly string[]; subset: Uint8Array; whole: Uint8Array } {
  const face = faceOf()
  const said = [
    ...face.fields.flatMap(({ label, value }) => [label, value]),
    face.statement,
    face.authority,
    face.issuedOn,
  ]
  const spread = Array.from({ length: 120 }, (_, i) => String.fromCodePoint(0x4e00 + i * 173))
  const rare = Array.from({ length: 60 }, (_, i) => String.fromCodePoint(0x20000 + i * 683))
  const text = [face.heading, face.number, ...said, ...Object.values(NAMES), ...spread, ...rare].join('')
  const characters = [...new Set(text)].filter((character) => character.trim() !== '')
  const fonts = certificateFonts()
  const uses = new Map<string, Glyph[]>()
  const drawn = characters.map((character) => {
    const glyph = fonts.glyphFor(character.codePointAt(0)!, 'regular')
    const use = uses.get(glyph.face.name) ?? []
    uses.set(glyph.face.name, use)
    return { font: [...uses.keys()].indexOf(glyph.face.name) + 1, code: use.push(glyph) }
  })
  const all = [...uses.values()].map((glyphs): FontUse => ({ face: glyphs[0]!.face, glyphs }))
  return { characters, subset: sheet(all, drawn, embedFont), whole: sheet(all, drawn, embedWhole) }
}

function sheet(
  uses: readonly FontUse[],
  drawn: readonly { readonly font: number; readonly code: number }[],
  embed: (file: PdfFile, use: FontUse) => number,
): Uint8Array {
  const { columns, cell } = SHEET
  const height = Math.ceil(drawn.length / columns) * cell
  const content = drawn.map(({ font, code }, i) => {
    const [x, y] = [(i % columns) * cell + 3, height - Math.floor(i / columns) * cell - 23]
    return `BT /F${font} 24 Tf ${x} ${y} Td <${hex4(code)}> Tj ET`
  })
  const file = createPdfFile()
  const [catalog, pages, page] = [file.reserve(), file.reserve(), file.reserve()]
  const fonts = uses.map((use, i) => `/F${i + 1} ${embed(file, use)} 0 R`)
  const contents = file.addStream('', content.join('\n'))
  file.write(catalog, `<</Type/Catalog/Pages ${pages} 0 R>>`)
  file.write(pages, `<</Type/Pages/Kids[${page} 0 R]/Count 1>>`)
  file.write(
    page,
    `<</Type/Page/Parent ${pages} 0 R/MediaBox[0 0 ${columns * cell} ${height}]/Contents ${contents} 0 R` +
      `/Resources<</Font<<${fonts.join('')}>>>>>>`,
  )
  return file.finish(`/Root ${catalog} 0 R`)
}

/** Nothing of ours between the font file and the renderer but a table from codes to its own glyph numbers. */
function embedWhole(file: PdfFile, { face, glyphs }: FontUse): number {
  const program = file.addStream(`/Length1 ${face.font.bytes.length}`, face.font.bytes)
  const descriptor = file.add(
    `<</Type/FontDescriptor/FontName/${face.name}/Flags 4/FontBBox[-1000 -1000 2000 2000]/ItalicAngle 0/Ascent 880` +
      `/Descent -120/CapHeight 700/StemV 80/FontFile2 ${program} 0 R>>`,
  )
  const map = file.addStream(
    '',
    Buffer.from([0, ...glyphs.map(({ glyph }) => glyph)].map(hex4).join(''), 'hex'),
  )
  const widths = glyphs.map(({ advance }) => advance).join(' ')
  const descendant = file.add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont/${face.name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)` +
      `/Supplement 0>>/FontDescriptor ${descriptor} 0 R/W[1[${widths}]]/CIDToGIDMap ${map} 0 R>>`,
  )
  return file.add(
    `<</Type/Font/Subtype/Type0/BaseFont/${face.name}/Encoding/Identity-H/DescendantFonts[${descendant} 0 R]>>`,
  )
}
