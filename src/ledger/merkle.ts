import { equalBytes } from '../signing/bytes.ts'
import { HASH_LENGTH, nodeHash, sha256 } from './hash.ts'

/** Leaves [from, to) of a tree; below 2^53. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** The root of a tree without leaves: SHA-256 of nothing. */
export const EMPTY_ROOT: Uint8Array = sha256(new Uint8Array())

/**
 * RFC 6962 §2.1 MTH over hashes: of leaves, or of equally high perfect subtrees (the last of which may be lower).
 * An odd one out is promoted, never doubled.
 */
export function treeRoot(hashes: readonly Uint8Array[]): Uint8Array {
  let level = hashes
  while (level.length > 1) level = parents(level)
  return level[0] ?? EMPTY_ROOT
}

function parents(level: readonly Uint8Array[]): Uint8Array[] {
  const above: Uint8Array[] = []
  for (let i = 0; i < level.length; i += 2) {
    const left = level[i] as Uint8Array
    const right = level[i + 1]
    above.push(right ? nodeHash(left, right) : left)
  }
  return above
}

/** RFC 6962 §2.1.1: the subtrees whose roots prove the leaf `index` of `size`, leaf upward. */
export function inclusionRanges(index: number, size: number): Range[] {
  if (index < 0 || index >= size) throw new RangeError(`no leaf ${index} in a tree of ${size}`)
  const path: Range[] = []
  for (let width = 1; width < size; width *= 2) {
    const sibling = siblingRange(Math.floor(index / width), width, size)
    if (sibling) path.push(sibling)
  }
  return path
}

/** What stands beside the subtree `place` of those `width` (a power of two) wide; at the right edge perhaps nothing. */
export function siblingRange(place: number, width: number, size: number): Range | null {
  const from = (place % 2 === 0 ? place + 1 : place - 1) * width
  return from < size ? { from, to: Math.min(from + width, size) } : null
}

/** RFC 6962 §2.1.2: the subtrees whose roots prove that the first `oldSize` leaves of `size` are as they were. */
export function consistencyRanges(oldSize: number, size: number): Range[] {
  if (oldSize < 1 || oldSize > size) throw new RangeError(`no tree of ${size} grows out of one of ${oldSize}`)
  const path: Range[] = []
  let [from, to] = [0, size]
  while (oldSize !== to) {
    const middle = from + splitPoint(to - from)
    path.push(oldSize <= middle ? { from: middle, to } : { from, to: middle })
    if (oldSize <= middle) to = middle
    else from = middle
  }
  // The old tree's own last subtree; when it is the whole old tree, the verifier has its root already.
  if (from > 0) path.push({ from, to })
  return path.toReversed()
}

/** RFC 9162 §2.1.3.2. Sizes up to 2^64-1; false for anything malformed. */
export function verifyInclusion(claim: {
  readonly leaf: Uint8Array
  readonly index: bigint
  readonly size: bigint
  readonly proof: readonly Uint8Array[]
  readonly root: Uint8Array
}): boolean {
  const { leaf, index, size, proof, root } = claim
  if (index < 0n || index >= size || ![leaf, root, ...proof].every(isHash)) return false
  let [node, last, hash] = [index, size - 1n, leaf]
  for (const sibling of proof) {
    if (last === 0n) return false
    if (isRight(node) || node === last) {
      hash = nodeHash(sibling, hash)
      // Where the right edge has no sibling, the node is promoted to the level at which it has one.
      while (!isRight(node) && node !== 0n) [node, last] = [node >> 1n, last >> 1n]
    } else {
      hash = nodeHash(hash, sibling)
    }
    ;[node, last] = [node >> 1n, last >> 1n]
  }
  return last === 0n && equalBytes(hash, root)
}

/** RFC 9162 §2.1.4.2. A tree of size 0 is an error here: a caller who has seen nothing yet asks no question. */
export function verifyConsistency(claim: {
  readonly oldSize: bigint
  readonly newSize: bigint
  readonly oldRoot: Uint8Array
  readonly newRoot: Uint8Array
  readonly proof: readonly Uint8Array[]
}): boolean {
  const { oldSize, newSize, oldRoot, newRoot, proof } = claim
  if (oldSize < 1n || oldSize > newSize) return false
  if (oldSize === newSize) return proof.length === 0 && equalBytes(oldRoot, newRoot)
  if (![oldRoot, newRoot, ...proof].every(isHash)) return false
  let [node, last] = [oldSize - 1n, newSize - 1n]
  while (isRight(node)) [node, last] = [node >> 1n, last >> 1n]
  // An old tree of 2^k leaves is itself the first subtree, and the proof leaves it out.
  const [first, ...rest] = node === 0n ? [oldRoot, ...proof] : proof
  if (!first || proof.length === 0) return false
  let [oldHash, newHash] = [first, first]
  for (const sibling of rest) {
    if (last === 0n) return false
    if (isRight(node) || node === last) {
      oldHash = nodeHash(sibling, oldHash)
      newHash = nodeHash(sibling, newHash)
      while (!isRight(node) && node !== 0n) [node, last] = [node >> 1n, last >> 1n]
    } else {
      newHash = nodeHash(newHash, sibling)
    }
    ;[node, last] = [node >> 1n, last >> 1n]
  }
  return last === 0n && equalBytes(oldHash, oldRoot) && equalBytes(newHash, newRoot)
}

/** The largest power of two smaller than `count` (>= 2). */
function splitPoint(count: number): number {
  let split = 1
  while (split * 2 < count) split *= 2
  return split
}

const isRight = (node: bigint): boolean => (node & 1n) === 1n
const isHash = (bytes: Uint8Array): boolean => bytes.length === HASH_LENGTH
