import { and, eq, inArray, or, sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../platform/database.ts'
import { HASH_LENGTH, nodeHash } from './hash.ts'
import { partialTiles, resumeTree, type GrowingTree, type GrownTile } from './growing-tree.ts'
import { treeRoot, type Range } from './merkle.ts'
import { altered } from './refusals.ts'
import { ledgerTiles } from './schema.ts'
import { edgeTiles, splitHashes, tileSlices } from './tile.ts'

interface TilePlace {
  readonly level: number
  readonly index: bigint
}

/** The first hash of a tile that is not what the leaves make it. */
export interface WrongTile extends TilePlace {
  readonly slot: number
}

/** The tree as it was at `size`, ready to grow or to tell its root. Tiles that have grown since are cut back. */
export async function loadTree(handle: Handle, size: bigint): Promise<GrowingTree> {
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
  await tx
    .insert(ledgerTiles)
    .values(rows)
    .onConflictDoUpdate({
      target: [ledgerTiles.level, ledgerTiles.tile],
      set: { hashes: sql`excluded.hashes` },
    })
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

/** The roots of ranges of leaves (see merkle.ts), from tiles alone, with one query. */
export async function rangeRoots(handle: Handle, ranges: readonly Range[]): Promise<Uint8Array[]> {
  const tileAt = await readTiles(handle, ranges.flatMap(tileSlices))
  // Proofs of neighbours share nearly all their ranges.
  const known = new Map<string, Uint8Array>()
  return ranges.map((range) => {
    const name = `${range.from}-${range.to}`
    const root = known.get(name) ?? rangeRoot(tileAt, range)
    known.set(name, root)
    return root
  })
}

const rangeRoot = (tileAt: TileLookup, range: Range): Uint8Array =>
  tileSlices(range)
    .map((slice) => treeRoot(splitHashes(hashesIn(tileAt, slice, slice.start, slice.count))))
    .reduceRight((right, left) => nodeHash(left, right))

type TileLookup = ReadonlyMap<string, Uint8Array>

const placeName = ({ level, index }: TilePlace): string => `${level}/${index}`

async function readTiles(handle: Handle, places: readonly TilePlace[]): Promise<TileLookup> {
  const levels = [...new Set(places.map(({ level }) => level))]
  if (levels.length === 0) return new Map()
  const wanted = levels.map((level) => {
    const tiles = new Set(places.filter((place) => place.level === level).map(({ index }) => index))
    return and(eq(ledgerTiles.level, level), inArray(ledgerTiles.tile, [...tiles]))
  })
  const rows = await handle
    .select()
    .from(ledgerTiles)
    .where(or(...wanted))
  return new Map(rows.map((row) => [placeName({ level: row.level, index: row.tile }), row.hashes]))
}

function hashesIn(tileAt: TileLookup, place: TilePlace, start: number, count: number): Uint8Array {
  const hashes = tileAt.get(placeName(place)) ?? new Uint8Array()
  const run = hashes.subarray(start * HASH_LENGTH, (start + count) * HASH_LENGTH)
  // A tile that should be there is not: somebody has been at the tables.
  if (run.length !== count * HASH_LENGTH) throw altered(null)
  return run
}
