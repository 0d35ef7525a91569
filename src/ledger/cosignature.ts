import { concat, utf8 } from '../signing/bytes.ts'
import { COSIGNATURE, noteKey, parseNote, signatureLine, type NoteKey } from '../signing/note.ts'
import type { Signer, VerifyEd25519 } from '../signing/signer.ts'

// C2SP tlog-cosignature v1.0.1, cosignature/v1: "I have seen this checkpoint at this time, and none it contradicts".

/** That a witness has cosigned a checkpoint. */
export interface Cosignature {
  readonly key: NoteKey
  /** Seconds since 1970, by the witness's clock. */
  readonly time: number
}

const TIME_LENGTH = 8
/** 2200-01-01: whatever a witness says, no calendar of ours is asked to show later times. */
const END_OF_TIME = 7_258_118_400

/** The line a witness adds to a checkpoint. `text` is the note's, `time` in seconds. */
export function cosign(text: string, time: number, name: string, signer: Signer): string {
  const key = noteKey(name, signer.publicKey, COSIGNATURE)
  const stamp = new Uint8Array(TIME_LENGTH)
  new DataView(stamp.buffer).setBigUint64(0, BigInt(time))
  return signatureLine(key, concat(stamp, signer.sign(cosigned(text, time))))
}

/**
 * Who among `keys` (type 0x04) has cosigned a note. A line that fails is not counted, and counts against nobody:
 * anyone who carries a note can add lines to it. The latest time of each.
 */
export function cosignaturesOf(
  note: string,
  keys: readonly NoteKey[],
  verify: VerifyEd25519,
): readonly Cosignature[] {
  const parsed = parseNote(note)
  const found = new Map<NoteKey, Cosignature>()
  for (const { name, id, signature } of parsed?.signatures ?? []) {
    const key = keys.find((key) => key.name === name && key.id === id)
    if (!key || signature.length !== TIME_LENGTH + 64) continue
    const time = Number(new DataView(signature.buffer, signature.byteOffset).getBigUint64(0))
    const message = cosigned(parsed?.text ?? '', time)
    const isValid = time < END_OF_TIME && verify(key.publicKey, message, signature.subarray(TIME_LENGTH))
    if (isValid && time >= (found.get(key)?.time ?? 0)) found.set(key, { key, time })
  }
  return [...found.values()]
}

const cosigned = (text: string, time: number): Uint8Array => utf8(`cosignature/v1\ntime ${time}\n${text}`)
