import type { CertificateField } from './certificate-face.ts'
import { denser, type Column } from './main-column.ts'
import type { Block, Page } from './page.ts'
import { BROWN, INK, RULE } from './palette.ts'
import { textTooLong } from './refusals.ts'
import { fit, glyphsOf, widthOf, type FittedText } from './text.ts'

const PITCH = 25
const LINE = 14
/** Room for labels of four characters; those of five widen it for the whole grid. */
const NARROW_LABEL = 48
const WIDE_LABEL = 57
const LABEL_SIZE = 11
const LABEL_GAP = 16
const GUTTER = 34
const LABEL = { weight: 'regular', colour: BROWN } as const
const VALUE = { weight: 'regular', colour: INK } as const

/** Where the values begin, and how densely all is set. */
interface Grid extends Column {
  readonly labelWidth: number
}

interface Cell {
  readonly label: string
  readonly value: FittedText
}

/** Labels and values in two columns; a value too long for half the width takes a row of its own. */
export function fieldsBlock(page: Page, fields: readonly CertificateField[], column: Column): Block {
  const { left, right, density } = column
  const half = (right - left - GUTTER) / 2
  const grid = { ...column, labelWidth: labelWidth(page, fields) }
  const rows = pairUp(page, fields, grid, half - grid.labelWidth - LABEL_GAP)
  const heights = rows.map(
    (row) => (PITCH + LINE * Math.max(...row.map(({ value }) => value.lines.length - 1))) * density,
  )
  return {
    height: heights.reduce((sum, height) => sum + height, 0),
    gap: 8 * density,
    draw(top) {
      let y = top
      for (const [i, row] of rows.entries()) {
        const rowHeight = heights[i]!
        const width = row.length === 1 ? right - left : half
        for (const [k, cell] of row.entries()) {
          const x = left + k * (half + GUTTER)
          drawCell(page, cell, x, y + (PITCH - 8) * density, grid)
          page.decoration(() => page.line(x, y + rowHeight - 1, x + width, y + rowHeight - 1, 0.5, RULE))
        }
        y += rowHeight
      }
    },
  }
}

function pairUp(page: Page, fields: readonly CertificateField[], grid: Grid, half: number): Cell[][] {
  const rows: Cell[][] = []
  let waiting: Cell | null = null
  const whole = grid.right - grid.left - grid.labelWidth - LABEL_GAP
  const alone = ({ label, value }: CertificateField): Cell => {
    const settings = denser(grid, [
      { lines: 1, from: 13, to: 10 },
      { lines: 2, from: 10.5, to: 7 },
    ])
    const fitted = fit(page.fonts, value, VALUE, whole, settings)
    if (!fitted) throw textTooLong(label, value)
    return { label, value: fitted }
  }
  for (const { label, value } of fields) {
    const fitted = fit(page.fonts, value, VALUE, half, denser(grid, [{ lines: 1, from: 13, to: 11.5 }]))
    if (waiting && fitted) {
      rows.push([waiting, { label, value: fitted }])
      waiting = null
    } else if (fitted) waiting = { label, value: fitted }
    else {
      if (waiting) rows.push([waiting])
      waiting = null
      rows.push([alone({ label, value })])
    }
  }
  if (waiting) rows.push([waiting])
  return rows
}

function drawCell(page: Page, { label, value }: Cell, x: number, base: number, grid: Grid): void {
  page.tagged('Lbl', () => drawLabel(page, label, x, base, grid))
  page.tagged('LBody', () => {
    for (const [i, line] of value.lines.entries()) {
      page.text(line, x + grid.labelWidth + LABEL_GAP, base + i * LINE * grid.density, value.style)
    }
  })
}

function labelWidth(page: Page, fields: readonly CertificateField[]): number {
  const wide = fields.some(
    ({ label }) => widthOf(page.fonts, label, { ...LABEL, size: LABEL_SIZE }) > NARROW_LABEL,
  )
  return wide ? WIDE_LABEL : NARROW_LABEL
}

/** Labels are spread to one width, as printed forms do; longer ones shrink to it. */
function drawLabel(
  page: Page,
  label: string,
  x: number,
  y: number,
  { labelWidth: room, density }: Grid,
): void {
  const size = LABEL_SIZE * Math.max(density, 0.8)
  const width = widthOf(page.fonts, label, { ...LABEL, size })
  const count = glyphsOf(page.fonts, label, LABEL.weight).length
  const tracking = count > 1 && width < room ? (room - width) / (count - 1) : 0
  page.text(label, x, y, { ...LABEL, size: width > room ? (size * room) / width : size, tracking })
}
