import type { Handle } from '../platform/database.ts'
import { base64 } from '../signing/bytes.ts'
import { parseNote } from '../signing/note.ts'
import { parseCheckpoint, type Checkpoint } from './checkpoint.ts'
import { consistencyRanges, inclusionRanges, verifyConsistency, verifyInclusion } from './merkle.ts'
import { pathsOf, verifyPaths } from './paths.ts'
import { encodeTlogProof, tlogProofText } from './proof.ts'
import { rangeRoots, trustingTiles } from './range-roots.ts'
import { altered, notPublished } from './refusals.ts'
import { latestCheckpoint } from './refuse-if-behind.ts'
import type { TileLookup } from './stored-tree.ts'

// Proofs come from tiles, never from all leaves: a dozen tiles at most, whatever the ledger's size. Each is verified
// before it is handed out.

/** An entry as its holder knows it. */
export interface PlacedEntry {
  readonly index: bigint
  /** Its leaf hash. */
  readonly leaf: Uint8Array
}

/**
 * The path of an entry under the checkpoint that `note` is, leaf upward. Refuses `ledger/not-published` for an entry
 * that is not under it, and `ledger/altered` when the tiles do not prove this entry.
 */
export async function proveInclusion(
  handle: Handle,
  { index, leaf }: PlacedEntry,
  note: string,
): Promise<readonly Uint8Array[]> {
  const { size, root } = checkpointOver(note, index)
  return trustingTiles(handle, async () => {
    const proof = await rangeRoots(handle, inclusionRanges(Number(index), Number(size)))
    return verifyInclusion({ leaf, index, size, proof, root }) ? proof : null
  })
}

/**
 * That the tree of the checkpoint begins with that of `oldSize` leaves. Refuses `ledger/altered` when the tiles do not
 * prove it. Throws RangeError unless 1 <= oldSize <= size.
 */
export async function proveConsistency(
  handle: Handle,
  oldSize: bigint,
  { size, root }: Pick<Checkpoint, 'size' | 'root'>,
): Promise<readonly Uint8Array[]> {
  const ranges = [{ from: 0, to: Number(oldSize) }, ...consistencyRanges(Number(oldSize), Number(size))]
  return trustingTiles(handle, async () => {
    const [oldRoot, ...proof] = (await rangeRoots(handle, ranges)) as [Uint8Array, ...Uint8Array[]]
    const claim = { oldSize, newSize: size, oldRoot, newRoot: root, proof }
    return verifyConsistency(claim) ? proof : null
  })
}

/**
 * The `.tlog-proof` of whatever entry stands at `index`, under the latest published checkpoint. Refuses
 * `ledger/not-published`, and `ledger/altered` when the tiles do not prove the entry.
 */
export async function proveEntry(handle: Handle, index: bigint): Promise<string> {
  const note = (await latestCheckpoint(handle))?.note ?? ''
  const { size, root } = checkpointOver(note, index)
  const own = { from: Number(index), to: Number(index) + 1 }
  const ranges = [own, ...inclusionRanges(own.from, Number(size))]
  const hashes = await trustingTiles(handle, async () => {
    const [leaf, ...proof] = (await rangeRoots(handle, ranges)) as [Uint8Array, ...Uint8Array[]]
    return verifyInclusion({ leaf, index, size, proof, root }) ? proof : null
  })
  return encodeTlogProof({ index, hashes, checkpoint: note })
}

/**
 * The same for many entries under one checkpoint (the latest, unless given), with one reading of those of their tiles
 * that are not at hand. Each is proven to be the entry of its leaf.
 */
export async function proveEntries(
  handle: Handle,
  entries: readonly PlacedEntry[],
  under?: { readonly note: string; readonly tiles: TileLookup },
): Promise<string[]> {
  if (entries.length === 0) return []
  const note = under?.note ?? (await latestCheckpoint(handle))?.note ?? ''
  const { size, root } = checkpointOver(note, ...entries.map(({ index }) => index))
  const { nodeOf, siblings } = pathsOf(
    entries.map(({ index }) => Number(index)),
    Number(size),
  )
  const leaves = new Map(entries.map(({ index, leaf }) => [nodeOf(Number(index)), leaf]))
  const beside = await trustingTiles(handle, async () => {
    const roots = await rangeRoots(handle, [...siblings.values()], under?.tiles)
    const found = new Map([...siblings.keys()].map((node, i) => [node, roots[i] as Uint8Array]))
    return verifyPaths(leaves, found, root) ? found : null
  })
  const texts = new Map<number, string>([[1, '']])
  const textAbove = (node: number): string => {
    const known = texts.get(node)
    if (known !== undefined) return known
    const hash = beside.get(node)
    const text = (hash ? `${base64(hash)}\n` : '') + textAbove(Math.floor(node / 2))
    texts.set(node, text)
    return text
  }
  return entries.map(({ index }) => tlogProofText(index, textAbove(nodeOf(Number(index))), note))
}

function checkpointOver(note: string, ...indexes: readonly bigint[]): Checkpoint {
  const checkpoint = parseCheckpoint(parseNote(note)?.text ?? '')
  const outside = indexes.find((index) => index < 0n || index >= (checkpoint?.size ?? 0n))
  if (outside !== undefined) throw notPublished(outside)
  if (!checkpoint) throw altered(null)
  return checkpoint
}
