// Bundled into pages: no node modules here.
import { decodeEntry, type Entry } from '../ledger/entry.ts'
import { leafHash } from '../ledger/hash.ts'
import { hearOfKey, newKeys, type KeyWords } from '../ledger/learned-keys.ts'
import { couldSign, type LedgerKey } from '../ledger/ledger-keys.ts'
import { verifyTlogProof } from '../ledger/proof.ts'
import { fromBase64url } from '../signing/bytes.ts'
import { isObject } from '../signing/jws.ts'
import { encodeVkey } from '../signing/note.ts'
import type { VerifyEd25519 } from '../signing/signer.ts'
import { ledgerKeysOf, type PastLedgerKey } from './ledger-keys-of.ts'
import { badTrustBundle } from './refusals.ts'

/** How the ledger itself named a key of its own: the `key.added` entry, under a checkpoint an older key signed. */
export interface LedgerSuccession {
  /** The entry's canonical bytes, base64url. */
  readonly entry: string
  /** Its `.tlog-proof`. */
  readonly proof: string
}

interface NamedLedger {
  readonly origin: string
  readonly vkey: string
  readonly past?: readonly PastLedgerKey[]
  readonly successions?: readonly LedgerSuccession[]
}

/**
 * Does the ledger, under the key one verifier holds, name the key of the `next` bundle, directly or by keys between
 * them? A key that is compromised by the word of `next` names nobody beyond its cut-off.
 */
export function succeeds(held: NamedLedger, next: NamedLedger, verify: VerifyEd25519): boolean {
  const limits = ledgerKeysOf(next)
  const reached = new Set([held.vkey])
  for (let grown = 0; grown < reached.size;) {
    grown = reached.size
    const trusted = limits.filter((key) => reached.has(encodeVkey(key)))
    for (const { entry, proof } of next.successions ?? []) {
      const named = namedBy(fromBase64url(entry), next.origin)
      if (named && trusted.some((key) => vouchesFor(key, { ...named, proof }, verify)))
        reached.add(named.vkey)
    }
  }
  return reached.has(next.vkey)
}

interface NamingEntry {
  readonly body: Uint8Array
  readonly entry: Entry
  readonly vkey: string
}

function namedBy(body: Uint8Array, origin: string): NamingEntry | null {
  const decoded = decodeEntry(body)
  if (decoded.kind === 'broken') return null
  const words: KeyWords = new Map()
  hearOfKey(words, body)
  const [key] = newKeys(origin, words, [])
  return key ? { body, entry: decoded.entry, vkey: encodeVkey(key) } : null
}

function vouchesFor(
  key: LedgerKey,
  { body, entry, proof }: NamingEntry & { readonly proof: string },
  verify: VerifyEd25519,
): boolean {
  const proven = verifyTlogProof(proof, leafHash(body), key, verify)
  return proven.kind === 'included' && couldSign([key], [key], { day: entry.day, size: proven.size })
}

const MOST = 64

/** Refuses a bundle whose successions are not such; whether they prove anything is asked when a key changes. */
export function successionsOf(successions: unknown): readonly LedgerSuccession[] {
  if (!Array.isArray(successions) || successions.length > MOST)
    throw badTrustBundle('ledger.successions 不是列表')
  return successions.map((succession: unknown) => {
    const { entry, proof } = isObject(succession) ? succession : {}
    if (typeof entry !== 'string' || typeof proof !== 'string' || !isBase64url(entry))
      throw badTrustBundle('ledger.successions 中有不是密钥交接的内容')
    return { entry, proof }
  })
}

function isBase64url(text: string): boolean {
  try {
    return fromBase64url(text).length > 0
  } catch {
    return false
  }
}
