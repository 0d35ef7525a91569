import type { Day } from '../calendar/day.ts'
import { base64url } from '../signing/bytes.ts'
import { entryRecord, type EntryDraft } from './entry.ts'
import type { ReadEntry } from './plain-entry.ts'

const INTERVAL = 4096

/** Every positive multiple of 4,096 is the place of a `chain.anchor`, and no other place is. */
export const isAnchorIndex = (index: number): boolean => index > 0 && index % INTERVAL === 0

/** The anchor at `index`: the chain up to the entry before it, and the day of the entry after it. */
export function anchorDraft(index: number, chain: Uint8Array, day: Day): EntryDraft {
  // The chain value is as unique as chance and needs none, so the anchor can be recomputed by anyone.
  const record = entryRecord(chain.subarray(0, 16))
  return { type: 'chain.anchor', record, day, facts: { size: index, chain: base64url(chain) } }
}

/** Does an entry stand where its type belongs, and does an anchor say the chain it must? */
export function isInPlace(entry: ReadEntry, index: number, chain: Uint8Array): boolean {
  if ((entry.type === 'ledger.genesis') !== (index === 0)) return false
  if ((entry.type === 'chain.anchor') !== isAnchorIndex(index)) return false
  const { size, chain: anchored } = entry.facts ?? {}
  return entry.type !== 'chain.anchor' || (size === index && anchored === base64url(chain))
}
