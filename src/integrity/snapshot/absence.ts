import type { Day } from '../../calendar/day.ts'
import { decodeEntry } from '../../ledger/entry.ts'
import { leafHash } from '../../ledger/hash.ts'
import { verifyInclusion } from '../../ledger/merkle.ts'
import { verifyTlogProof } from '../../ledger/proof.ts'
import { fromBase64url, utf8 } from '../../signing/bytes.ts'
import type { NoteKey } from '../../signing/note.ts'
import type { VerifyEd25519 } from '../../signing/signer.ts'
import { leafOf } from './tree.ts'
import { checkBlind } from './vrf.ts'

/**
 * That somebody was not listed on a day: the two leaves between which theirs would stand. It does not say who: whoever
 * checks it has the number before them, and needs nothing else of ours. All bytes base64url.
 */
export interface AbsenceProof {
  readonly v: 1
  readonly kind: 'integrity-absence'
  readonly day: Day
  /** That the subject's leaf is where it is, and nowhere else (vrf.ts). */
  readonly blinding: string
  /** Of the left one; the right one is next to it. */
  readonly place: number
  readonly left: ProvenLeaf
  readonly right: ProvenLeaf
  /** The snapshot's entry, its canonical text, and its `.tlog-proof`. */
  readonly entry: string
  readonly proof: string
}

export interface ProvenLeaf {
  readonly leaf: string
  /** Upward to the root. */
  readonly path: readonly string[]
}

export type AbsenceVerdict =
  | { readonly kind: 'absent'; readonly day: Day; readonly origin: string; readonly index: bigint }
  /** In the order they are asked. */
  | { readonly kind: 'malformed' | 'other-subject' | 'not-between' | 'not-in-snapshot' | 'not-on-ledger' }

export const isAbsenceProof = (text: string): boolean =>
  /^\s*\{\s*"v"\s*:\s*\d+\s*,\s*"kind"\s*:\s*"integrity-absence"/.test(text)

export const encodeAbsence = (proof: AbsenceProof): string => `${JSON.stringify(proof, null, 2)}\n`

/** Does the ledger that one of `keys` signs say that this subject (subject.ts) was not listed that day? Never throws. */
export function checkAbsence(
  text: string,
  subject: string,
  keys: readonly NoteKey[],
  verify: VerifyEd25519,
): AbsenceVerdict {
  try {
    const given = JSON.parse(text) as AbsenceProof
    const snapshot = committed(given.entry)
    if (given.v !== 1 || snapshot === null || snapshot.day !== given.day) return { kind: 'malformed' }
    const name = checkBlind(snapshot.key, subject, fromBase64url(given.blinding))
    if (name === null) return { kind: 'other-subject' }
    const own = leafOf(name, given.day)
    const [left, right] = [fromBase64url(given.left.leaf), fromBase64url(given.right.leaf)]
    if (Buffer.compare(left, own) >= 0 || Buffer.compare(own, right) >= 0) return { kind: 'not-between' }
    const isThere = (leaf: Uint8Array, index: number, path: readonly string[]) =>
      verifyInclusion({
        leaf: leafHash(leaf),
        index: BigInt(index),
        size: BigInt(snapshot.size),
        proof: path.map(fromBase64url),
        root: snapshot.root,
      })
    if (!isThere(left, given.place, given.left.path) || !isThere(right, given.place + 1, given.right.path))
      return { kind: 'not-in-snapshot' }
    for (const key of keys) {
      const placed = verifyTlogProof(given.proof, leafHash(utf8(given.entry)), key, verify)
      if (placed.kind === 'included')
        return { kind: 'absent', day: given.day, origin: placed.origin, index: placed.index }
    }
    return { kind: 'not-on-ledger' }
  } catch {
    // Whatever somebody hands us: fields missing, of other types, or not what their names say.
    return { kind: 'malformed' }
  }
}

function committed(text: string) {
  const decoded = decodeEntry(utf8(text))
  if (decoded.kind !== 'entry' || decoded.entry.type !== 'integrity.snapshot') return null
  const { size, root, key } = decoded.entry.facts ?? {}
  if (typeof size !== 'number' || typeof root !== 'string' || typeof key !== 'string') return null
  return { day: decoded.entry.day, size, root: fromBase64url(root), key: fromBase64url(key) }
}
