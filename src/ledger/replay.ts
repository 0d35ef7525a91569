import { isInPlace } from './chain-anchor.ts'
import { readEntry } from './entry.ts'
import { emptyTree, growTree, type GrowingTree, type GrownTile } from './growing-tree.ts'
import { CHAIN_START, HASH_LENGTH, isChainHash, isLeafHash, sha256 } from './hash.ts'
import type { ReadEntry } from './plain-entry.ts'

/** An entry as the database holds it. */
export interface StoredEntry {
  readonly index: number
  readonly record: string
  readonly body: Uint8Array
  readonly leaf: Uint8Array
  readonly chain: Uint8Array
}

/** A ledger recomputed from its bodies, as far as it has been read. */
export interface Replay {
  readonly tree: GrowingTree
  chain: Uint8Array
}

/** What is wrong with a stored entry: the first thing found, in the order of trust. */
export type EntryFault = 'missing' | 'body' | 'leaf' | 'record' | 'place' | 'chain'

export type Replayed =
  | { readonly kind: 'right'; readonly entry: ReadEntry }
  | { readonly kind: 'wrong'; readonly fault: EntryFault }

export const startOfLedger = (): Replay => ({ tree: emptyTree(), chain: CHAIN_START })

/**
 * Checks the next stored entry against its own body and its predecessors, and moves on. After a fault it goes on
 * with what the row claims, so that one altered row is one fault; the tree then disagrees with every checkpoint.
 * A missing entry cannot be passed: the replay stays where it was.
 */
export function replayEntry(replay: Replay, row: StoredEntry, fill: (tile: GrownTile) => void): Replayed {
  if (row.index !== replay.tree.size) return { kind: 'wrong', fault: 'missing' }
  const replayed = examine(replay, row)
  growTree(replay.tree, asHash(row.leaf), fill)
  replay.chain = asHash(row.chain)
  return replayed
}

function examine(replay: Replay, row: StoredEntry): Replayed {
  const entry = readEntry(row.body)
  if (!entry) return { kind: 'wrong', fault: 'body' }
  const fault = faultOf(replay, row, entry)
  return fault ? { kind: 'wrong', fault } : { kind: 'right', entry }
}

function faultOf({ tree, chain }: Replay, row: StoredEntry, entry: ReadEntry): EntryFault | null {
  if (!isLeafHash(row.body, row.leaf)) return 'leaf'
  if (entry.record !== row.record) return 'record'
  if (!isInPlace(entry, tree.size, chain)) return 'place'
  return isChainHash(chain, row.leaf, row.chain) ? null : 'chain'
}

// A column that does not even hold a hash has been reported; going on needs some hash in its place.
const asHash = (bytes: Uint8Array): Uint8Array => (bytes.length === HASH_LENGTH ? bytes : sha256(bytes))
