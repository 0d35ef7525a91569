import type { Fonts, Glyph, Typeface } from './fonts.ts'
import { hex4, num } from './pdf-objects.ts'
import { glyphsOf, type Colour, type TextStyle } from './text.ts'

/** A structure element of the page: its marked content is number `index` in the list. */
export interface TaggedElement {
  readonly role: 'H1' | 'H2' | 'P' | 'Figure' | 'Lbl' | 'LBody'
  readonly alt: string | null
}

/** The characters drawn in one typeface; their place in the list, from 1, is their code in the content. */
export interface FontUse {
  readonly face: Typeface
  readonly glyphs: readonly Glyph[]
}

/** A page being drawn. Points; y grows downwards from the top edge, as people read. */
export interface Page {
  readonly fonts: Fonts
  /** Everything drawn inside belongs to one structure element. */
  tagged(role: TaggedElement['role'], draw: () => void, alt?: string): void
  /** Decoration that a screen reader passes over. */
  decoration(draw: () => void): void
  /** One line, its baseline starting at x, y. */
  text(text: string, x: number, y: number, style: TextStyle): void
  line(x1: number, y1: number, x2: number, y2: number, width: number, colour: Colour): void
  box(x: number, y: number, width: number, height: number, line: number, colour: Colour): void
  /** Operators in a frame of their own: x to the right and y upwards from the point given, `scale` points a unit. */
  drawing(x: number, y: number, scale: number, operators: string): void
  finish(): FinishedPage
}

/** A part of the page's main column: drawn once its place is known. */
export interface Block {
  readonly height: number
  /** Space wanted before the next block; grows when the page has room. */
  readonly gap: number
  draw(top: number): void
}

export interface FinishedPage {
  readonly content: string
  readonly elements: readonly TaggedElement[]
  readonly fonts: readonly FontUse[]
}

export function createPage(fonts: Fonts, height: number): Page {
  const operators: string[] = []
  const elements: TaggedElement[] = []
  const uses = new Map<Typeface, { codes: Map<number, number>; glyphs: Glyph[]; name: string }>()

  const useOf = (face: Typeface) => {
    let use = uses.get(face)
    if (!use) {
      use = { codes: new Map(), glyphs: [], name: `/F${uses.size + 1}` }
      uses.set(face, use)
    }
    return use
  }

  const codeOf = (glyph: Glyph): string => {
    const { codes, glyphs } = useOf(glyph.face)
    let code = codes.get(glyph.codePoint)
    if (code === undefined) {
      code = glyphs.push(glyph)
      codes.set(glyph.codePoint, code)
    }
    return hex4(code)
  }

  /** Consecutive glyphs of one typeface. */
  const showRun = (run: readonly Glyph[], style: TextStyle): string => {
    let codes = ''
    for (const glyph of run) codes += codeOf(glyph)
    return `${useOf(run[0]!.face).name} ${num(style.size)} Tf <${codes}> Tj `
  }

  return {
    fonts,
    tagged(role, draw, alt) {
      operators.push(`/${role} <</MCID ${elements.length}>> BDC`)
      elements.push({ role, alt: alt ?? null })
      draw()
      operators.push('EMC')
    },
    decoration(draw) {
      operators.push('/Artifact BMC')
      draw()
      operators.push('EMC')
    },
    text(text, x, y, style) {
      const glyphs = glyphsOf(fonts, text, style.weight)
      let shown = ''
      for (let start = 0; start < glyphs.length;) {
        let end = start + 1
        while (end < glyphs.length && glyphs[end]!.face === glyphs[start]!.face) end++
        shown += showRun(glyphs.slice(start, end), style)
        start = end
      }
      const place = `${num(style.tracking ?? 0)} Tc ${num(x)} ${num(height - y)} Td`
      operators.push(`BT ${style.colour} rg ${place} ${shown}ET`)
    },
    line(x1, y1, x2, y2, width, colour) {
      const path = `${num(x1)} ${num(height - y1)} m ${num(x2)} ${num(height - y2)} l`
      operators.push(`${colour} RG ${num(width)} w ${path} S`)
    },
    box(x, y, width, boxHeight, line, colour) {
      const path = `${num(x)} ${num(height - y - boxHeight)} ${num(width)} ${num(boxHeight)} re`
      operators.push(`${colour} RG ${num(line)} w ${path} S`)
    },
    drawing(x, y, scale, inner) {
      operators.push(`q ${num(scale)} 0 0 ${num(scale)} ${num(x)} ${num(height - y)} cm\n${inner}\nQ`)
    },
    finish: () => ({
      content: operators.join('\n'),
      elements,
      fonts: [...uses].map(([face, { glyphs }]) => ({ face, glyphs })),
    }),
  }
}
