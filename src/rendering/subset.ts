import { isComposite, readComposite, withoutInstructions } from './outline.ts'
import type { TrueType } from './truetype.ts'

/**
 * A font file of just these glyphs, renumbered 1, 2, … in the order given, after an empty glyph 0. Parts of composites
 * follow behind. Only the tables a CIDFontType2 needs (ISO 32000-1 §9.9); equal glyphs give equal bytes.
 */
export function subsetFont(font: TrueType, glyphs: readonly number[]): Uint8Array {
  const chosen = [-1, ...glyphs]
  const outlines: Uint8Array[] = [new Uint8Array()]
  for (let i = 1; i < chosen.length; i++) outlines.push(renumbered(font, chosen, chosen[i]!))
  return fontFile([
    ['glyf', joined(outlines)],
    ['head', patched(font.table('head'), [50, 1], [8, 0], [10, 0])],
    ['hhea', patched(font.table('hhea'), [34, chosen.length])],
    ['hmtx', metrics(font, chosen)],
    ['loca', offsets(outlines)],
    ['maxp', patched(font.table('maxp'), [4, chosen.length], ...NO_HINTING)],
  ])
}

// maxTwilightPoints, maxStorage, maxFunctionDefs, maxInstructionDefs, maxStackElements, maxSizeOfInstructions.
const NO_HINTING = [16, 18, 20, 22, 24, 26].map((at): [number, number] => [at, 0])

/** A composite's parts join `chosen` when first met, so one loop over the growing list reaches them all. */
function renumbered(font: TrueType, chosen: number[], glyph: number): Uint8Array {
  const bare = bareOutline(font, glyph)
  if (!isComposite(bare)) return bare
  const copy = Uint8Array.from(bare)
  const view = new DataView(copy.buffer)
  for (const part of readComposite(bare).components) {
    if (!chosen.includes(part.glyph)) chosen.push(part.glyph)
    view.setUint16(part.at, chosen.indexOf(part.glyph))
  }
  return copy
}

// Certificates use some hundreds of characters again and again; a stranger's list of names must not grow this for ever.
const MOST_BARE = 8192
const bareOf = new WeakMap<TrueType, Map<number, Uint8Array>>()

function bareOutline(font: TrueType, glyph: number): Uint8Array {
  let known = bareOf.get(font)
  if (!known) bareOf.set(font, (known = new Map()))
  let bare = known.get(glyph)
  if (bare === undefined) {
    bare = withoutInstructions(font.outlineOf(glyph))
    if (known.size >= MOST_BARE) known.clear()
    known.set(glyph, bare)
  }
  return bare
}

const padded = (length: number): number => (length + 3) & ~3

function joined(outlines: readonly Uint8Array[]): Uint8Array {
  const table = new Uint8Array(outlines.reduce((sum, outline) => sum + padded(outline.length), 0))
  let at = 0
  for (const outline of outlines) {
    table.set(outline, at)
    at += padded(outline.length)
  }
  return table
}

function offsets(outlines: readonly Uint8Array[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * outlines.length + 4))
  let at = 0
  for (const [i, outline] of outlines.entries()) {
    view.setUint32(4 * i, at)
    at += padded(outline.length)
  }
  view.setUint32(4 * outlines.length, at)
  return new Uint8Array(view.buffer)
}

function metrics(font: TrueType, chosen: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(4 * chosen.length))
  view.setUint16(0, font.unitsPerEm)
  for (let i = 1; i < chosen.length; i++) {
    view.setUint16(4 * i, font.advanceOf(chosen[i]!))
    view.setInt16(4 * i + 2, font.bearingOf(chosen[i]!))
  }
  return new Uint8Array(view.buffer)
}

function patched(table: Uint8Array, ...words: readonly (readonly [at: number, value: number])[]): Uint8Array {
  const copy = Uint8Array.from(table)
  const view = new DataView(copy.buffer)
  for (const [at, value] of words) view.setUint16(at, value)
  return copy
}

/** The sfnt wrapper. Tables come sorted by tag, as the format asks. */
function fontFile(tables: readonly (readonly [tag: string, bytes: Uint8Array])[]): Uint8Array {
  const directory = 12 + 16 * tables.length
  const file = new Uint8Array(tables.reduce((sum, [, bytes]) => sum + padded(bytes.length), directory))
  const view = new DataView(file.buffer)
  const power = Math.floor(Math.log2(tables.length))
  view.setUint32(0, 0x00010000)
  view.setUint16(4, tables.length)
  view.setUint16(6, 16 << power)
  view.setUint16(8, power)
  view.setUint16(10, 16 * (tables.length - (1 << power)))
  let at = directory
  let headAt = 0
  let sum = 0
  for (const [i, [tag, bytes]] of tables.entries()) {
    file.set(bytes, at)
    const entry = 12 + 16 * i
    const tableSum = checksum(view, at, at + padded(bytes.length))
    for (let k = 0; k < 4; k++) view.setUint8(entry + k, tag.charCodeAt(k))
    view.setUint32(entry + 4, tableSum)
    view.setUint32(entry + 8, at)
    view.setUint32(entry + 12, bytes.length)
    if (tag === 'head') headAt = at
    sum += tableSum
    at += padded(bytes.length)
  }
  // head.checkSumAdjustment makes the whole file sum to this constant.
  view.setUint32(headAt + 8, (0xb1b0afba - sum - checksum(view, 0, directory)) >>> 0)
  return file
}

function checksum(view: DataView, start: number, end: number): number {
  let sum = 0
  for (let at = start; at < end; at += 4) sum = (sum + view.getInt32(at)) | 0
  return sum >>> 0
}
