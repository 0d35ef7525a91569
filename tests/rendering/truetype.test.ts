import { describe, expect, it } from 'vitest'
import { contoursOf, isComposite, withoutInstructions } from '../../src/rendering/outline.ts'
import { readTrueType } from '../../src/rendering/truetype.ts'
import { tinyFont } from './tiny-font.ts'

const font = readTrueType(tinyFont())
const glyph = (character: string): number => font.glyphOf(character.codePointAt(0)!)
const corners = (character: string) =>
  contoursOf(font, glyph(character)).map((contour) => contour.map(({ x, y }) => [x, y]))

describe('a TrueType font', () => {
  it('finds characters by delta and through the glyph array, and nothing else', () => {
    expect(['A', 'B', 'C', 'D'].map(glyph)).toEqual([1, 2, 3, 4])
    expect(['@', 'E', '中', '𪚥', '\uffff'].map(glyph)).toEqual([0, 0, 0, 0, 0])
  })

  it('repeats the last advance for glyphs that have only a bearing', () => {
    expect([1, 2, 3, 4].map((glyph) => font.advanceOf(glyph))).toEqual([600, 700, 700, 700])
    expect([1, 2, 3, 4].map((glyph) => font.bearingOf(glyph))).toEqual([50, 60, 10, 20])
  })

  it('reads simple outlines past their instructions', () => {
    expect(corners('A')).toEqual([[[0, 0], [0, 400], [400, 400], [400, 0]]]) // prettier-ignore
    expect(corners('B')).toEqual([[[50, 0], [250, 500], [450, 0]]]) // prettier-ignore
  })

  it('places the parts of composites, however deep', () => {
    expect(corners('C')).toEqual([corners('A')[0], [[500, -20], [700, 480], [900, -20]]]) // prettier-ignore
    expect(corners('D')).toEqual(
      corners('C').map((contour) => contour.map(([x, y]) => [x! / 2 + 10, y! / 2 - 10])),
    )
  })

  it('loses its instructions and nothing else', () => {
    for (const character of ['A', 'B', 'C', 'D']) {
      const outline = font.outlineOf(glyph(character))
      const bare = withoutInstructions(outline)
      expect(Buffer.from(bare).includes(Buffer.from([0xb0, 0x01, 0x21, 0x2d])), character).toBe(false)
      expect(isComposite(bare), character).toBe(isComposite(outline))
    }
  })

  it('says whether its owner lets it be embedded', () => {
    expect(font.embeddable).toBe(true)
    expect(readTrueType(tinyFont({ fsType: 2 })).embeddable).toBe(false)
    expect(readTrueType(tinyFont({ fsType: 8 })).embeddable).toBe(true)
  })

  it.each([
    ['CFF outlines', new TextEncoder().encode('OTTO\0\0\0\0\0\0\0\0')],
    ['a collection', new TextEncoder().encode('ttcf\0\0\0\0\0\0\0\0')],
    ['nothing', new Uint8Array()],
    ['a font cut short', tinyFont().subarray(0, 100)],
  ])('throws a RangeError on %s', (_, bytes) => {
    expect(() => readTrueType(bytes)).toThrow(RangeError)
  })
})
