import { base64, fromBase64 } from '../signing/bytes.ts'
import type { NoteKey } from '../signing/note.ts'
import type { VerifyEd25519 } from '../signing/signer.ts'
import { openCheckpoint, type CheckpointVerdict } from './checkpoint.ts'
import { HASH_LENGTH } from './hash.ts'
import { verifyInclusion } from './merkle.ts'

// C2SP tlog-proof@v1: an entry's place, its path and a checkpoint in one small text a holder can keep.

const HEADER = 'c2sp.org/tlog-proof@v1\n'
// A tree of 2^64 leaves has no longer path.
const MAX_HASHES = 64

export interface TlogProof {
  /** Carried along, never authenticated. */
  readonly extra?: Uint8Array
  readonly index: bigint
  /** Leaf upward. */
  readonly hashes: readonly Uint8Array[]
  /** A signed note. */
  readonly checkpoint: string
}

export type ProofVerdict =
  | { readonly kind: 'included'; readonly origin: string; readonly index: bigint; readonly size: bigint }
  /** The checkpoint is genuine, but the entry is not under it at this place. */
  | { readonly kind: 'not-included' }
  | { readonly kind: Exclude<CheckpointVerdict['kind'], 'signed'> }

export function encodeTlogProof({ extra, index, hashes, checkpoint }: TlogProof): string {
  const carried = extra ? `extra ${base64(extra)}\n` : ''
  return tlogProofText(index, hashes.map((hash) => `${base64(hash)}\n`).join(''), checkpoint, carried)
}

/** The same from the path as it is spelled: each hash in base64 on a line of its own. */
export const tlogProofText = (index: bigint, path: string, checkpoint: string, carried = ''): string =>
  `${HEADER}${carried}index ${index}\n${path}\n${checkpoint}`

/** Null when malformed; the checkpoint inside is not looked at. */
export function parseTlogProof(text: string): TlogProof | null {
  const [, extra, index, path, checkpoint] =
    /^c2sp\.org\/tlog-proof@v1\n(?:extra (.*)\n)?index (0|[1-9]\d{0,19})\n((?:.+\n){0,64})\n([^]+)$/.exec(
      text,
    ) ?? []
  if (index === undefined || path === undefined || checkpoint === undefined) return null
  try {
    const hashes = path.split('\n').slice(0, -1).map(fromBase64)
    if (hashes.length > MAX_HASHES || hashes.some((hash) => hash.length !== HASH_LENGTH)) return null
    const carried = extra === undefined ? {} : { extra: fromBase64(extra) }
    return { ...carried, index: BigInt(index), hashes, checkpoint }
  } catch {
    return null
  }
}

/** Does the proof place the entry (its `leafHash`) in the log that `key` signs? Never throws. */
export function verifyTlogProof(
  text: string,
  leaf: Uint8Array,
  key: NoteKey,
  verify: VerifyEd25519,
): ProofVerdict {
  const proof = parseTlogProof(text)
  if (!proof) return { kind: 'malformed' }
  const checkpoint = openCheckpoint(proof.checkpoint, [key], verify)
  if (checkpoint.kind !== 'signed') return checkpoint
  const { origin, size, root } = checkpoint
  const { index, hashes } = proof
  return verifyInclusion({ leaf, index, size, proof: hashes, root })
    ? { kind: 'included', origin, index, size }
    : { kind: 'not-included' }
}
