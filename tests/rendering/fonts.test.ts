import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { certificateFonts } from '../../src/rendering/fonts.ts'
import { tinyFont } from './tiny-font.ts'

const fonts = certificateFonts()
const faceOf = (character: string, weight: 'regular' | 'bold' = 'regular'): string =>
  fonts.glyphFor(character.codePointAt(0)!, weight).face.name

describe('a character is drawn from the first font that has it', () => {
  it.each([
    ['中', 'NotoSerifSC-Regular'],
    ['·', 'NotoSerifSC-Regular'],
    ['龘', 'NotoSerifSC-Regular'],
    ['㛃', 'NotoSerifSC-Regular'],
    ['𬱖', 'NotoSerifSC-Regular'],
    ['𪚥', 'HanaMinB'],
    ['𠮷', 'HanaMinB'],
    ['𮯠', 'HanaMinB'],
    ['　', 'NotoSerifSC-Regular'],
  ])('%s', (character, face) => expect(faceOf(character)).toBe(face))

  it('bold where there is a bold', () => {
    expect(faceOf('中', 'bold')).toBe('NotoSerifSC-Bold')
    expect(faceOf('𪚥', 'bold')).toBe('HanaMinB')
  })

  it('covers every hanzi of the first plane and of extensions B to F that Unicode had in 2017', () => {
    const missing: string[] = []
    for (const [first, last] of [
      [0x3400, 0x4db5],
      [0x4e00, 0x9fea],
      [0x20000, 0x2a6d6],
      [0x2a700, 0x2b734],
      [0x2b740, 0x2b81d],
      [0x2b820, 0x2cea1],
      [0x2ceb0, 0x2ebe0],
    ] as const) {
      for (let codePoint = first; codePoint <= last; codePoint++) {
        const { face, glyph } = fonts.glyphFor(codePoint, 'regular')
        if (face.font.outlineOf(glyph).length === 0) missing.push(String.fromCodePoint(codePoint))
      }
    }
    expect(missing).toEqual([])
  })
})

describe('a character that cannot be drawn as itself is refused by name', () => {
  it.each([
    ['extension H', '\u{323B0}', 'U+323B0'],
    ['private use, as 䶮 arrives from GBK', '\uE863', 'U+E863'],
    ['a variation selector', '\uFE00', 'U+FE00'],
    ['a joiner of zero width', '\u200D', 'U+200D'],
    ['a combining accent', '\u0301', 'U+0301'],
    ['a tabulator', '\t', 'U+0009'],
    ['Arabic script', 'ئ', 'U+0626'],
    ['Tibetan script', 'ཀ', 'U+0F40'],
  ])('%s', (_, character, codePoint) => {
    const facts = { character, codePoint }
    const refusal = {
      kind: 'invalid',
      code: 'rendering/no-glyph',
      facts,
      message: expect.stringContaining(codePoint),
    }
    expect(() => fonts.glyphFor(character.codePointAt(0)!, 'regular')).toThrow(
      expect.objectContaining(refusal),
    )
  })
})

describe('an operator’s own font', () => {
  it('is asked last', () => {
    const own = certificateFonts(tinyFont())
    expect(own.glyphFor(0x41, 'regular').face.name).toBe('NotoSerifSC-Regular')
  })

  it('gives the characters that no other has', () => {
    const own = certificateFonts(tinyFont({ firstCharacter: 0xa840 }))
    expect(() => fonts.glyphFor(0xa840, 'regular')).toThrow(
      expect.objectContaining({ code: 'rendering/no-glyph' }),
    )
    expect(own.glyphFor(0xa840, 'regular')).toMatchObject({
      glyph: 1,
      advance: 600,
      face: { name: 'OperatorFont' },
    })
  })

  it.each([
    ['CFF outlines', new TextEncoder().encode('OTTO\0\0\0\0\0\0\0\0')],
    ['a licence against embedding', tinyFont({ fsType: 2 })],
  ])('is refused with %s', (_, bytes) => {
    expect(() => certificateFonts(bytes)).toThrow(
      expect.objectContaining({ code: 'rendering/font-unusable' }),
    )
  })
})

describe('the font kept in the repository', () => {
  const folder = new URL('../../templates/', import.meta.url)

  it('is the one templates/README.md names, with its licence beside it', () => {
    const sha256 = createHash('sha256')
      .update(readFileSync(new URL('fonts/HanaMinB.ttf', folder)))
      .digest('hex')
    expect(readFileSync(new URL('README.md', folder), 'utf8')).toContain(sha256)
    expect(readFileSync(new URL('fonts/HanaMinB-LICENSE.txt', folder), 'utf8')).toContain('GlyphWiki Project')
  })
})
