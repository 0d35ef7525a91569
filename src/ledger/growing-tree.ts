import { concat } from '../signing/bytes.ts'
import { nodeHash } from './hash.ts'
import { EMPTY_ROOT, treeRoot } from './merkle.ts'
import { splitHashes, TILE_WIDTH } from './tile.ts'

/** A tree that grows by leaves and knows its root, from its right edge alone. */
export interface GrowingTree {
  /** Leaves so far; below 2^53. */
  size: number
  /** Roots of the perfect subtrees the size decomposes into, highest first. */
  readonly peaks: Uint8Array[]
  /** Of each level, the hashes of the last tile, 0 … 255. */
  readonly edge: Uint8Array[][]
}

/** A tile's content after growth. */
export interface GrownTile {
  readonly level: number
  readonly index: bigint
  readonly hashes: Uint8Array
}

/** The tree of `size` leaves from the tiles `edgeTiles(size)` names: `hashesOf(level)` cut to their widths. */
export function resumeTree(size: number, hashesOf: (level: number) => Uint8Array): GrowingTree {
  const tree: GrowingTree = { size, peaks: [], edge: [] }
  for (let level = 0, nodes = size; nodes > 0; level++, nodes = Math.floor(nodes / TILE_WIDTH))
    tree.edge.push(nodes % TILE_WIDTH > 0 ? splitHashes(hashesOf(level)) : [])
  for (const hashes of tree.edge.toReversed()) tree.peaks.push(...peaksOf(hashes))
  return tree
}

export const emptyTree = (): GrowingTree => ({ size: 0, peaks: [], edge: [] })

/** One that grows by itself. */
export const copyTree = ({ size, peaks, edge }: GrowingTree): GrowingTree => ({
  size,
  peaks: [...peaks],
  edge: edge.map((hashes) => [...hashes]),
})

/** Appends one leaf hash; every tile it fills is handed to `fill`. */
export function growTree(tree: GrowingTree, leaf: Uint8Array, fill: (tile: GrownTile) => void): void {
  const index = tree.size
  tree.size += 1
  let hash = leaf
  let height = 0
  extendEdge(tree, 0, leaf, fill)
  // As in a binary counter: each 1 at the end of the old size is a subtree that now has its sibling.
  for (let bits = index; bits % 2 === 1; bits = (bits - 1) / 2) {
    hash = nodeHash(tree.peaks.pop() as Uint8Array, hash)
    height += 1
    if (height % 8 === 0) extendEdge(tree, height / 8, hash, fill)
  }
  tree.peaks.push(hash)
}

export function rootOf(tree: GrowingTree): Uint8Array {
  if (tree.size === 0) return EMPTY_ROOT
  return tree.peaks.reduceRight((right, left) => nodeHash(left, right))
}

/** The last, not yet full tile of every level: what a later `resumeTree` asks for. */
export function partialTiles(tree: GrowingTree): GrownTile[] {
  return tree.edge.flatMap((hashes, level) =>
    hashes.length > 0 ? [{ level, index: edgeIndex(tree.size, level), hashes: concat(...hashes) }] : [],
  )
}

function extendEdge(
  tree: GrowingTree,
  level: number,
  hash: Uint8Array,
  fill: (tile: GrownTile) => void,
): void {
  const hashes = (tree.edge[level] ??= [])
  hashes.push(hash)
  if (hashes.length < TILE_WIDTH) return
  // The tile just filled lies before the edge of the size that filled it.
  fill({ level, index: edgeIndex(tree.size, level) - 1n, hashes: concat(...hashes) })
  hashes.length = 0
}

const edgeIndex = (size: number, level: number): bigint =>
  BigInt(Math.floor(size / TILE_WIDTH ** (level + 1)))

// A run of w hashes at the right edge: one subtree for every bit of w, the highest first.
function peaksOf(hashes: readonly Uint8Array[]): Uint8Array[] {
  const peaks: Uint8Array[] = []
  for (let width = TILE_WIDTH / 2, at = 0; width >= 1; width /= 2) {
    if ((hashes.length & width) === 0) continue
    peaks.push(treeRoot(hashes.slice(at, at + width)))
    at += width
  }
  return peaks
}
