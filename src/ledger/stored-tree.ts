import { sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../platform/database.ts'
import { equalBytes } from '../signing/bytes.ts'
import { HASH_LENGTH } from './hash.ts'
import {
  copyTree,
  emptyTree,
  partialTiles,
  resumeTree,
  rootOf,
  type GrowingTree,
  type GrownTile,
} from './growing-tree.ts'
import { altered } from './refusals.ts'
import { ledgerTiles } from './schema.ts'
import { edgeTiles } from './tile.ts'

interface TilePlace {
  readonly level: number
  readonly index: bigint
}

/** The first hash of a tile that is not what the leaves make it. */
export interface WrongTile extends TilePlace {
  readonly slot: number
}

// The right edge of the tree recomputed last. A root binds every hash of its edge: who knows the one has the other.
let remembered: GrowingTree = emptyTree()

export const rememberTree = (tree: GrowingTree): void => {
  remembered = copyTree(tree)
}

/**
 * The tree of `size` leaves under `root`, ready to grow; null when the stored tiles make another. Tiles that have grown
 * since are cut back; of the tree remembered none is read, so whoever grows it compares them afterwards.
 */
export async function treeUnder(
  handle: Handle,
  { size, root }: { readonly size: bigint; readonly root: Uint8Array },
): Promise<GrowingTree | null> {
  const isAtHand = BigInt(remembered.size) === size && equalBytes(rootOf(remembered), root)
  if (isAtHand) return copyTree(remembered)
  const tree = await loadTree(handle, size)
  return equalBytes(rootOf(tree), root) ? tree : null
}

async function loadTree(handle: Handle, size: bigint): Promise<GrowingTree> {
  const edge = edgeTiles(size)
  const tileAt = await readTiles(handle, edge)
  return resumeTree(Number(size), (level) => {
    const place = edge.find((tile) => tile.level === level)
    return hashesIn(tileAt, { level, index: place?.index ?? 0n }, 0, place?.width ?? 0)
  })
}

/** Stores what growing `tree` from `oldSize` has changed: the tiles it filled and the edge it left. */
export async function storeTiles(
  tx: Transaction,
  tree: GrowingTree,
  oldSize: bigint,
  filled: readonly GrownTile[],
): Promise<void> {
  const before = edgeTiles(oldSize)
  const grown = partialTiles(tree).filter(
    ({ level, index, hashes }) =>
      !before.some(
        (old) => old.level === level && old.index === index && old.width * HASH_LENGTH === hashes.length,
      ),
  )
  const rows = [...filled, ...grown].map(({ level, index, hashes }) => ({ level, tile: index, hashes }))
  if (rows.length === 0) return
  const storing = tx
    .insert(ledgerTiles)
    .values(rows)
    .onConflictDoUpdate({
      target: [ledgerTiles.level, ledgerTiles.tile],
      set: { hashes: sql`excluded.hashes` },
    })
  // A few rows are what most appends store: their statement is worth keeping, others come once.
  await (rows.length <= 8 ? storing.prepare('store_tiles').execute() : storing)
}

/** The first of these tiles that is stored with other content, or not at all. A stored tile may have grown since. */
export async function wrongTile(handle: Handle, tiles: readonly GrownTile[]): Promise<WrongTile | null> {
  const tileAt = await readTiles(handle, tiles)
  for (const { level, index, hashes } of tiles) {
    const stored = tileAt.get(placeName({ level, index })) ?? new Uint8Array()
    const at = firstDifference(hashes, stored)
    if (at < hashes.length) return { level, index, slot: Math.floor(at / HASH_LENGTH) }
  }
  return null
}

function firstDifference(hashes: Uint8Array, stored: Uint8Array): number {
  let at = 0
  while (at < hashes.length && hashes[at] === stored[at]) at++
  return at
}

/** Tiles by place, each at least as wide as whoever looks needs it. */
export type TileLookup = ReadonlyMap<string, Uint8Array>

export const tilesAtHand = (tiles: readonly GrownTile[]): TileLookup =>
  new Map(tiles.map((tile) => [placeName(tile), tile.hashes]))

export const placeName = ({ level, index }: TilePlace): string => `${level}/${index}`

export async function readTiles(handle: Handle, places: readonly TilePlace[]): Promise<TileLookup> {
  const wanted = new Set(places.map(({ level, index }) => `(${level},${index})`))
  if (wanted.size === 0) return new Map()
  // Numbers of our own, spelled out: a statement without parameters is one trip to the database, not two.
  const rows = await handle
    .select()
    .from(ledgerTiles)
    .where(sql`(${ledgerTiles.level}, ${ledgerTiles.tile}) in (${sql.raw([...wanted].join())})`)
  return new Map(rows.map((row) => [placeName({ level: row.level, index: row.tile }), row.hashes]))
}

function hashesIn(tileAt: TileLookup, place: TilePlace, start: number, count: number): Uint8Array {
  const hashes = tileAt.get(placeName(place)) ?? new Uint8Array()
  const run = hashes.subarray(start * HASH_LENGTH, (start + count) * HASH_LENGTH)
  // A tile that should be there is not: somebody has been at the tables.
  if (run.length !== count * HASH_LENGTH) throw altered(null)
  return run
}
