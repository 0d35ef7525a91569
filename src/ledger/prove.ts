import type { Handle } from '../platform/database.ts'
import { parseNote } from '../signing/note.ts'
import { parseCheckpoint } from './checkpoint.ts'
import { consistencyRanges, inclusionRanges } from './merkle.ts'
import { encodeTlogProof } from './proof.ts'
import { notPublished } from './refusals.ts'
import { latestCheckpoint } from './refuse-if-behind.ts'
import { rangeRoots } from './stored-tree.ts'

// Proofs come from tiles, never from all leaves: a dozen tiles at most, whatever the ledger's size.

/** The path of entry `index` in the tree of `size`, leaf upward. Throws RangeError unless 0 <= index < size. */
export const proveInclusion = (handle: Handle, index: bigint, size: bigint): Promise<Uint8Array[]> =>
  rangeRoots(handle, inclusionRanges(index, size))

/** That the tree of `size` begins with the tree of `oldSize`. Throws RangeError unless 1 <= oldSize <= size. */
export const proveConsistency = (handle: Handle, oldSize: bigint, size: bigint): Promise<Uint8Array[]> =>
  rangeRoots(handle, consistencyRanges(oldSize, size))

/** The `.tlog-proof` of an entry under the latest published checkpoint; `ledger/not-published` before there is one. */
export async function proveEntry(handle: Handle, index: bigint): Promise<string> {
  const [proof] = await proveEntries(handle, [index])
  return proof as string
}

/** The same for many entries under one checkpoint (the latest, unless given), with one reading of their tiles. */
export async function proveEntries(
  handle: Handle,
  indexes: readonly bigint[],
  checkpoint?: string,
): Promise<string[]> {
  const note = checkpoint ?? (await latestCheckpoint(handle))?.note ?? ''
  const size = parseCheckpoint(parseNote(note)?.text ?? '')?.size ?? 0n
  const paths = indexes.map((index) => {
    if (index < 0n || index >= size) throw notPublished(index)
    return inclusionRanges(index, size)
  })
  const roots = await rangeRoots(handle, paths.flat())
  let at = 0
  return paths.map((path, i) => {
    const hashes = roots.slice(at, (at += path.length))
    return encodeTlogProof({ index: indexes[i] as bigint, hashes, checkpoint: note })
  })
}
