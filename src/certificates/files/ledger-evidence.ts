import { decodeEntry } from '../../ledger/entry.ts'
import { leafHash } from '../../ledger/hash.ts'
import { couldSign, type LedgerKey } from '../../ledger/ledger-keys.ts'
import { encodeTlogProof, parseTlogProof, verifyTlogProof } from '../../ledger/proof.ts'
import { base64, base64url, fromBase64, fromUtf8, utf8 } from '../../signing/bytes.ts'
import { verifyEd25519 } from '../../signing/ed25519.ts'
import { credentialCommitments } from '../credential-commitment.ts'
import type { Credentials } from '../stored-credentials.ts'

/** What a certificate's file carries to prove, by itself, that its issue is on the ledger. */
export interface LedgerEvidence {
  /** The entry's canonical bytes. */
  readonly entry: Uint8Array
  /** Of the entry's commitments, 64 bytes: the holder's to show, since they open nothing but these envelopes. */
  readonly salts: Uint8Array
  readonly index: bigint
  readonly hashes: readonly Uint8Array[]
  readonly checkpoint: string
}

/** A `.tlog-proof` whose `extra` holds entry and salts. */
export const encodeEvidence = ({ entry, salts, ...proof }: LedgerEvidence): string =>
  encodeTlogProof({
    ...proof,
    extra: utf8(JSON.stringify({ entry: base64(entry), salts: base64(salts) })),
  })

export interface LedgerPlace {
  readonly origin: string
  readonly index: number
  readonly size: number
}

/**
 * Where the ledger of these keys has recorded these very envelopes; null when the proof does not say so, or says so by
 * a key that was not the ledger's any more. Never throws.
 */
export function placeOnLedger(
  text: string,
  credentials: Credentials,
  keys: readonly LedgerKey[],
): LedgerPlace | null {
  const carried = readExtra(parseTlogProof(text)?.extra)
  if (!carried) return null
  const decoded = decodeEntry(carried.entry)
  if (decoded.kind !== 'entry' || decoded.entry.type !== 'certificate.issued') return null
  const { record, commitments } = decoded.entry
  const expected = credentialCommitments(record, carried.salts, credentials)
  const isSame =
    commitments?.cwt === base64url(expected.cwt) && commitments?.sdJwt === base64url(expected.sdJwt)
  if (!isSame) return null
  const { day } = decoded.entry
  for (const key of keys) {
    const proven = verifyTlogProof(text, leafHash(carried.entry), key, verifyEd25519)
    if (proven.kind === 'included' && couldSign([key], [key], { day, size: proven.size }))
      return { origin: proven.origin, index: Number(proven.index), size: Number(proven.size) }
  }
  return null
}

function readExtra(extra: Uint8Array | undefined): { entry: Uint8Array; salts: Uint8Array } | null {
  try {
    const { entry, salts } = JSON.parse(fromUtf8(extra as Uint8Array)) as { entry: string; salts: string }
    const read = { entry: fromBase64(entry), salts: fromBase64(salts) }
    return read.salts.length === 64 && read.entry.length <= 65_535 ? read : null
  } catch {
    return null
  }
}
