// Bundled into pages: no node modules here.
import { fromUtf8, utf8 } from './bytes.ts'

export type CborKey = number | string
export type CborValue =
  | number
  | string
  | boolean
  | null
  | Uint8Array
  | readonly CborValue[]
  | CborMap
  | { readonly tag: number; readonly value: CborValue }
export type CborMap = ReadonlyMap<CborKey, CborValue>

const MAX_DEPTH = 8

/**
 * Deterministic CBOR (RFC 8949 §4.2.1) of safe integers, text, bytes, arrays, maps, tags, booleans and null.
 * Throws RangeError on any other number and on text that is not well-formed Unicode.
 */
export function encodeCbor(value: CborValue): Uint8Array {
  const out = { bytes: new Uint8Array(512), at: 0 }
  write(out, value)
  return out.bytes.slice(0, out.at)
}

interface Output {
  bytes: Uint8Array
  at: number
}

function write(out: Output, value: CborValue): void {
  if (typeof value === 'number') {
    if (!Number.isSafeInteger(value)) throw new RangeError('only safe integers')
    if (value < 0) head(out, 1, -1 - value)
    else head(out, 0, value)
  } else if (typeof value === 'string') {
    // TextEncoder would turn a lone surrogate into U+FFFD: another name than the one given.
    if (/\p{Surrogate}/u.test(value)) throw new RangeError('text is not well-formed')
    writeBytes(out, 3, utf8(value))
  } else if (value instanceof Uint8Array) writeBytes(out, 2, value)
  else if (value === null) head(out, 7, 22)
  else if (typeof value === 'boolean') head(out, 7, value ? 21 : 20)
  else if (value instanceof Map) writeMap(out, value)
  else if (isArray(value)) {
    head(out, 4, value.length)
    for (const item of value) write(out, item)
  } else {
    const { tag, value: tagged } = value as { tag: number; value: CborValue }
    head(out, 6, tag)
    write(out, tagged)
  }
}

function writeMap(out: Output, map: CborMap): void {
  head(out, 5, map.size)
  for (const [key, value] of [...map].sort(([a], [b]) => compareKeys(a, b))) {
    write(out, key)
    write(out, value)
  }
}

function writeBytes(out: Output, major: number, bytes: Uint8Array): void {
  head(out, major, bytes.length)
  room(out, bytes.length).bytes.set(bytes, out.at)
  out.at += bytes.length
}

/** Major type and argument in the shortest of the five forms. */
function head(out: Output, major: number, n: number): void {
  const size = n < 24 ? 0 : n < 0x100 ? 1 : n < 0x10000 ? 2 : n < 0x100000000 ? 4 : 8
  const { bytes } = room(out, 9)
  bytes[out.at] = (major << 5) | (size === 0 ? n : 24 + Math.log2(size))
  // Division, because shifts stop at 32 bits.
  for (let i = size, rest = n; i > 0; i--, rest = Math.floor(rest / 256)) bytes[out.at + i] = rest % 256
  out.at += 1 + size
}

function room(out: Output, length: number): Output {
  if (out.at + length > out.bytes.length) {
    const larger = new Uint8Array(2 * out.bytes.length + length)
    larger.set(out.bytes)
    out.bytes = larger
  }
  return out
}

/** Bytewise order of the encodings: 0, 1 …, then -1, -2 …, then texts by length and bytes. */
function compareKeys(a: CborKey, b: CborKey): number {
  if (typeof a === 'number' && typeof b === 'number') {
    if (a < 0 !== b < 0) return a < 0 ? 1 : -1
    return Math.abs(a) - Math.abs(b)
  }
  return compare(encodeCbor(a), encodeCbor(b))
}

interface Cursor {
  readonly bytes: Uint8Array
  at: number
}

/**
 * The one value these bytes spell; byte strings are views of the input. Throws RangeError unless `encodeCbor` would
 * write the very same bytes: long heads, unsorted or repeated keys, indefinite lengths, floats, trailing bytes and
 * nesting beyond 8 are all refused. Allocates nothing on the word of a length.
 */
export function decodeCbor(bytes: Uint8Array): CborValue {
  const cursor = { bytes, at: 0 }
  const value = read(cursor, 0)
  if (cursor.at !== bytes.length) throw new RangeError('bytes after the value')
  return value
}

function read(cursor: Cursor, depth: number): CborValue {
  if (depth > MAX_DEPTH) throw new RangeError('nested too deeply')
  const initial = byteAt(cursor)
  const major = initial >> 5
  if (major === 7) return readSimple(initial)
  const n = readHead(cursor, initial & 31)
  switch (major) {
    case 0:
      return n
    case 1:
      if (n === Number.MAX_SAFE_INTEGER) throw new RangeError('integer beyond 2^53')
      return -1 - n
    case 2:
      return take(cursor, n)
    case 3:
      return readText(take(cursor, n))
    case 4:
      return readArray(cursor, n, depth)
    case 5:
      return readMap(cursor, n, depth)
    default:
      return { tag: n, value: read(cursor, depth + 1) }
  }
}

function readSimple(initial: number): boolean | null {
  if (initial === 0xf4) return false
  if (initial === 0xf5) return true
  if (initial === 0xf6) return null
  throw new RangeError('floats and other simple values are not used')
}

function readHead(cursor: Cursor, info: number): number {
  if (info < 24) return info
  if (info > 27) throw new RangeError('indefinite or reserved length')
  const size = 1 << (info - 24)
  let n = 0
  for (const byte of take(cursor, size)) n = n * 256 + byte
  if (n > Number.MAX_SAFE_INTEGER) throw new RangeError('integer beyond 2^53')
  const least = size === 1 ? 24 : 2 ** (4 * size)
  if (n < least) throw new RangeError('not the shortest head')
  return n
}

function readText(bytes: Uint8Array): string {
  try {
    return fromUtf8(bytes)
  } catch {
    throw new RangeError('not UTF-8')
  }
}

function readArray(cursor: Cursor, length: number, depth: number): CborValue[] {
  const items: CborValue[] = []
  for (let i = 0; i < length; i++) items.push(read(cursor, depth + 1))
  return items
}

function readMap(cursor: Cursor, size: number, depth: number): CborMap {
  const map = new Map<CborKey, CborValue>()
  let previous: CborKey | undefined
  for (let i = 0; i < size; i++) {
    const key = read(cursor, depth + 1)
    if (typeof key !== 'number' && typeof key !== 'string')
      throw new RangeError('key is not a number or text')
    if (previous !== undefined && compareKeys(previous, key) >= 0)
      throw new RangeError('keys repeated or out of order')
    previous = key
    map.set(key, read(cursor, depth + 1))
  }
  return map
}

function byteAt(cursor: Cursor): number {
  const byte = cursor.bytes[cursor.at++]
  if (byte === undefined) throw new RangeError('cut short')
  return byte
}

function take(cursor: Cursor, length: number): Uint8Array {
  if (length > cursor.bytes.length - cursor.at) throw new RangeError('cut short')
  const part = cursor.bytes.subarray(cursor.at, cursor.at + length)
  cursor.at += length
  return part
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) if (a[i] !== b[i]) return (a[i] as number) - (b[i] as number)
  return a.length - b.length
}

const isArray = (value: unknown): value is readonly CborValue[] => Array.isArray(value)
