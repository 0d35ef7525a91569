import { and, asc, gt, lt, sql } from 'drizzle-orm'
import { decodeEntry, type Entry } from '../ledger/entry.ts'
import { ledgerEntries } from '../ledger/schema.ts'
import type { Handle } from '../platform/database.ts'

/** What the ledger has vouched for of the trail. */
export interface TrailAnchor {
  /** Of the entry. */
  readonly index: bigint
  /** Records at that time. */
  readonly size: bigint
  /** chain_{size-1}, base64url. */
  readonly chain: string
}

const BATCH = 1_000
// No text inside an entry can look like this: its quotes would be escaped.
const MARK = '"type":"trail.anchored"'
const isAnchor = sql`position(convert_to(${MARK}, 'UTF8') in ${ledgerEntries.body}) > 0`

/** Every anchor of the first `ledgerSize` entries, in order. The database looks through all of them: for the audit. */
export async function* anchorsOnLedger(handle: Handle, ledgerSize: bigint): AsyncGenerator<TrailAnchor> {
  let last = -1n
  for (;;) {
    const rows = await handle
      .select({ index: ledgerEntries.index, body: ledgerEntries.body })
      .from(ledgerEntries)
      .where(and(gt(ledgerEntries.index, last), lt(ledgerEntries.index, ledgerSize), isAnchor))
      .orderBy(asc(ledgerEntries.index))
      .limit(BATCH)
    for (const { index, body } of rows) {
      const decoded = decodeEntry(body)
      const anchor = decoded.kind === 'entry' ? anchorIn(index, decoded.entry) : null
      if (anchor) yield anchor
      last = index
    }
    if (rows.length < BATCH) return
  }
}

/** Is there any? Asked once in a trail's life, before it begins. */
export async function isAnchored(handle: Handle): Promise<boolean> {
  const rows = await handle
    .select({ index: ledgerEntries.index })
    .from(ledgerEntries)
    .where(isAnchor)
    .limit(1)
  return rows.length > 0
}

const anchorIn = (index: bigint, { type, facts }: Entry): TrailAnchor | null =>
  type === 'trail.anchored' && Number.isSafeInteger(facts?.size)
    ? { index, size: BigInt(facts?.size as number), chain: String(facts?.chain) }
    : null
