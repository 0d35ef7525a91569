import type { Day } from '../../calendar/day.ts'
import { leafHash, sha256 } from '../../ledger/hash.ts'
import { inclusionRanges, treeRoot } from '../../ledger/merkle.ts'
import { utf8 } from '../../signing/bytes.ts'
import { OUTPUT_LENGTH } from './vrf.ts'

/** Leaves of a part: a perfect subtree, small enough to be read and hashed for one question. */
export const PART_LEAVES = 4096
export const LEAF_LENGTH = 32

// Whoever sees a leaf cannot tell a subject from filling; the two ends make every place one between two.
const LEAST_FILLING = 1024
const LOWEST = new Uint8Array(LEAF_LENGTH)
const HIGHEST = new Uint8Array(LEAF_LENGTH).fill(0xff)

/** A stretch of a snapshot's leaves, ascending. */
export interface SnapshotPart {
  readonly first: Uint8Array
  /** RFC 6962 root over its leaves. */
  readonly root: Uint8Array
  /** 32 bytes each. */
  readonly leaves: Uint8Array
}

/** A subject as it stands in the snapshot of a day: another one every day. `name`: the output of vrf.ts. */
export const leafOf = (name: Uint8Array, day: Day): Uint8Array => leafMaker(day)(name)

/** The same for many of one day. */
export function leafMaker(day: Day): (name: Uint8Array) => Uint8Array {
  const before = utf8(`zhengxin/v1 integrity snapshot|${day}|`)
  const input = new Uint8Array(before.length + OUTPUT_LENGTH)
  input.set(before)
  return (name) => {
    if (name.length !== OUTPUT_LENGTH) throw new RangeError('no blinded name')
    input.set(name, before.length)
    return sha256(input)
  }
}

/** How many leaves so many subjects stand among: the size says no more than between which powers of two they are. */
export function sizeFor(subjects: number): number {
  let size = PART_LEAVES
  while (size < subjects + LEAST_FILLING + 2) size *= 2
  return size
}

/** The sorted tree over the leaves of subjects and as much `filling` (32 fresh random bytes each) as makes it full. */
export function snapshotOf(
  subjects: readonly Uint8Array[],
  filling: (length: number) => Uint8Array,
): { readonly size: number; readonly root: Uint8Array; readonly parts: readonly SnapshotPart[] } {
  const size = sizeFor(subjects.length)
  const random = filling((size - subjects.length - 2) * LEAF_LENGTH)
  const all = ascending([[LOWEST, HIGHEST], leavesIn(random), subjects])
  const parts: SnapshotPart[] = []
  for (let from = 0; from < size; from += PART_LEAVES) {
    const leaves = all.slice(from, from + PART_LEAVES)
    const root = treeRoot(leaves.map(leafHash))
    parts.push({ first: leaves[0] as Uint8Array, root, leaves: new Uint8Array(Buffer.concat(leaves)) })
  }
  return { size, root: treeRoot(parts.map((part) => part.root)), parts }
}

/** Hashes are spread evenly: sorted by their first two bytes at once, there is little left to compare. */
function ascending(groups: readonly (readonly Uint8Array[])[]): Uint8Array[] {
  const buckets: Uint8Array[][] = Array.from({ length: 65_536 }, () => [])
  for (const leaves of groups)
    for (const leaf of leaves) buckets[((leaf[0] as number) << 8) | (leaf[1] as number)]?.push(leaf)
  return buckets.flatMap((bucket) => bucket.sort(Buffer.compare))
}

export const leavesIn = (bytes: Uint8Array): Uint8Array[] =>
  Array.from({ length: bytes.length / LEAF_LENGTH }, (_, i) =>
    bytes.subarray(i * LEAF_LENGTH, (i + 1) * LEAF_LENGTH),
  )

/** The path of a leaf of a part, leaf upward to the root over all parts. */
export function pathIn(
  part: { readonly number: number; readonly leaves: Uint8Array },
  place: number,
  roots: readonly Uint8Array[],
): readonly Uint8Array[] {
  const hashes = leavesIn(part.leaves).map(leafHash)
  const over = (nodes: readonly Uint8Array[], index: number) =>
    inclusionRanges(index, nodes.length).map(({ from, to }) => treeRoot(nodes.slice(from, to)))
  return [...over(hashes, place), ...over(roots, part.number)]
}
