import { equalBytes } from '../signing/bytes.ts'
import { nodeHash } from './hash.ts'
import { siblingRange, type Range } from './merkle.ts'

// The paths of many leaves at once. Nodes are numbered from the root, 1; 2n and 2n + 1 stand under n. Neighbours share
// all of their paths but the beginning.

/** What stands beside the paths of these leaves, by the node it stands beside. */
export function pathsOf(
  indexes: readonly number[],
  size: number,
): { nodeOf(index: number): number; readonly siblings: ReadonlyMap<number, Range> } {
  let leaves = 1
  while (leaves < size) leaves *= 2
  const siblings = new Map<number, Range>()
  for (const index of indexes) {
    let node = leaves + index
    for (let width = 1; node > 1 && !siblings.has(node); width *= 2) {
      const sibling = siblingRange(node - leaves / width, width, size)
      if (sibling) siblings.set(node, sibling)
      node = Math.floor(node / 2)
    }
  }
  return { nodeOf: (index) => leaves + index, siblings }
}

/** Do the leaves (hashes by node) with the roots `beside` their paths make `root`? Each node is hashed once. */
export function verifyPaths(
  leaves: ReadonlyMap<number, Uint8Array>,
  beside: ReadonlyMap<number, Uint8Array>,
  root: Uint8Array,
): boolean {
  let level = leaves
  while (!level.has(1)) {
    const above = new Map<number, Uint8Array>()
    for (const [node, hash] of level) {
      const isLeft = node % 2 === 0
      const sibling = beside.get(node)
      const known = level.get(isLeft ? node + 1 : node - 1)
      if (known && !(sibling && equalBytes(sibling, known))) return false
      const parent = Math.floor(node / 2)
      if (above.has(parent)) continue
      // At the right edge there may be nothing beside it.
      above.set(parent, !sibling ? hash : isLeft ? nodeHash(hash, sibling) : nodeHash(sibling, hash))
    }
    level = above
  }
  return equalBytes(level.get(1) as Uint8Array, root)
}
