/** A TrueType font read in place. Glyphs are numbered as in the file; 0 means the font lacks the character. */
export interface TrueType {
  readonly bytes: Uint8Array
  readonly unitsPerEm: number
  /** [xMin, yMin, xMax, yMax], font units. */
  readonly bounds: readonly [number, number, number, number]
  readonly ascent: number
  readonly descent: number
  readonly glyphCount: number
  /** OS/2 fsType 2 forbids embedding; the font's owner is obeyed. */
  readonly embeddable: boolean
  /** The raw table, for copying. */
  table(tag: string): Uint8Array
  glyphOf(codePoint: number): number
  /** Font units. */
  advanceOf(glyph: number): number
  bearingOf(glyph: number): number
  /** The glyf entry; empty for a blank. */
  outlineOf(glyph: number): Uint8Array
}

/** Reads a font of TrueType outlines (not CFF, not a collection); throws RangeError on anything else. */
export function readTrueType(bytes: Uint8Array): TrueType {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = tablesOf(view)
  const table = (tag: string): Uint8Array => {
    const place = tables.get(tag)
    if (!place) throw new RangeError(`font has no ${tag} table`)
    return bytes.subarray(place.start, place.start + place.length)
  }
  const viewOf = (tag: string): DataView => {
    const part = table(tag)
    return new DataView(part.buffer, part.byteOffset, part.byteLength)
  }
  const [head, hhea, hmtx, loca] = [viewOf('head'), viewOf('hhea'), viewOf('hmtx'), viewOf('loca')]
  const glyphs = table('glyf')
  const glyphCount = viewOf('maxp').getUint16(4)
  const metricCount = hhea.getUint16(34)
  const longLoca = head.getInt16(50) === 1
  const offsetOf = (glyph: number): number =>
    longLoca ? loca.getUint32(4 * glyph) : 2 * loca.getUint16(2 * glyph)

  return {
    bytes,
    unitsPerEm: head.getUint16(18),
    bounds: [head.getInt16(36), head.getInt16(38), head.getInt16(40), head.getInt16(42)],
    ascent: hhea.getInt16(4),
    descent: hhea.getInt16(6),
    glyphCount,
    embeddable: !tables.has('OS/2') || (viewOf('OS/2').getUint16(8) & 0xf) !== 2,
    table,
    // Fonts inside PDFs have no map: their codes are glyph numbers.
    glyphOf: tables.has('cmap') ? characterMap(viewOf('cmap')) : () => 0,
    advanceOf: (glyph) => hmtx.getUint16(4 * Math.min(glyph, metricCount - 1)),
    bearingOf: (glyph) =>
      glyph < metricCount ? hmtx.getInt16(4 * glyph + 2) : hmtx.getInt16(2 * metricCount + 2 * glyph),
    outlineOf(glyph) {
      if (glyph >= glyphCount) throw new RangeError('no such glyph')
      return glyphs.subarray(offsetOf(glyph), offsetOf(glyph + 1))
    },
  }
}

interface Place {
  readonly start: number
  readonly length: number
}

function tablesOf(view: DataView): Map<string, Place> {
  const version = view.getUint32(0)
  if (version !== 0x00010000 && version !== 0x74727565) throw new RangeError('not a TrueType font')
  const tables = new Map<string, Place>()
  for (let i = 0; i < view.getUint16(4); i++) {
    const at = 12 + 16 * i
    const tag = String.fromCharCode(...[0, 1, 2, 3].map((k) => view.getUint8(at + k)))
    tables.set(tag, { start: view.getUint32(at + 8), length: view.getUint32(at + 12) })
  }
  return tables
}

/** The widest Unicode subtable: all planes (format 12) before the first plane only (format 4). */
function characterMap(cmap: DataView): (codePoint: number) => number {
  let best: { readonly format: number; readonly at: number } | null = null
  for (let i = 0; i < cmap.getUint16(2); i++) {
    const platform = cmap.getUint16(4 + 8 * i)
    const encoding = cmap.getUint16(6 + 8 * i)
    if (platform !== 0 && !(platform === 3 && (encoding === 1 || encoding === 10))) continue
    const at = cmap.getUint32(8 + 8 * i)
    const format = cmap.getUint16(at)
    if (format === 12 || (format === 4 && best?.format !== 12)) best = { format, at }
  }
  if (!best) throw new RangeError('font has no Unicode character map')
  const table = new DataView(cmap.buffer, cmap.byteOffset + best.at, cmap.byteLength - best.at)
  return best.format === 12 ? allPlanes(table) : firstPlane(table)
}

function allPlanes(table: DataView): (codePoint: number) => number {
  const count = table.getUint32(12)
  return (codePoint) => {
    const group = 16 + 12 * firstIndex(count, (i) => table.getUint32(16 + 12 * i + 4) >= codePoint)
    if (group >= 16 + 12 * count || table.getUint32(group) > codePoint) return 0
    return table.getUint32(group + 8) + codePoint - table.getUint32(group)
  }
}

function firstPlane(table: DataView): (codePoint: number) => number {
  const count = table.getUint16(6) / 2
  const [ends, starts, deltas, ranges] = [14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count]
  return (codePoint) => {
    if (codePoint > 0xffff) return 0
    const i = firstIndex(count, (k) => table.getUint16(ends + 2 * k) >= codePoint)
    if (i === count || table.getUint16(starts + 2 * i) > codePoint) return 0
    const delta = table.getUint16(deltas + 2 * i)
    const range = table.getUint16(ranges + 2 * i)
    if (range === 0) return (codePoint + delta) & 0xffff
    const glyph = table.getUint16(ranges + 2 * i + range + 2 * (codePoint - table.getUint16(starts + 2 * i)))
    return glyph === 0 ? 0 : (glyph + delta) & 0xffff
  }
}

/** The first index below `count` for which `holds`, or `count`; `holds` must stay true once true. */
function firstIndex(count: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = (low + high) >>> 1
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}
