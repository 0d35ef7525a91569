import { base64, fromBase64 } from '../signing/bytes.ts'
import { signNote, verifyNote, type NoteKey } from '../signing/note.ts'
import type { Signer, VerifyEd25519 } from '../signing/signer.ts'

// C2SP tlog-checkpoint v1.0.0.

/** What a signed tree head says: this log, at this size, has this root. It carries no time. */
export interface Checkpoint {
  readonly origin: string
  readonly size: bigint
  readonly root: Uint8Array
}

/** One that keys we know have signed. */
export interface SignedCheckpoint extends Checkpoint {
  readonly signers: readonly NoteKey[]
}

export type CheckpointVerdict =
  | ({ readonly kind: 'signed' } & SignedCheckpoint)
  | { readonly kind: 'unsigned' | 'forged' | 'malformed' | 'foreign' }

export const checkpointText = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${base64(root)}\n`

/** Null when malformed. Extension lines are read over: nobody audits them, and we write none. */
export function parseCheckpoint(text: string): Checkpoint | null {
  const [, origin, size, root, extensions] =
    /^(.+)\n(0|[1-9]\d{0,19})\n([^\n]+)\n((?:.+\n)*)$/.exec(text) ?? []
  if (!origin || !size || !root || extensions === undefined || BigInt(size) >= 1n << 64n) return null
  try {
    const bytes = fromBase64(root)
    return bytes.length === 32 ? { origin, size: BigInt(size), root: bytes } : null
  } catch {
    return null
  }
}

/** A checkpoint as a signed note; the key's name is the origin. */
export const signCheckpoint = (checkpoint: Checkpoint, signer: Signer): string =>
  signNote(checkpointText(checkpoint), checkpoint.origin, signer)

/**
 * What any of `keys` says in a checkpoint: several while a ledger's key rolls over, all under the ledger's name.
 * `foreign`: one signed for another origin than its own name.
 */
export function openCheckpoint(
  note: string,
  keys: readonly NoteKey[],
  verify: VerifyEd25519,
): CheckpointVerdict {
  const opened = verifyNote(note, keys, verify)
  if (opened.kind !== 'signed') return { kind: opened.kind }
  const checkpoint = parseCheckpoint(opened.text)
  if (!checkpoint) return { kind: 'malformed' }
  const { signers } = opened
  return signers.every(({ name }) => name === checkpoint.origin)
    ? { kind: 'signed', ...checkpoint, signers }
    : { kind: 'foreign' }
}
