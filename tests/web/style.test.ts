import { transform } from 'esbuild'
import { describe, expect, it } from 'vitest'
import { COLOURS, STYLE } from '../../src/web/style.ts'

const { ink, soft, paper, wash, blue, deep, valid, notValid, cannotTell } = COLOURS

/** WCAG 2.2, "relative luminance". */
function luminance(colour: string): number {
  const [r, g, b] = [1, 3, 5]
    .map((at) => Number.parseInt(colour.slice(at, at + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)) as [
    number,
    number,
    number,
  ]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

function contrast(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b) as [number, number]
  return (light + 0.05) / (dark + 0.05)
}

describe('style', () => {
  it.each([
    ['text on paper', ink, paper],
    ['soft text on paper', soft, paper],
    ['soft text on a note', soft, wash],
    ['a link on paper', blue, paper],
    ['a link on a note', blue, wash],
    ['an error on paper', notValid, paper],
    ['the header', '#ffffff', deep],
    ['the organisation in the header', '#dbe5f1', deep],
    ['a button', '#ffffff', blue],
    ['有效', '#ffffff', valid],
    ['无效', '#ffffff', notValid],
    ['无法判定', '#ffffff', cannotTell],
  ])('%s can be read: contrast at least 4.5', (_, text, ground) => {
    expect(STYLE).toContain(text === '#ffffff' ? '#fff' : text)
    expect(contrast(text, ground)).toBeGreaterThanOrEqual(4.5)
  })

  // Banners, tables, forms, scanner and print are one file, so that the page after the first asks for nothing: 3 KB packed.
  it('weighs at most 10 KB', async () => {
    const { code } = await transform(STYLE, { loader: 'css', minify: true })
    expect(code.length).toBeLessThanOrEqual(10 * 1024)
  })

  it('asks for nothing an old WebView lacks', () => {
    expect(STYLE).not.toMatch(/:is\(|:has\(|:where\(|@layer|@import|var\(--|\bgap:|display:grid|clamp\(|&/)
  })

  it('fetches nothing', () => expect(STYLE).not.toMatch(/url\(|@font-face/))
})
