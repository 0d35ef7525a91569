import type { Handle } from '../platform/database.ts'
import { HASH_LENGTH, nodeHash } from './hash.ts'
import type { Range } from './merkle.ts'
import { altered } from './refusals.ts'
import { placeName, readTiles, type TileLookup } from './stored-tree.ts'
import { tileSlices, TILE_WIDTH, type TileSlice } from './tile.ts'

/** A tile, and its tree as far as it has been hashed: 1 is the root, 2n and 2n + 1 stand under n, the hashes from 256. */
interface KnownTile {
  readonly hashes: Uint8Array
  readonly nodes: Uint8Array[]
}

// What most proofs share: the tiles above the leaves, and those still growing. A hash in a tile never changes.
const kept = new WeakMap<Handle, Map<string, KnownTile>>()
const MOST_KEPT = 256

/**
 * What `attempt` makes of range roots, or null when they do not add up: once more then without the tiles kept, which may
 * be of a database that has been replaced since. Refuses `ledger/altered`, or as told, when they still do not.
 */
export async function trustingTiles<T>(
  handle: Handle,
  attempt: () => Promise<T | null>,
  refusal = () => altered(null),
): Promise<T> {
  const made = await attempt()
  if (made !== null) return made
  kept.delete(handle)
  const again = await attempt()
  if (again === null) throw refusal()
  return again
}

/** The roots of ranges of leaves (see merkle.ts), from tiles alone: those known, and the others with one query. */
export async function rangeRoots(
  handle: Handle,
  ranges: readonly Range[],
  atHand: TileLookup = new Map(),
): Promise<Uint8Array[]> {
  const slices = ranges.map(tileSlices)
  const known = await tilesOf(handle, slices.flat(), atHand)
  const rootOf = (slice: TileSlice) => sliceRoot(known.get(placeName(slice)), slice)
  return slices.map((run) => run.map(rootOf).reduceRight((right, left) => nodeHash(left, right)))
}

async function tilesOf(handle: Handle, slices: readonly TileSlice[], atHand: TileLookup) {
  const shared = kept.get(handle) ?? new Map<string, KnownTile>()
  const known = new Map<string, KnownTile>()
  const missing = slices.filter((slice) => {
    const name = placeName(slice)
    const hashes = atHand.get(name)
    const tile = known.get(name) ?? (hashes ? { hashes, nodes: [] } : shared.get(name))
    if (!tile || tile.hashes.length < (slice.start + slice.count) * HASH_LENGTH) return true
    known.set(name, tile)
    return false
  })
  for (const [name, hashes] of await readTiles(handle, missing)) {
    const tile = { hashes, nodes: shared.get(name)?.nodes ?? [] }
    known.set(name, tile)
    // Full tiles of leaves are too many, and each proves a few entries only.
    if (!name.startsWith('0/') || hashes.length < TILE_WIDTH * HASH_LENGTH) shared.set(name, tile)
  }
  if (shared.size <= MOST_KEPT) kept.set(handle, shared)
  else kept.delete(handle)
  return known
}

function sliceRoot(tile: KnownTile | undefined, { start, count }: TileSlice): Uint8Array {
  // A tile that should be there is not: somebody has been at the tables.
  if (!tile || tile.hashes.length < (start + count) * HASH_LENGTH) throw altered(null)
  const { hashes, nodes } = tile
  const hashAt = (slot: number) => hashes.subarray(slot * HASH_LENGTH, (slot + 1) * HASH_LENGTH)
  const nodeAt = (at: number): Uint8Array =>
    at >= TILE_WIDTH ? hashAt(at - TILE_WIDTH) : (nodes[at] ??= nodeHash(nodeAt(2 * at), nodeAt(2 * at + 1)))
  return nodeAt((TILE_WIDTH + start) / count)
}
