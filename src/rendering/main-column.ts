import type { Block, Page } from './page.ts'
import { INK, SEAL_RED } from './palette.ts'
import { textTooLong } from './refusals.ts'
import { balance, fit, nameBreaks, widthOf, type BreakRule, type FittedText, type Setting } from './text.ts'

/** Where the main column stands, how densely it is set (1 = as designed), and whether it is centred on the page. */
export interface Column {
  readonly left: number
  readonly right: number
  readonly density: number
  readonly centred: boolean
}

/** The holder's name, the largest thing on the page after the heading. */
export function nameBlock(page: Page, name: string, column: Column): Block {
  const style = { weight: 'bold', colour: INK, tracking: 2 } as const
  const width = column.right - column.left
  const settings = denser(column, [
    { lines: 1, from: 30, to: 19 },
    { lines: 2, from: 19, to: 11 },
  ])
  const fitted = fit(page.fonts, name, style, width, settings, nameBreaks)
  if (!fitted) throw textTooLong('姓名', name)
  return linesBlock(page, fitted, column, { role: 'H2', pitch: 1.3, gap: 14, mayBreak: nameBreaks })
}

/** The sentence that makes it a certificate: one centred line, or a paragraph. */
export function statementBlock(page: Page, statement: string, column: Column): Block {
  const style = { weight: 'regular', colour: INK } as const
  const width = column.right - column.left
  const short = fit(page.fonts, statement, style, width, denser(column, [{ lines: 1, from: 14, to: 12.5 }]))
  if (short) return linesBlock(page, short, column, { role: 'P', pitch: 1.75, gap: 10 })
  const settings = denser(column, [
    { lines: 2, from: 14, to: 12.5 },
    { lines: 3, from: 12.5, to: 10 },
    { lines: 4, from: 10, to: 8 },
  ])
  const fitted = fit(page.fonts, `　　${statement}`, style, width, settings)
  if (!fitted) throw textTooLong('证书正文', statement)
  return linesBlock(page, fitted, { ...column, centred: false }, { role: 'P', pitch: 1.7, gap: 10 })
}

/** The restriction, red in a red frame as wide as the fields: nobody should miss it. */
export function scopeBlock(page: Page, scopeLine: string, column: Column): Block {
  const padding = 4
  const style = { weight: 'bold', colour: SEAL_RED } as const
  const width = column.right - column.left
  const settings = denser(column, [
    { lines: 1, from: 13, to: 11 },
    { lines: 2, from: 11, to: 7 },
  ])
  const fitted = fit(page.fonts, scopeLine, style, width - 24, settings)
  if (!fitted) throw textTooLong('适用范围', scopeLine)
  const text = linesBlock(page, fitted, { ...column, centred: true }, { role: 'P', pitch: 1.4, gap: 6 })
  const height = text.height + 2 * padding + 2
  return {
    height,
    gap: text.gap,
    draw(top) {
      page.decoration(() => page.box(column.left, top, width, height, 0.8, SEAL_RED))
      text.draw(top + padding)
    },
  }
}

/** Settings shrunk to the column's density. */
export const denser = ({ density }: Column, settings: readonly Setting[]): Setting[] =>
  settings.map(({ lines, from, to }) => ({ lines, from: from * density, to: Math.min(to, from * density) }))

function linesBlock(
  page: Page,
  { lines, style }: FittedText,
  column: Column,
  set: {
    readonly role: 'H2' | 'P'
    readonly pitch: number
    readonly gap: number
    readonly mayBreak?: BreakRule
  },
): Block {
  const width = column.right - column.left
  const shown = column.centred && lines.length > 1 ? balance(page.fonts, lines, style, set.mayBreak) : lines
  return {
    height: style.size * (1 + set.pitch * (shown.length - 1)),
    gap: set.gap * column.density,
    draw: (top) =>
      page.tagged(set.role, () => {
        for (const [i, line] of shown.entries()) {
          const indent = column.centred ? (width - widthOf(page.fonts, line, style)) / 2 : 0
          page.text(line, column.left + indent, top + style.size * (0.88 + set.pitch * i), style)
        }
      }),
  }
}
