import type { Day } from '../calendar/day.ts'
import { equalBytes } from '../signing/bytes.ts'
import { isInPlace } from './chain-anchor.ts'
import type { Checkpoint } from './checkpoint.ts'
import { entryDefect, type Defect } from './defect.ts'
import { readEntry } from './entry.ts'
import { growTree, partialTiles, rootOf, type GrownTile } from './growing-tree.ts'
import { chainHash, HASH_LENGTH, leafHash } from './hash.ts'
import { hearOfKey, type KeyWords } from './learned-keys.ts'
import type { ReadEntry } from './plain-entry.ts'
import {
  entryWithheld,
  historyRewritten,
  servedOtherOrigin,
  servedRoot,
  servedTile,
} from './remote-defect.ts'
import type { RemoteLog } from './remote-log.ts'
import { startOfLedger, type EntryFault, type Replay } from './replay.ts'
import { decodeBundle, tilePath, TILE_WIDTH, tileWidth, type Tile } from './tile.ts'

/** Bundles under way at once; each holds at most 16 MB, and usually 100 kB. */
const AHEAD = 8
const MAX_BUNDLE = TILE_WIDTH * (2 + 65_535)

/** False: enough has been found. */
type Report = (defect: Defect) => boolean

interface Fetched {
  readonly at: number
  readonly entries: Tile
  readonly bundle: Uint8Array | null
  readonly hashes: Tile
  readonly tile: Uint8Array | null
}

export interface Walked {
  /** Was one of the roots seen before contradicted? */
  readonly isRewritten: boolean
  /** What the entries say of the keys that sign the log. */
  readonly words: KeyWords
  /** Of the last entry. */
  readonly day: Day
}

/**
 * Downloads and recomputes the log up to `served`, and compares the roots on the way with those seen before (smallest
 * first). Stops at an entry that is withheld: past it nothing is certain.
 */
export async function walkRemoteLog(
  log: RemoteLog,
  served: Checkpoint,
  seen: readonly Checkpoint[],
  report: Report,
): Promise<Walked> {
  const replay = startOfLedger()
  const comparison: Comparison = {
    seen: seen.filter(({ size }) => size <= served.size && size > 0n),
    agreed: 0,
    isRewritten: false,
    words: new Map(),
    day: '',
  }
  for await (const fetched of bundlesOf(log, served.size)) {
    const filled: GrownTile[] = []
    const goesOn = replayBundle(replay, served, fetched, comparison, filled, report)
    if (!goesOn || !(await compareTiles(log, filled, report))) return comparison
  }
  if (await compareTiles(log, partialTiles(replay.tree), report))
    if (!equalBytes(rootOf(replay.tree), served.root)) report(servedRoot(served.size))
  return comparison
}

/** What has been found so far; the checkpoints of earlier audits are those still to be met. */
interface Comparison extends Walked {
  readonly seen: Checkpoint[]
  /** The size up to which they have agreed. */
  agreed: number
  isRewritten: boolean
  day: Day
}

function replayBundle(
  replay: Replay,
  { origin }: Checkpoint,
  { at, entries, bundle, hashes, tile }: Fetched,
  comparison: Comparison,
  filled: GrownTile[],
  report: Report,
): boolean {
  const bodies = (bundle && decodeBundle(bundle)) ?? []
  const isTile = tile?.length === hashes.width * HASH_LENGTH
  if (!isTile && !report(servedTile(tilePath(hashes), 0, at))) return false
  for (const [slot, body] of bodies.entries()) {
    if (slot === entries.width) break
    const computed = leafHash(body)
    const leaf = isTile ? tile.subarray(slot * HASH_LENGTH, (slot + 1) * HASH_LENGTH) : computed
    const entry = readEntry(body)
    const fault = faultOf(replay, entry, equalBytes(leaf, computed))
    if (fault && !report(entryDefect(at + slot, fault))) return false
    comparison.day = entry?.day ?? ''
    if (entry?.type.startsWith('key.')) hearOfKey(comparison.words, body)
    if (at + slot === 0 && !fault && !isNamed(body, origin, report)) return false
    // As in our own audit: go on with what the tile claims, so that one altered entry is one defect.
    replay.chain = chainHash(replay.chain, leaf)
    growTree(replay.tree, leaf, (tile) => filled.push(tile))
    if (!compareSeen(replay, comparison, report)) return false
  }
  if (bodies.length === entries.width) return true
  report(entryWithheld(at + Math.min(bodies.length, entries.width), tilePath(entries)))
  return false
}

function faultOf({ tree, chain }: Replay, entry: ReadEntry | null, isLeaf: boolean): EntryFault | null {
  if (!isLeaf) return 'leaf'
  if (!entry) return 'body'
  return isInPlace(entry, tree.size, chain) ? null : 'place'
}

/** Does the genesis entry name the log as its checkpoints do? */
function isNamed(body: Uint8Array, origin: string, report: Report): boolean {
  const named = String(readEntry(body)?.facts?.origin ?? '')
  return named === origin || report(servedOtherOrigin(named, origin))
}

function compareSeen({ tree }: Replay, comparison: Comparison, report: Report): boolean {
  while (comparison.seen[0]?.size === BigInt(tree.size)) {
    const { size, root } = comparison.seen.shift() as Checkpoint
    if (equalBytes(rootOf(tree), root)) comparison.agreed = tree.size
    else if (!comparison.isRewritten) {
      comparison.isRewritten = true
      if (!report(historyRewritten(comparison.agreed, size))) return false
    }
  }
  return true
}

/** The tiles above the leaves; those of the leaves were read beside their bundles. */
async function compareTiles(log: RemoteLog, tiles: readonly GrownTile[], report: Report): Promise<boolean> {
  for (const { level, index, hashes } of tiles) {
    if (level === 0) continue
    const path = tilePath({ level, index, width: hashes.length / HASH_LENGTH })
    const served = (await log.read(path, hashes.length)) ?? new Uint8Array()
    const different = hashes.findIndex((byte, i) => byte !== served[i])
    if (different < 0 && served.length === hashes.length) continue
    if (!report(servedTile(path, Math.floor(Math.max(different, 0) / HASH_LENGTH)))) return false
  }
  return true
}

/** Every bundle and the tile of its leaves, in order; a few are under way while one is being hashed. */
async function* bundlesOf(log: RemoteLog, size: bigint): AsyncGenerator<Fetched> {
  const under: Promise<Fetched>[] = []
  let next = 0n
  for (;;) {
    while (under.length < AHEAD && next * BigInt(TILE_WIDTH) < size) {
      const fetching = fetchBundle(log, next++, size)
      // Nobody may be left to hear it fail.
      fetching.catch(() => {})
      under.push(fetching)
    }
    const first = under.shift()
    if (!first) return
    yield await first
  }
}

async function fetchBundle(log: RemoteLog, index: bigint, size: bigint): Promise<Fetched> {
  const width = tileWidth('entries', index, size)
  const entries: Tile = { level: 'entries', index, width }
  const hashes: Tile = { level: 0, index, width }
  const [bundle, tile] = await Promise.all([
    log.read(tilePath(entries), MAX_BUNDLE),
    log.read(tilePath(hashes), TILE_WIDTH * HASH_LENGTH),
  ])
  return { at: Number(index) * TILE_WIDTH, entries, bundle, hashes, tile }
}
