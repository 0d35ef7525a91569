import type { Page } from './page.ts'
import { num } from './pdf-objects.ts'
import type { Colour } from './text.ts'

const OUTER_INSET = 20
const INNER_INSET = 27
/** How far the inner line steps back at each corner, and the square that sits there. */
const STEP = 17
const SQUARE = 9

/** A thick and a thin line around the page; the thin one steps back at the corners around a small square. */
export function drawBorder(page: Page, width: number, height: number, colour: Colour): void {
  page.decoration(() => {
    page.box(OUTER_INSET, OUTER_INSET, width - 2 * OUTER_INSET, height - 2 * OUTER_INSET, 1.8, colour)
    page.drawing(0, height, 1, `${colour} RG 0.6 w ${steppedFrame(width, height)} s`)
    const near = INNER_INSET + (STEP - SQUARE) / 2
    for (const x of [near, width - near - SQUARE]) {
      for (const y of [near, height - near - SQUARE]) page.box(x, y, SQUARE, SQUARE, 0.6, colour)
    }
  })
}

function steppedFrame(width: number, height: number): string {
  const [left, right] = [INNER_INSET, width - INNER_INSET]
  const [bottom, top] = [INNER_INSET, height - INNER_INSET]
  const corners = [
    [left + STEP, bottom],
    [right - STEP, bottom],
    [right - STEP, bottom + STEP],
    [right, bottom + STEP],
    [right, top - STEP],
    [right - STEP, top - STEP],
    [right - STEP, top],
    [left + STEP, top],
    [left + STEP, top - STEP],
    [left, top - STEP],
    [left, bottom + STEP],
    [left + STEP, bottom + STEP],
  ] as const
  return corners.map(([x, y], i) => `${num(x)} ${num(y)} ${i === 0 ? 'm' : 'l'}`).join(' ')
}
