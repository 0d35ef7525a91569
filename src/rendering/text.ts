import type { Fonts, Glyph, Weight } from './fonts.ts'

/** Red, green and blue, 0 to 1, as PDF operands. */
export type Colour = `${number} ${number} ${number}`

export interface TextStyle {
  readonly weight: Weight
  /** Points, as everything here. */
  readonly size: number
  readonly colour: Colour
  /** Space added after each character. */
  readonly tracking?: number
}

/**
 * The glyphs of a text in order. A bold text with a character that has no bold is set in regular throughout: two
 * weights in one name look like a correction, and thickening fills a character of sixty strokes.
 */
export function glyphsOf(fonts: Fonts, text: string, weight: Weight): readonly Glyph[] {
  const known = knownBy(fonts)[weight]
  let glyphs = known.get(text)
  if (glyphs === undefined) {
    glyphs = lookUp(fonts, text, weight)
    if (known.size >= MOST_KNOWN) known.clear()
    known.set(text, glyphs)
  }
  return glyphs
}

// Labels, offices and titles are measured and set again on every certificate, each a dozen times over.
const MOST_KNOWN = 2048
type Known = Readonly<Record<Weight, Map<string, readonly Glyph[]>>>
const ofFonts = new WeakMap<Fonts, Known>()

function knownBy(fonts: Fonts): Known {
  let known = ofFonts.get(fonts)
  if (!known) ofFonts.set(fonts, (known = { regular: new Map(), bold: new Map() }))
  return known
}

function lookUp(fonts: Fonts, text: string, weight: Weight): readonly Glyph[] {
  const glyphs: Glyph[] = []
  for (let i = 0; i < text.length; i++) {
    const codePoint = text.codePointAt(i)!
    if (codePoint > 0xffff) i++
    const glyph = fonts.glyphFor(codePoint, weight)
    if (weight === 'bold' && !glyph.bold) return glyphsOf(fonts, text, 'regular')
    glyphs.push(glyph)
  }
  return glyphs
}

/** The width of one line; no tracking after the last character. */
export function widthOf(fonts: Fonts, text: string, style: TextStyle): number {
  let thousandths = 0
  const glyphs = glyphsOf(fonts, text, style.weight)
  for (const glyph of glyphs) thousandths += glyph.advance
  return (thousandths * style.size) / 1000 + Math.max(0, glyphs.length - 1) * (style.tracking ?? 0)
}

/** True where a line may end between two neighbouring characters. */
export type BreakRule = (before: string, after: string) => boolean

// GB/T 15834 §5: closing marks never begin a line, opening marks never end one; Latin words and numbers stay whole.
const NO_START = new Set('，。、；：？！）〕》」』】〉”’·…—,.;:?!)]}%')
const NO_END = new Set('（〔《「『【〈“‘([{')
const WORD = /^[\p{Script=Latin}\p{Nd}]$/u

const proseBreaks: BreakRule = (before, after) =>
  !NO_START.has(after) && !NO_END.has(before) && !(WORD.test(before) && WORD.test(after))

/** The parts of a name stay whole; only the dot between them may end a line. */
export const nameBreaks: BreakRule = (before) => before === '·' || before === ' '

/** Lines no wider than `width`; where the rule allows no break, the line is cut. */
export function wrap(
  fonts: Fonts,
  text: string,
  style: TextStyle,
  width: number,
  mayBreak: BreakRule = proseBreaks,
): string[] {
  const characters = Array.from(text)
  const advances = characters.map((character) => widthOf(fonts, character, style) + (style.tracking ?? 0))
  const lines: string[] = []
  for (let start = 0; start < characters.length;) {
    let end = start
    for (let used = 0; end < characters.length && (end === start || used + advances[end]! <= width); end++) {
      used += advances[end]!
    }
    let cut = end
    while (cut > start && cut < characters.length && !mayBreak(characters[cut - 1]!, characters[cut]!)) cut--
    if (cut === start) cut = end
    lines.push(characters.slice(start, cut).join(''))
    start = cut
  }
  return lines
}

/** The same number of lines, as equal in length as they come: for centred text. */
export function balance(
  fonts: Fonts,
  lines: readonly string[],
  style: TextStyle,
  mayBreak?: BreakRule,
): string[] {
  const text = lines.join('')
  let low = widthOf(fonts, text, style) / lines.length
  let high = Math.max(...lines.map((line) => widthOf(fonts, line, style))) + 1
  while (high - low > style.size / 4) {
    const middle = (low + high) / 2
    if (wrap(fonts, text, style, middle, mayBreak).length > lines.length) low = middle
    else high = middle
  }
  return wrap(fonts, text, style, high, mayBreak)
}

export interface FittedText {
  readonly lines: readonly string[]
  readonly style: TextStyle
}

/** One way to set a text: at most `lines` lines, sizes from `from` down to `to`. */
export interface Setting {
  readonly lines: number
  readonly from: number
  readonly to: number
}

/** The first setting, at its largest size, in which the text fits `width`; null if none does. */
export function fit(
  fonts: Fonts,
  text: string,
  style: Omit<TextStyle, 'size'>,
  width: number,
  settings: readonly Setting[],
  mayBreak?: BreakRule,
): FittedText | null {
  for (const { lines: most, from, to } of settings) {
    for (let size = from; size >= to; size -= 0.5) {
      const sized = { ...style, size }
      if (widthOf(fonts, text, sized) > width * most) continue
      const lines = most === 1 ? [text] : wrap(fonts, text, sized, width, mayBreak)
      if (lines.length <= most) return { lines, style: sized }
    }
  }
  return null
}
