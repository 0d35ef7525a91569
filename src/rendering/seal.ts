import type { Fonts, Glyph } from './fonts.ts'
import { contoursOf, type Point } from './outline.ts'
import { num } from './pdf-objects.ts'
import { glyphsOf } from './text.ts'

/** Radius of a drawn seal's outer edge, in the units of its operators; one unit is 0.5 mm at the usual 42 mm. */
export const SEAL_RADIUS = 42

const RING = 2.4
const STAR_RADIUS = 13
const NAME_HEIGHT = 11
/** Where the characters' feet stand. */
const FOOT_RADIUS = SEAL_RADIUS - RING - 2.6 - NAME_HEIGHT
const DEGREE = Math.PI / 180
/** The arc a name takes: longer names go further round, but the foot of the seal stays open. */
const arcOf = (count: number): number => Math.min(290, 64 + 14 * count) * DEGREE
const WIDEST_STEP = 27 * DEGREE

const drawn = new WeakMap<Fonts, Map<string, string>>()

/**
 * An office's round seal as PDF operators around (0, 0): a ring, a five-pointed star, the name along the arc. The
 * letters are outlines, not text, so that the name is not read twice; red is set by the drawing itself.
 */
export function sealOperators(fonts: Fonts, name: string): string {
  const known = drawn.get(fonts) ?? new Map<string, string>()
  drawn.set(fonts, known)
  let operators = known.get(name)
  if (operators === undefined) {
    operators = `${ring()}\n${star()}\n${arcName(glyphsOf(fonts, name, 'bold'))}`
    // Few offices issue from one place; a stranger's list of names must not grow this for ever.
    if (known.size >= 256) known.clear()
    known.set(name, operators)
  }
  return operators
}

/** A circle of four Béziers. */
function ring(): string {
  const r = SEAL_RADIUS - RING / 2
  const k = r * 0.5523
  const arcs = [
    [r, k, k, r, 0, r],
    [-k, r, -r, k, -r, 0],
    [-r, -k, -k, -r, 0, -r],
    [k, -r, r, -k, r, 0],
  ].map((arc) => `${arc.map(num).join(' ')} c`)
  return `${num(RING)} w ${num(r)} 0 m ${arcs.join(' ')} s`
}

function star(): string {
  const points = Array.from({ length: 5 }, (_, i) => {
    // Every second tip in turn: the nonzero rule fills the pentagon too.
    const angle = Math.PI / 2 + (i * 4 * Math.PI) / 5
    return `${num(STAR_RADIUS * Math.cos(angle))} ${num(STAR_RADIUS * Math.sin(angle))}`
  })
  return `${points[0]} m ${points.slice(1).join(' l ')} l f`
}

function arcName(glyphs: readonly Glyph[]): string {
  const step = Math.min(WIDEST_STEP, arcOf(glyphs.length) / Math.max(1, glyphs.length - 1))
  // Measured at the feet, where neighbours come closest.
  const room = step * FOOT_RADIUS * 1.06
  const start = (step * (glyphs.length - 1)) / 2
  return glyphs
    .map((glyph, i) => letter(glyph, start - i * step, Math.min(room / NAME_HEIGHT, 0.86)))
    .join('\n')
}

/** One upright character, narrowed, its foot on the circle, turned clockwise to stand outward at `angle` from the top. */
function letter(glyph: Glyph, angle: number, narrowing: number): string {
  const { font } = glyph.face
  const scale = NAME_HEIGHT / font.unitsPerEm
  const middle = (glyph.advance * font.unitsPerEm) / 2000
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  const place = ({ x, y }: { readonly x: number; readonly y: number }): string => {
    const across = (x - middle) * scale * narrowing
    // A Chinese character stands on a line an eighth of an em below the baseline.
    const up = FOOT_RADIUS + (y + font.unitsPerEm / 8) * scale
    return `${num(across * cos - up * sin)} ${num(across * sin + up * cos)}`
  }
  return `${contoursOf(font, glyph.glyph)
    .map((contour) => path(contour, place))
    .join(' ')} f`
}

/** A quadratic contour as the cubic one PDF draws. */
function path(contour: readonly Point[], place: (point: { x: number; y: number }) => string): string {
  const points = withOnCurvePoints(contour)
  const [first] = points
  if (!first) return ''
  const operators = [`${place(first)} m`]
  for (let i = 1; i <= points.length; i++) {
    const previous = points[i - 1]!
    const point = points[i % points.length]!
    if (point.onCurve) {
      operators.push(`${place(point)} l`)
      continue
    }
    const end = points[(i + 1) % points.length]!
    operators.push(`${place(towards(previous, point))} ${place(towards(end, point))} ${place(end)} c`)
    i++
  }
  return `${operators.join(' ')} h`
}

const towards = (from: Point, control: Point): Point => ({
  x: from.x + ((control.x - from.x) * 2) / 3,
  y: from.y + ((control.y - from.y) * 2) / 3,
  onCurve: true,
})

/** Starts on the curve and never has two controls in a row: TrueType leaves out the points half way between them. */
function withOnCurvePoints(contour: readonly Point[]): Point[] {
  const full: Point[] = []
  for (const [i, point] of contour.entries()) {
    const next = contour[(i + 1) % contour.length]!
    full.push(point)
    if (!point.onCurve && !next.onCurve) {
      full.push({ x: (point.x + next.x) / 2, y: (point.y + next.y) / 2, onCurve: true })
    }
  }
  const start = full.findIndex((point) => point.onCurve)
  return start <= 0 ? full : [...full.slice(start), ...full.slice(0, start)]
}
