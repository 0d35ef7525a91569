import { concat } from '../signing/bytes.ts'
import { HASH_LENGTH } from './hash.ts'
import type { Range } from './merkle.ts'

// C2SP tlog-tiles v0.1.0.

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256
const TILE_BITS = 8

/** What a tile path names. `entries` is the bundle of entries under a level 0 tile. */
export interface Tile {
  readonly level: number | 'entries'
  readonly index: bigint
  /** 1 … 256; 256 is a full tile. */
  readonly width: number
}

/** A tile of hashes. */
export interface HashTile extends Tile {
  readonly level: number
}

/** A run of hashes inside one tile. */
export interface TileSlice {
  readonly level: number
  readonly index: bigint
  readonly start: number
  readonly count: number
}

/** `tile/<L>/<N>[.p/<W>]`, without a leading slash. */
export function tilePath({ level, index, width }: Tile): string {
  const digits = index.toString()
  const groups = digits.padStart(Math.ceil(digits.length / 3) * 3, '0').match(/\d{3}/g) ?? []
  const place = groups.map((group, i) => (i < groups.length - 1 ? `x${group}` : group)).join('/')
  return `tile/${level}/${place}${width === TILE_WIDTH ? '' : `.p/${width}`}`
}

/** Null unless the text is the one path of a tile that may exist: level 0–63, width 1–255 or full. */
export function parseTilePath(path: string): Tile | null {
  const [, level, place, width] =
    /^tile\/(entries|\d{1,2})\/([x\d/]{3,33})(?:\.p\/(\d{1,3}))?$/.exec(path) ?? []
  if (level === undefined || place === undefined) return null
  const tile: Tile = {
    level: level === 'entries' ? 'entries' : Number(level),
    index: BigInt(place.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  }
  const exists = (tile.level === 'entries' || tile.level < 64) && tile.width >= 1 && tile.width <= TILE_WIDTH
  // One spelling only, so that no cache holds a tile twice; a full tile has no width in its path.
  return exists && tilePath(tile) === path ? tile : null
}

/** How many hashes the tile holds in a tree of `size` leaves: 0 (no such tile) … 256 (full). */
export function tileWidth(level: number | 'entries', index: bigint, size: bigint): number {
  const nodes = level === 'entries' ? size : size >> BigInt(TILE_BITS * level)
  const width = nodes - index * BigInt(TILE_WIDTH)
  if (width <= 0n) return 0
  return width < TILE_WIDTH ? Number(width) : TILE_WIDTH
}

/** The last, not yet full tile of every level of a tree; a level whose tiles are all full has none. */
export function edgeTiles(size: bigint): HashTile[] {
  const tiles: HashTile[] = []
  for (let level = 0, nodes = size; nodes > 0n; level++, nodes >>= BigInt(TILE_BITS)) {
    const width = Number(nodes % BigInt(TILE_WIDTH))
    if (width > 0) tiles.push({ level, index: nodes >> BigInt(TILE_BITS), width })
  }
  return tiles
}

/**
 * Where the hashes lie that make the root of a range out of a tree's decomposition: perfect subtrees, highest first.
 * A subtree of 2^h leaves is one run of 2^(h mod 8) hashes in a tile of level h / 8.
 */
export function tileSlices({ from, to }: Range): TileSlice[] {
  const slices: TileSlice[] = []
  for (let at = from; at < to;) {
    const height = (to - at).toString(2).length - 1
    const level = Math.floor(height / TILE_BITS)
    const position = Math.floor(at / TILE_WIDTH ** level)
    const index = BigInt(Math.floor(position / TILE_WIDTH))
    slices.push({ level, index, start: position % TILE_WIDTH, count: 2 ** (height % TILE_BITS) })
    at += 2 ** height
  }
  return slices
}

/** The hashes of a tile, as views into it. */
export function splitHashes(hashes: Uint8Array): Uint8Array[] {
  return Array.from({ length: hashes.length / HASH_LENGTH }, (_, i) =>
    hashes.subarray(i * HASH_LENGTH, (i + 1) * HASH_LENGTH),
  )
}

/** Each entry behind its length, uint16 big-endian. */
export function encodeBundle(entries: readonly Uint8Array[]): Uint8Array {
  return concat(...entries.flatMap((entry) => [Uint8Array.of(entry.length >> 8, entry.length & 0xff), entry]))
}

/** The entries of a bundle; null unless the lengths add up to the whole. */
export function decodeBundle(bundle: Uint8Array): Uint8Array[] | null {
  const entries: Uint8Array[] = []
  let at = 0
  while (at < bundle.length) {
    const start = at + 2
    const end = start + (bundle[at] as number) * 256 + (bundle[at + 1] ?? Number.NaN)
    if (!(end <= bundle.length) || entries.length === TILE_WIDTH) return null
    entries.push(bundle.subarray(start, end))
    at = end
  }
  return entries
}
