import type { FontUse } from './page.ts'
import { hex4, type PdfFile } from './pdf-objects.ts'
import { subsetFont } from './subset.ts'

/** Embeds the characters a page uses of one typeface; returns the font object's number. Codes are those of FontUse. */
export function embedFont(file: PdfFile, { face, glyphs }: FontUse): number {
  const { font } = face
  const data = subsetFont(
    font,
    glyphs.map((glyph) => glyph.glyph),
  )
  const name = `/${subsetTag(glyphs.map((glyph) => glyph.codePoint))}+${face.name}`
  const perEm = (units: number): number => Math.round((units * 1000) / font.unitsPerEm)

  const program = file.addStream(`/Length1 ${data.length}`, data)
  const descriptor = file.add(
    `<</Type/FontDescriptor/FontName${name}/Flags 4/FontBBox[${font.bounds.map(perEm).join(' ')}]/ItalicAngle 0` +
      `/Ascent ${perEm(font.ascent)}/Descent ${perEm(font.descent)}/CapHeight ${perEm(font.ascent)}/StemV 80` +
      `/FontFile2 ${program} 0 R>>`,
  )
  const widths = glyphs.map((glyph) => glyph.advance).join(' ')
  const descendant = file.add(
    `<</Type/Font/Subtype/CIDFontType2/BaseFont${name}/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>` +
      `/FontDescriptor ${descriptor} 0 R/DW 1000/W[1[${widths}]]/CIDToGIDMap/Identity>>`,
  )
  const toUnicode = file.addStream('', unicodeMap(glyphs.map((glyph) => glyph.codePoint)))
  return file.add(
    `<</Type/Font/Subtype/Type0/BaseFont${name}/Encoding/Identity-H/DescendantFonts[${descendant} 0 R]` +
      `/ToUnicode ${toUnicode} 0 R>>`,
  )
}

/** Six letters that tell one subset from another (ISO 32000-1 §9.6.4): a checksum of what it holds. */
function subsetTag(codePoints: readonly number[]): string {
  let sum = 0x811c9dc5
  for (const codePoint of codePoints) sum = Math.imul(sum ^ codePoint, 0x01000193) >>> 0
  let tag = ''
  for (let i = 0; i < 6; i++) {
    tag += String.fromCharCode(65 + (sum % 26))
    sum = Math.floor(sum / 26)
  }
  return tag
}

const MAP_HEAD = `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <FFFF>
endcodespacerange
`
const MAP_TAIL = `endcmap
CMapName currentdict /CMap defineresource pop
end
end
`

/** Code → character in UTF-16, surrogate pairs beyond the first plane (ISO 32000-1 §9.10.3); at most 100 to a block. */
function unicodeMap(codePoints: readonly number[]): string {
  let map = MAP_HEAD
  for (let start = 0; start < codePoints.length; start += 100) {
    const block = codePoints.slice(start, start + 100)
    map += `${block.length} beginbfchar\n`
    for (const [i, codePoint] of block.entries()) map += `<${hex4(start + i + 1)}> <${utf16(codePoint)}>\n`
    map += 'endbfchar\n'
  }
  return map + MAP_TAIL
}

function utf16(codePoint: number): string {
  if (codePoint < 0x10000) return hex4(codePoint)
  const rest = codePoint - 0x10000
  return hex4(0xd800 + (rest >> 10)) + hex4(0xdc00 + (rest & 0x3ff))
}
