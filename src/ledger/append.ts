import { and, eq } from 'drizzle-orm'
import type { Day } from '../calendar/day.ts'
import { copyIn, type Transaction } from '../platform/database.ts'
import { anchorDraft, isAnchorIndex } from './chain-anchor.ts'
import { refuseIfGuarded, refuseIfPaused } from './append-pause.ts'
import { encodeEntry, type EntryDraft } from './entry.ts'
import { growTree, rootOf, type GrownTile } from './growing-tree.ts'
import { chainHash, leafHash } from './hash.ts'
import { altered, clockBehind, notBegun } from './refusals.ts'
import { ledgerEntries, ledgerHead } from './schema.ts'
import { storeTiles, treeUnder } from './stored-tree.ts'

/** Where an entry landed: what its proof and every later reference to it need. */
export interface Appended {
  readonly index: bigint
  readonly leaf: Uint8Array
  /** Its canonical bytes. */
  readonly body: Uint8Array
}

type EntryRow = typeof ledgerEntries.$inferInsert

/**
 * Step: appends entries in the caller's transaction and says where each landed, in order. Indexes have no gaps, but
 * an anchor of the ledger's own may lie between two of them. From here until commit nobody else can append, so the
 * caller writes everything else first and commits soon. Refuses `ledger/clock-behind`, `ledger/disk-full`, `ledger/altered`,
 * and whatever would stop the signing (`guard-appends.ts`).
 */
export async function appendEntries(
  tx: Transaction,
  drafts: readonly EntryDraft[],
): Promise<readonly Appended[]> {
  // 1. Whatever does not depend on the place is done before anyone has to wait for us.
  const prepared = drafts.map((draft) => ({ draft, ...encode(draft) }))
  if (prepared.length === 0) return []
  refuseIfPaused()

  // 2. Our turn. The tiles are read after the lock, in a statement of their own, or they might be a turn old.
  const head = await lockHead(tx)
  await refuseIfGuarded(tx, head)
  const day = latestDay(head.day, drafts)
  const tree = await treeUnder(tx, head)
  if (!tree) throw altered(null)

  // 3. Give every entry its place.
  let chain = head.chain
  const rows: EntryRow[] = []
  const filled: GrownTile[] = []
  const place = ({ record }: EntryDraft, body: Uint8Array, leaf: Uint8Array): Appended => {
    const index = BigInt(tree.size)
    chain = chainHash(chain, leaf)
    growTree(tree, leaf, (tile) => filled.push(tile))
    rows.push({ index, record, body, leaf, chain })
    return { index, leaf, body }
  }
  const appended = prepared.map(({ draft, body, leaf }) => {
    if (isAnchorIndex(tree.size)) {
      const anchor = anchorDraft(tree.size, chain, draft.day)
      const encoded = encode(anchor)
      place(anchor, encoded.body, encoded.leaf)
    }
    return place(draft, body, leaf)
  })

  // 4. Store them, and move the head only from where we found it.
  await copyIn(tx, ledgerEntries, rows)
  const moving = tx
    .update(ledgerHead)
    .set({ size: BigInt(tree.size), root: rootOf(tree), chain, day })
    .where(and(eq(ledgerHead.id, 1), eq(ledgerHead.size, head.size), eq(ledgerHead.root, head.root)))
    .returning({ size: ledgerHead.size })
    .prepare('move_head')
  const [moved] = await Promise.all([moving.execute(), storeTiles(tx, tree, head.size, filled)])
  if (moved.length !== 1) throw new Error('the ledger head moved while we held its lock')
  return appended
}

/** Step: takes the ledger's lock, held until commit, and says how far the ledger is. */
export async function lockHead(tx: Transaction): Promise<typeof ledgerHead.$inferSelect> {
  const [head] = await tx
    .select()
    .from(ledgerHead)
    .where(eq(ledgerHead.id, 1))
    .for('update')
    .prepare('lock_head')
    .execute()
  if (!head) throw notBegun()
  return head
}

/** The day of the last draft. Entries are in the order of time: a clock that went back would put that in doubt. */
function latestDay(last: Day | null, drafts: readonly EntryDraft[]): Day {
  let latest = last ?? ''
  for (const { day } of drafts) {
    if (day < latest) throw clockBehind(day, latest)
    latest = day
  }
  return latest
}

function encode(draft: EntryDraft): { readonly body: Uint8Array; readonly leaf: Uint8Array } {
  const body = encodeEntry(draft)
  return { body, leaf: leafHash(body) }
}
