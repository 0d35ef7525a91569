import { and, eq } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import { HASH_LENGTH } from './hash.ts'
import { readEntries } from './read-entries.ts'
import { latestCheckpoint } from './refuse-if-behind.ts'
import { altered } from './refusals.ts'
import { ledgerTiles } from './schema.ts'
import { encodeBundle, TILE_WIDTH, tileWidth, type Tile } from './tile.ts'

/**
 * A tile or bundle of the published tree, or null when there is no such one (yet): nothing past the latest
 * checkpoint is shown, and a tile is full only once all of it is published.
 */
export async function readTile(handle: Handle, tile: Tile): Promise<Uint8Array | null> {
  const published = await latestCheckpoint(handle)
  const { level, index, width } = tile
  if (!published || width > tileWidth(level, index, published.size)) return null
  const content =
    level === 'entries' ? await bundle(handle, index, width) : await hashes(handle, level, index, width)
  // Published and not there: somebody has been at the tables, and a cache must not keep the gap.
  if (!content) throw altered(null)
  return content
}

async function bundle(handle: Handle, index: bigint, width: number): Promise<Uint8Array | null> {
  const from = index * BigInt(TILE_WIDTH)
  const bodies: Uint8Array[] = []
  for await (const batch of readEntries(handle, from, from + BigInt(width)))
    for (const { body } of batch) bodies.push(body)
  return bodies.length === width ? encodeBundle(bodies) : null
}

async function hashes(
  handle: Handle,
  level: number,
  tile: bigint,
  width: number,
): Promise<Uint8Array | null> {
  const [row] = await handle
    .select({ hashes: ledgerTiles.hashes })
    .from(ledgerTiles)
    .where(and(eq(ledgerTiles.level, level), eq(ledgerTiles.tile, tile)))
  // A partial tile is the beginning of what the row has grown to.
  const cut = row?.hashes.slice(0, width * HASH_LENGTH)
  return cut?.length === width * HASH_LENGTH ? cut : null
}
