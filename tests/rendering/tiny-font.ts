/**
 * A TrueType font of five glyphs with what the shipped fonts lack: composites (nested, scaled), hinting instructions,
 * and a format 4 character map. A is a square, B a triangle, C both side by side, D half of C.
 */
export function tinyFont(
  options: { readonly fsType?: number; readonly firstCharacter?: number } = {},
): Uint8Array {
  const glyphs = [new Uint8Array(), SQUARE, TRIANGLE, PAIR, HALF_PAIR].map(padded)
  const loca = words32(
    ...glyphs.reduce<number[]>((sums, glyph) => [...sums, sums.at(-1)! + glyph.length], [0]),
  )
  const tables: [string, Uint8Array][] = [
    ['OS/2', concat(words16(4, 0, 400, 5, options.fsType ?? 0), new Uint8Array(86))],
    ['cmap', characterMap(options.firstCharacter ?? 0x41)],
    ['glyf', concat(...glyphs)],
    [
      'head',
      concat(words32(0x10000, 0x10000, 0, 0x5f0f3cf5), words16(3, 1000), new Uint8Array(16), HEAD_TAIL),
    ],
    ['hhea', concat(words32(0x10000), words16(800, -200), new Uint8Array(26), words16(3))],
    // Three full metrics, then bearings only: the last advance holds for the rest.
    ['hmtx', words16(500, 0, 600, 50, 700, 60, 10, 20)],
    ['loca', loca],
    ['maxp', concat(words32(0x10000), words16(5, 8, 2, 8, 4, 2, 3, 4, 5, 6, 7, 8, 2, 2))],
  ]
  return sfnt(tables)
}

const INSTRUCTIONS = Uint8Array.of(0xb0, 0x01, 0x21, 0x2d)

// One contour; points as words relative to the last, all on the curve.
const simple = (points: readonly (readonly [number, number])[], instructions: Uint8Array): Uint8Array =>
  concat(
    words16(1, 0, 0, 500, 500, points.length - 1, instructions.length),
    instructions,
    Uint8Array.from(points, () => 1),
    words16(...points.map(([x]) => x)),
    words16(...points.map(([, y]) => y)),
  )

const SQUARE = simple([[0, 0], [0, 400], [400, 0], [0, -400]], INSTRUCTIONS) // prettier-ignore
const TRIANGLE = simple([[50, 0], [200, 500], [200, -500]], new Uint8Array()) // prettier-ignore

// Words, offsets, more to come | words, offsets, instructions follow.
const PAIR = concat(
  words16(-1, 0, 0, 900, 500),
  words16(0x0023, 1, 0, 0),
  words16(0x0103, 2, 450, -20, INSTRUCTIONS.length),
  INSTRUCTIONS,
)
// Byte offsets, one scale of a half.
const HALF_PAIR = concat(
  words16(-1, 0, 0, 450, 250),
  words16(0x000a, 3),
  Uint8Array.of(10, 246),
  words16(0x2000),
)

// Format 4: the first three by delta, the fourth through the glyph array.
const characterMap = (first: number): Uint8Array =>
  concat(
    words16(0, 1, 3, 1),
    words32(12),
    words16(4, 42, 0, 6, 4, 1, 2),
    words16(first + 2, first + 3, 0xffff, 0),
    words16(first, first + 3, 0xffff),
    words16(1 - first, 0, 1),
    words16(0, 4, 0),
    words16(4),
  )

const HEAD_TAIL = words16(0, 0, 1000, 1000, 0, 8, 2, 1, 0)

function sfnt(tables: readonly (readonly [string, Uint8Array])[]): Uint8Array {
  let at = 12 + 16 * tables.length
  const entries = tables.map(([tag, bytes]) => {
    const entry = concat(new TextEncoder().encode(tag), words32(0, at, bytes.length))
    at += padded(bytes).length
    return entry
  })
  return concat(
    words32(0x10000),
    words16(tables.length, 128, 3, 0),
    ...entries,
    ...tables.map(([, b]) => padded(b)),
  )
}

function padded(bytes: Uint8Array): Uint8Array {
  return concat(bytes, new Uint8Array(-bytes.length & 3))
}

function concat(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts))
}

function words16(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [(value >> 8) & 0xff, value & 0xff]))
}

function words32(...values: readonly number[]): Uint8Array {
  return Uint8Array.from(values.flatMap((value) => [24, 16, 8, 0].map((shift) => (value >>> shift) & 0xff)))
}
