import { describe, expect, it } from 'vitest'
import { certificateFonts } from '../../src/rendering/fonts.ts'
import { contoursOf } from '../../src/rendering/outline.ts'
import { subsetFont } from '../../src/rendering/subset.ts'
import { readTrueType, type TrueType } from '../../src/rendering/truetype.ts'
import { tinyFont } from './tiny-font.ts'

function expectSame(font: TrueType, glyphs: readonly number[]): void {
  const subset = readTrueType(subsetFont(font, glyphs))
  for (const [i, glyph] of glyphs.entries()) {
    expect(contoursOf(subset, i + 1), `glyph ${glyph}`).toEqual(contoursOf(font, glyph))
    expect(subset.advanceOf(i + 1)).toBe(font.advanceOf(glyph))
    expect(subset.bearingOf(i + 1)).toBe(font.bearingOf(glyph))
  }
}

describe('a subset', () => {
  const tiny = readTrueType(tinyFont())

  it.each([
    ['simple glyphs', [2, 1]],
    ['a composite and its parts', [3, 1, 2]],
    ['a composite without its parts', [3]],
    ['a composite of a composite', [4]],
    ['the same glyph twice, for two characters', [1, 1, 4, 4]],
    ['nothing', []],
  ])('draws %s as the font does', (_, glyphs) => expectSame(tiny, glyphs))

  it('draws every 61st character of the shipped fonts as they do', () => {
    const fonts = certificateFonts()
    const byFont = new Map<TrueType, number[]>()
    for (let codePoint = 0x4e00; codePoint <= 0x2ebe0; codePoint += 61) {
      if (codePoint > 0x9fff && codePoint < 0x20000) continue
      const glyph = tryGlyph(fonts, codePoint)
      if (glyph) byFont.set(glyph.face.font, [...(byFont.get(glyph.face.font) ?? []), glyph.glyph])
    }
    expect([...byFont.values()].map((glyphs) => glyphs.length > 300)).toEqual([true, true])
    for (const [font, glyphs] of byFont) expectSame(font, glyphs)
  })

  it('begins with an empty glyph, so that code 0 draws nothing', () => {
    expect(readTrueType(subsetFont(tiny, [1])).outlineOf(0)).toHaveLength(0)
  })

  it('starts every glyph on four bytes: odd offsets are what destroys fonts silently', () => {
    const subset = subsetFont(tiny, [1, 2, 3, 4])
    const loca = tableOf(subset, 'loca')
    for (let at = 0; at < loca.byteLength; at += 4) expect(loca.getUint32(at) % 4).toBe(0)
  })

  it('has right checksums', () => {
    const file = subsetFont(tiny, [1, 3])
    const view = new DataView(file.buffer, file.byteOffset, file.byteLength)
    let sum = 0
    for (let at = 0; at < file.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0
    expect(sum).toBe(0xb1b0afba)
  })

  it('is the same bytes each time', () => {
    expect(subsetFont(tiny, [4, 1])).toEqual(subsetFont(tiny, [4, 1]))
  })
})

function tryGlyph(fonts: ReturnType<typeof certificateFonts>, codePoint: number) {
  try {
    return fonts.glyphFor(codePoint, 'regular')
  } catch {
    return null
  }
}

function tableOf(font: Uint8Array, wanted: string): DataView {
  const view = new DataView(font.buffer, font.byteOffset, font.byteLength)
  for (let at = 12; at < 12 + 16 * view.getUint16(4); at += 16) {
    if (Buffer.from(font.subarray(at, at + 4)).toString() !== wanted) continue
    return new DataView(font.buffer, font.byteOffset + view.getUint32(at + 8), view.getUint32(at + 12))
  }
  throw new Error(`no ${wanted}`)
}
