import { base64, fromBase64 } from '../signing/bytes.ts'
import { HASH_LENGTH } from './hash.ts'

// C2SP tlog-witness v1.0.0: what a log posts to a witness.

/** A checkpoint for a witness, and the proof that the last one it cosigned is in it. */
export interface AddCheckpoint {
  readonly oldSize: bigint
  readonly proof: readonly Uint8Array[]
  /** A signed note. */
  readonly checkpoint: string
}

/** Of a 409 that names the size the witness has. */
export const SIZE_TYPE = 'text/x.tlog.size'

export const encodeAddCheckpoint = ({ oldSize, proof, checkpoint }: AddCheckpoint): string =>
  `old ${oldSize}\n${proof.map((hash) => `${base64(hash)}\n`).join('')}\n${checkpoint}`

/** Null when malformed; the checkpoint inside is not looked at. At most 63 hashes. */
export function parseAddCheckpoint(text: string): AddCheckpoint | null {
  const [, oldSize, path, checkpoint] =
    /^old (0|[1-9]\d{0,19})\n((?:[^\n]+\n){0,63})\n([^]+)$/.exec(text) ?? []
  if (oldSize === undefined || path === undefined || checkpoint === undefined) return null
  try {
    const proof = path.split('\n').slice(0, -1).map(fromBase64)
    return proof.every(({ length }) => length === HASH_LENGTH)
      ? { oldSize: BigInt(oldSize), proof, checkpoint }
      : null
  } catch {
    return null
  }
}

/** The size in a 409's body, or null. */
export function parseSize(text: string): bigint | null {
  const [, size] = /^(0|[1-9]\d{0,19})\n$/.exec(text) ?? []
  return size === undefined ? null : BigInt(size)
}
