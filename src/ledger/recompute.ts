import type { Handle } from '../platform/database.ts'
import { equalBytes } from '../signing/bytes.ts'
import { entryDefect, headDefect, tileDefect, type Defect } from './defect.ts'
import { partialTiles, rootOf, type GrownTile } from './growing-tree.ts'
import { readEntries } from './read-entries.ts'
import { replayEntry, type Replay } from './replay.ts'
import { rememberTree, wrongTile } from './stored-tree.ts'

/** Where a ledger ends, as its head says. */
export interface LedgerEnd {
  readonly size: bigint
  readonly root: Uint8Array
  readonly chain: Uint8Array
}

export type Recomputed =
  /** With the tiles that grew last: enough to prove the last 10,000 entries. */
  | { readonly kind: 'right'; readonly tiles: readonly GrownTile[] }
  | { readonly kind: 'wrong'; readonly defect: Defect }

/** Step: recomputes from the stored bodies what came after `replay`, and compares leaves, chain, tiles and `end`. */
export async function recompute(handle: Handle, replay: Replay, end: LedgerEnd): Promise<Recomputed> {
  let filled: GrownTile[] = []
  for await (const batch of readEntries(handle, BigInt(replay.tree.size), end.size)) {
    const before = await wrongTile(handle, filled)
    if (before) return wrong(tileDefect(before))
    filled = []
    for (const row of batch) {
      const index = replay.tree.size
      const replayed = replayEntry(replay, row, (tile) => filled.push(tile))
      if (replayed.kind === 'wrong') return wrong(entryDefect(index, replayed.fault))
    }
  }
  const { tree, chain } = replay
  if (BigInt(tree.size) !== end.size) return wrong(entryDefect(tree.size, 'missing'))
  if (!equalBytes(rootOf(tree), end.root) || !equalBytes(chain, end.chain)) return wrong(headDefect())
  const tiles = [...filled, ...partialTiles(tree)]
  const last = await wrongTile(handle, tiles)
  if (last) return wrong(tileDefect(last))
  rememberTree(tree)
  return { kind: 'right', tiles }
}

const wrong = (defect: Defect): Recomputed => ({ kind: 'wrong', defect })
