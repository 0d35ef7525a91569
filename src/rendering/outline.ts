import type { TrueType } from './truetype.ts'

/** A point of a TrueType contour, font units; off-curve points are quadratic controls. */
export interface Point {
  readonly x: number
  readonly y: number
  readonly onCurve: boolean
}

const X_BYTE = 0x02
const Y_BYTE = 0x04
const REPEAT = 0x08
const X_SAME = 0x10
const Y_SAME = 0x20

/** A component of a composite glyph: where its bytes lie in the outline, and how it is placed. */
export interface Component {
  readonly glyph: number
  /** Offset of the component's glyph number inside the composite's bytes. */
  readonly at: number
  readonly dx: number
  readonly dy: number
  /** [xx, xy, yx, yy]. */
  readonly matrix: readonly [number, number, number, number]
}

const WORDS = 0x0001
const OFFSETS = 0x0002
const SCALE = 0x0008
const MORE = 0x0020
const TWO_SCALES = 0x0040
const FULL_MATRIX = 0x0080
const INSTRUCTIONS = 0x0100

/** True for a glyph made of other glyphs. */
export const isComposite = (outline: Uint8Array): boolean => outline.length > 0 && outline[0]! >= 0x80

/** A glyph's contours, components resolved; blank glyphs have none. Throws RangeError on a broken font. */
export function contoursOf(font: TrueType, glyph: number, depth = 0): Point[][] {
  const outline = font.outlineOf(glyph)
  if (outline.length === 0) return []
  if (!isComposite(outline)) return simpleContours(outline)
  if (depth > 8) throw new RangeError('composite glyph too deep')
  return readComposite(outline).components.flatMap(({ glyph: part, dx, dy, matrix: [xx, xy, yx, yy] }) =>
    contoursOf(font, part, depth + 1).map((contour) =>
      contour.map(({ x, y, onCurve }) => ({ x: x * xx + y * yx + dx, y: x * xy + y * yy + dy, onCurve })),
    ),
  )
}

/** The components of a composite, and where they end: what follows is instructions. */
export function readComposite(outline: Uint8Array): { components: Component[]; end: number } {
  const view = viewOf(outline)
  const components: Component[] = []
  let at = 10
  for (let flags = MORE; flags & MORE;) {
    flags = view.getUint16(at)
    const start = at + 2
    if (!(flags & OFFSETS)) throw new RangeError('component placed by points')
    const wide = (flags & WORDS) !== 0
    const dx = wide ? view.getInt16(start + 2) : view.getInt8(start + 2)
    const dy = wide ? view.getInt16(start + 4) : view.getInt8(start + 3)
    at = start + (wide ? 6 : 4)
    const fraction = (): number => view.getInt16((at += 2) - 2) / 0x4000
    let matrix: Component['matrix'] = [1, 0, 0, 1]
    if (flags & SCALE) {
      const scale = fraction()
      matrix = [scale, 0, 0, scale]
    } else if (flags & TWO_SCALES) matrix = [fraction(), 0, 0, fraction()]
    else if (flags & FULL_MATRIX) matrix = [fraction(), fraction(), fraction(), fraction()]
    components.push({ glyph: view.getUint16(start), at: start, dx, dy, matrix })
  }
  return { components, end: at }
}

/** The same outline without hinting instructions, which nothing here runs; returned as it is when it has none. */
export function withoutInstructions(outline: Uint8Array): Uint8Array {
  if (outline.length === 0) return outline
  if (isComposite(outline)) {
    const { components, end } = readComposite(outline)
    const bare = outline.slice(0, end)
    const view = viewOf(bare)
    for (const { at } of components) view.setUint16(at - 2, view.getUint16(at - 2) & ~INSTRUCTIONS)
    return bare
  }
  const word = (at: number): number => outline[at]! * 256 + outline[at + 1]!
  const at = 10 + 2 * word(0)
  const length = word(at)
  if (length === 0) return outline
  const bare = new Uint8Array(outline.length - length)
  bare.set(outline.subarray(0, at))
  bare.set(outline.subarray(at + 2 + length), at + 2)
  return bare
}

function simpleContours(outline: Uint8Array): Point[][] {
  const view = viewOf(outline)
  const ends = Array.from({ length: view.getUint16(0) }, (_, i) => view.getUint16(10 + 2 * i))
  const count = (ends.at(-1) ?? -1) + 1
  let at = 10 + 2 * ends.length
  at += 2 + view.getUint16(at)
  const flags: number[] = []
  while (flags.length < count) {
    const flag = view.getUint8(at++)
    for (let times = flag & REPEAT ? view.getUint8(at++) : 0; times >= 0; times--) flags.push(flag)
  }
  const readAxis = (isByte: number, same: number): number[] => {
    let value = 0
    return flags.map((flag) => {
      if (flag & isByte) value += flag & same ? view.getUint8(at++) : -view.getUint8(at++)
      else if (!(flag & same)) value += view.getInt16((at += 2) - 2)
      return value
    })
  }
  const xs = readAxis(X_BYTE, X_SAME)
  const ys = readAxis(Y_BYTE, Y_SAME)
  const points = flags.map((flag, i): Point => ({ x: xs[i]!, y: ys[i]!, onCurve: (flag & 1) === 1 }))
  return ends.map((end, i) => points.slice(i === 0 ? 0 : ends[i - 1]! + 1, end + 1))
}

const viewOf = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
