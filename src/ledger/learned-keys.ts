import type { Day } from '../calendar/day.ts'
import { fromBase64url } from '../signing/bytes.ts'
import { isSmallOrder, keyId } from '../signing/key-id.ts'
import { noteKey, type NoteKey } from '../signing/note.ts'
import { decodeEntry } from './entry.ts'
import type { LedgerKey } from './ledger-keys.ts'

/** What a log's own entries say of the keys that sign it, by the key's id. Worth what vouches for the entries. */
export type KeyWords = Map<string, { publicKey?: Uint8Array; until?: Day; most?: bigint }>

/** Takes in what an entry says of a ledger key; other entries say nothing of one. */
export function hearOfKey(words: KeyWords, body: Uint8Array): void {
  const decoded = decodeEntry(body)
  if (decoded.kind === 'broken') return
  const { type, facts = {} } = decoded.entry
  const { kid, purpose, publicKey, until, index } = facts
  if (purpose !== 'ledger' || typeof kid !== 'string') return
  const word = words.get(kid) ?? {}
  if (type === 'key.added') {
    const bytes = bytesOf(String(publicKey))
    if (bytes && keyId(bytes) === kid) words.set(kid, { ...word, publicKey: bytes })
  } else if (type === 'key.retired') words.set(kid, { ...word, until: String(until) })
  else if (type === 'key.compromised')
    words.set(kid, { ...word, most: Number.isSafeInteger(index) ? BigInt(Number(index)) : 0n })
}

/** The keys as the log itself limits them: by a last day, and by the cut-off of one that was compromised. */
export const limitedKeys = (keys: readonly NoteKey[], words: KeyWords): readonly LedgerKey[] =>
  keys.map((key) => {
    const { until = null, most = null } = words.get(keyId(key.publicKey)) ?? {}
    return { ...key, until, most }
  })

/** The keys the log names and nobody has given us yet, but no compromised ones. */
export const newKeys = (origin: string, words: KeyWords, known: readonly NoteKey[]): readonly NoteKey[] =>
  [...words.values()]
    .flatMap(({ publicKey, most }) => (publicKey && most === undefined ? [noteKey(origin, publicKey)] : []))
    .filter(({ id }) => known.every((key) => key.id !== id))

function bytesOf(text: string): Uint8Array | null {
  try {
    const bytes = fromBase64url(text)
    return bytes.length === 32 && !isSmallOrder(bytes) ? bytes : null
  } catch {
    return null
  }
}
