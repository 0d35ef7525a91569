import { describe, expect, it } from 'vitest'
import { certificateFonts } from '../../src/rendering/fonts.ts'
import { balance, fit, glyphsOf, nameBreaks, widthOf, wrap } from '../../src/rendering/text.ts'

const fonts = certificateFonts()
const style = { weight: 'regular', size: 10, colour: '0 0 0' } as const

describe('the width of a line', () => {
  it('counts tracking between characters, not after the last', () => {
    expect(widthOf(fonts, '职称', style)).toBe(20)
    expect(widthOf(fonts, '职称', { ...style, tracking: 3 })).toBe(23)
    expect(widthOf(fonts, '', { ...style, tracking: 3 })).toBe(0)
  })

  it('counts a character beyond the first plane once', () => {
    expect(widthOf(fonts, '𪚥𬱖', style)).toBe(20)
  })
})

describe('a bold text', () => {
  it('is regular throughout when one character has no bold', () => {
    const faces = (text: string) => glyphsOf(fonts, text, 'bold').map(({ face }) => face.name)
    expect(faces('张三')).toEqual(['NotoSerifSC-Bold', 'NotoSerifSC-Bold'])
    expect(faces('张𪚥')).toEqual(['NotoSerifSC-Regular', 'HanaMinB'])
  })
})

describe('lines', () => {
  it.each([
    ['are filled', '一二三四五六七八', ['一二三四五', '六七八']],
    ['never begin with a closing mark', '一二三四五。六', ['一二三四', '五。六']],
    ['never end with an opening mark', '一二三四（五）', ['一二三四', '（五）']],
    ['keep numbers and Latin words whole', '一二三2023年', ['一二三', '2023年']],
    ['cut a word that no line could hold', 'ABCDEFGHIJKLMNOP', ['ABCDEFG', 'HIJKLMN', 'OP']],
    ['keep surrogate pairs whole', '𪚥𪚥𪚥𪚥𪚥𪚥', ['𪚥𪚥𪚥𪚥𪚥', '𪚥']],
  ])('%s', (_, text, lines) => expect(wrap(fonts, text, style, 50)).toEqual(lines))

  it('break a name only at its dots, and a name without dots anywhere', () => {
    expect(wrap(fonts, '阿卜杜拉·买买提', style, 50, nameBreaks)).toEqual(['阿卜杜拉·', '买买提'])
    expect(wrap(fonts, '阿卜杜拉买买提', style, 50, nameBreaks)).toEqual(['阿卜杜拉买', '买提'])
  })

  it('are balanced for centred text without becoming more', () => {
    expect(balance(fonts, ['一二三四五六七八', '九十'], style)).toEqual(['一二三四五', '六七八九十'])
  })
})

describe('a fitted text', () => {
  const settings = [
    { lines: 1, from: 10, to: 8 },
    { lines: 2, from: 8, to: 6 },
  ]
  const setAs = (text: string) => {
    const fitted = fit(fonts, text, style, 50, settings)
    return fitted && { size: fitted.style.size, lines: fitted.lines.length }
  }

  it.each([
    ['stays as designed', '一二三四五', { size: 10, lines: 1 }],
    ['shrinks before it breaks', '一二三四五六', { size: 8, lines: 1 }],
    ['breaks before it becomes too small', '一二三四五六七', { size: 8, lines: 2 }],
    ['shrinks on two lines', '一二三四五六七八九十一二三四五', { size: 6, lines: 2 }],
    ['is given up rather than made illegible', '一二三四五六七八九十一二三四五六七', null],
  ])('%s', (_, text, set) => expect(setAs(text)).toEqual(set))
})
