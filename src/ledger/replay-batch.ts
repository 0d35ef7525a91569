import type { Day } from '../calendar/day.ts'
import { partialTiles, rootOf, type GrownTile } from './growing-tree.ts'
import type { ReadEntry } from './plain-entry.ts'
import { unpackEntries } from './read-entries.ts'
import { replayEntry, startOfLedger, type EntryFault, type Replay } from './replay.ts'

/** What the entries say about one table's rows. */
export interface SealedRows {
  /** All of them together. */
  rows: number
  /** The first entry that sealed any. */
  readonly first: number
}

/** A whole ledger as far as it has been replayed. */
export interface WholeReplay extends Replay {
  readonly sealed: Map<string, SealedRows>
  /** Of the last entry that is right. */
  day: Day
  isLastRight: boolean
  /** Past a hole no later place is certain: nothing more is replayed. */
  hasHole: boolean
}

export interface FoundInBatch {
  readonly faults: readonly { readonly index: number; readonly fault: EntryFault }[]
  /** The tree at the sizes asked for. */
  readonly roots: ReadonlyMap<number, { readonly root: Uint8Array; readonly day: Day }>
  readonly filled: readonly GrownTile[]
  /** Of the genesis, in the batch that begins with it. */
  readonly origin: string | null
  readonly hasHole: boolean
}

export interface ReplayEnd {
  readonly size: number
  readonly root: Uint8Array
  readonly chain: Uint8Array
  readonly tiles: readonly GrownTile[]
  readonly sealed: ReadonlyMap<string, SealedRows>
  /** Null when the last entry is not right. */
  readonly day: Day | null
}

export const startOfWhole = (): WholeReplay => ({
  ...startOfLedger(),
  sealed: new Map(),
  day: '',
  isLastRight: false,
  hasHole: false,
})

/** Replays the next entries, packed as they were read, and says what is wrong and what the tree was at `sizes`. */
export function replayBatch(replay: WholeReplay, packed: Uint8Array, sizes: readonly number[]): FoundInBatch {
  const faults: { index: number; fault: EntryFault }[] = []
  const roots = new Map<number, { root: Uint8Array; day: Day }>()
  const filled: GrownTile[] = []
  const asked = new Set(sizes)
  let origin: string | null = null
  for (const row of replay.hasHole ? [] : unpackEntries(packed)) {
    const index = replay.tree.size
    const replayed = replayEntry(replay, row, (tile) => filled.push(tile))
    replay.isLastRight = replayed.kind === 'right'
    if (replayed.kind === 'right') {
      countSeals(replay.sealed, replayed.entry, index)
      replay.day = replayed.entry.day
      if (index === 0) origin = String(replayed.entry.facts?.origin)
    } else {
      faults.push({ index, fault: replayed.fault })
      replay.hasHole = replayed.fault === 'missing'
      if (replay.hasHole) break
    }
    const { size } = replay.tree
    if (asked.has(size)) roots.set(size, { root: rootOf(replay.tree), day: replay.day })
  }
  return { faults, roots, filled, origin, hasHole: replay.hasHole }
}

export const endOfReplay = ({ tree, chain, sealed, day, isLastRight }: WholeReplay): ReplayEnd => ({
  size: tree.size,
  root: rootOf(tree),
  chain,
  tiles: partialTiles(tree),
  sealed,
  day: isLastRight ? day : null,
})

function countSeals(sealed: Map<string, SealedRows>, entry: ReadEntry, index: number): void {
  if (!entry.seals) return
  for (const [table, { rows }] of Object.entries(entry.seals)) {
    const known = sealed.get(table)
    if (known) known.rows += rows
    else sealed.set(table, { rows, first: index })
  }
}
