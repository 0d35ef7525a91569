import { verifyEd25519 } from '../../signing/ed25519.ts'
import { addSignatures, onlySignatures, parseNote, type NoteKey } from '../../signing/note.ts'
import type { Signer } from '../../signing/signer.ts'
import { equalBytes } from '../../signing/bytes.ts'
import { parseAddCheckpoint } from '../add-checkpoint.ts'
import type { CheckpointMemory } from '../checkpoint-memory.ts'
import { openCheckpoint, parseCheckpoint, type Checkpoint } from '../checkpoint.ts'
import { cosign } from '../cosignature.ts'
import { EMPTY_ROOT, verifyConsistency } from '../merkle.ts'
import { witnessStateUnreadable } from '../refusals.ts'

/** What this witness stands on. It trusts no log: it holds each to what it said before. */
export interface WitnessMeans {
  /** As its vkey spells it. */
  readonly name: string
  readonly signer: Signer
  /** Keys of the logs it watches, by origin. */
  readonly logs: ReadonlyMap<string, readonly NoteKey[]>
  /** Where the last checkpoint cosigned for an origin is kept; never to be rolled back. */
  memoryOf(origin: string): CheckpointMemory
  now(): Date
}

/** An answer as C2SP tlog-witness numbers them; `size` is that of the last checkpoint cosigned. */
export type WitnessAnswer =
  | { readonly status: 200; readonly line: string }
  | { readonly status: 409; readonly size: bigint }
  | { readonly status: 400 | 403 | 404 | 422 }

export interface Witness {
  /** Judges the body of an `add-checkpoint`. The new checkpoint is on the disk before the answer is given. */
  addCheckpoint(body: string): Promise<WitnessAnswer>
}

/** One witness for each state folder: comparing and storing must not interleave. */
export function witnessOf(means: WitnessMeans): Witness {
  const turns = new Map<string, Promise<unknown>>()
  return {
    async addCheckpoint(body) {
      const request = parseAddCheckpoint(body)
      const note = request && parseNote(request.checkpoint)
      const claimed = note && parseCheckpoint(note.text)
      if (!note || !claimed) return { status: 400 }
      const keys = means.logs.get(claimed.origin)
      if (!keys) return { status: 404 }
      if (openCheckpoint(request.checkpoint, keys, verifyEd25519).kind !== 'signed') return { status: 403 }
      if (request.oldSize > claimed.size) return { status: 400 }

      const judge = () =>
        judgeNext(means, claimed, { ...request, checkpoint: onlySignatures(note, keys), text: note.text })
      const turn = (turns.get(claimed.origin) ?? Promise.resolve()).then(judge, judge)
      turns.set(claimed.origin, turn)
      return turn
    },
  }
}

async function judgeNext(
  { memoryOf, name, signer, now }: WitnessMeans,
  next: Checkpoint,
  request: { oldSize: bigint; proof: readonly Uint8Array[]; checkpoint: string; text: string },
): Promise<WitnessAnswer> {
  const memory = memoryOf(next.origin)
  const last = lastOf(await memory.read(), next.origin)
  const { oldSize, proof, checkpoint, text } = request
  if (oldSize !== (last?.size ?? 0n)) return { status: 409, size: last?.size ?? 0n }
  if (!follows(last, next, proof)) return { status: 422 }
  const line = cosign(text, Math.floor(now().getTime() / 1000), name, signer)
  await memory.write(addSignatures(checkpoint, line))
  return { status: 200, line }
}

function follows(last: Checkpoint | null, next: Checkpoint, proof: readonly Uint8Array[]): boolean {
  if (next.size === 0n && !equalBytes(next.root, EMPTY_ROOT)) return false
  if (!last || last.size === 0n) return proof.length === 0
  const [oldSize, newSize] = [last.size, next.size]
  return verifyConsistency({ oldSize, newSize, oldRoot: last.root, newRoot: next.root, proof })
}

/** A memory that cannot be read must stop the witness: taken for none, it would let any history in. */
function lastOf(kept: string | null, origin: string): Checkpoint | null {
  if (kept === null) return null
  const last = parseCheckpoint(parseNote(kept)?.text ?? '')
  if (!last) throw witnessStateUnreadable(origin)
  return last
}
