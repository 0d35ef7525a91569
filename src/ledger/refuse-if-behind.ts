import { asc, desc, eq, gt } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import { equalBytes } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { openCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { decodeEntry } from './entry.ts'
import type { GrowingTree } from './growing-tree.ts'
import { CHAIN_START } from './hash.ts'
import { couldSign, type LedgerKey } from './ledger-keys.ts'
import { rangeRoots, trustingTiles } from './range-roots.ts'
import {
  emptyButPublished,
  forked,
  memoryMissing,
  memoryUnreadable,
  rolledBack,
  wrongKey,
} from './refusals.ts'
import { ledgerCheckpoints, ledgerEntries, ledgerHead } from './schema.ts'
import { treeUnder } from './stored-tree.ts'

/** The checkpoint remembered outside, and the ledger as it stood under it. */
export interface LastPublished extends SignedCheckpoint {
  readonly tree: GrowingTree
  /** Null when the last entry under it is not there. */
  readonly chain: Uint8Array | null
}

/** What the database says of itself. Outside the ledger's lock: `stored` is read first, or it may be ahead of `head`. */
export interface StoredState {
  readonly stored: StoredCheckpoint | undefined
  readonly head: typeof ledgerHead.$inferSelect | undefined
}

export async function storedState(handle: Handle): Promise<StoredState> {
  const stored = await latestCheckpoint(handle)
  const [head] = await handle.select().from(ledgerHead).where(eq(ledgerHead.id, 1))
  return { stored, head }
}

/**
 * Step: holds the ledger against the checkpoint remembered outside the database (`kept`), and hands that checkpoint
 * back, opened. Refuses a foreign key, and a ledger that is empty, shorter or other than what was published: two
 * histories under one signature would end the trust in both.
 */
export async function refuseIfBehind(
  handle: Handle,
  { stored, head }: StoredState,
  kept: string | null,
  keys: readonly LedgerKey[],
): Promise<LastPublished | null> {
  if (stored && stored.note !== kept && openCheckpoint(stored.note, keys, verifyEd25519).kind !== 'signed')
    throw wrongKey('数据库中的检查点')
  if (kept === null) {
    if (stored) throw memoryMissing(stored.size)
    return null
  }
  const published = openKept(kept, keys)
  const { size, root } = published
  if (!head) throw emptyButPublished(size)
  if (head.size < size) throw rolledBack(head.size, size)
  if (stored && head.size < stored.size) throw rolledBack(head.size, stored.size)
  const [last, tree] = await Promise.all([entryAt(handle, size - 1n), treeUnder(handle, published)])
  if (!isInTime(keys, published, last?.body)) throw wrongKey('数据库之外保存的检查点')
  const sameRoot = head.size > size || equalBytes(head.root, root)
  if (!sameRoot || !tree) throw forked(size)
  if (stored && stored.size > size) await refuseIfForkedSince(handle, size, keys)
  return { ...published, tree, chain: size === 0n ? CHAIN_START : (last?.chain ?? null) }
}

const AT_ONCE = 500

/** A memory that was put back knows less than we have signed: all that was signed since must be of this ledger too. */
async function refuseIfForkedSince(handle: Handle, size: bigint, keys: readonly LedgerKey[]): Promise<void> {
  const later = await handle
    .select()
    .from(ledgerCheckpoints)
    .where(gt(ledgerCheckpoints.size, size))
    .orderBy(asc(ledgerCheckpoints.size))
    .limit(AT_ONCE)
  const last = later.at(-1)
  if (!last) return
  let at = last.size
  const areOfThisLedger = async () => {
    const roots = await rangeRoots(
      handle,
      later.map(({ size }) => ({ from: 0, to: Number(size) })),
    )
    for (const [i, { size, note }] of later.entries()) {
      const opened = openCheckpoint(note, keys, verifyEd25519)
      if (opened.kind !== 'signed') throw wrongKey('数据库中的检查点')
      at = size
      if (opened.size !== size || !equalBytes(opened.root, roots[i] as Uint8Array)) return null
    }
    return true
  }
  await trustingTiles(handle, areOfThisLedger, () => forked(at))
  await refuseIfForkedSince(handle, last.size, keys)
}

type StoredCheckpoint = typeof ledgerCheckpoints.$inferSelect

/** The checkpoint published last, as the database has it. */
export async function latestCheckpoint(handle: Handle): Promise<StoredCheckpoint | undefined> {
  const [latest] = await handle
    .select()
    .from(ledgerCheckpoints)
    .orderBy(desc(ledgerCheckpoints.size))
    .limit(1)
    .prepare('latest_checkpoint')
    .execute()
  return latest
}

async function entryAt(handle: Handle, index: bigint) {
  const [entry] = await handle
    .select({ body: ledgerEntries.body, chain: ledgerEntries.chain })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.index, index))
    .prepare('entry_at')
    .execute()
  return entry
}

/** A retired key must not have signed for entries made after its last day. */
function isInTime(
  keys: readonly LedgerKey[],
  { size, signers }: SignedCheckpoint,
  lastBody: Uint8Array = new Uint8Array(),
): boolean {
  if (size === 0n || couldSign(keys, signers, { day: '9999-12-31', size })) return true
  const decoded = decodeEntry(lastBody)
  return decoded.kind === 'entry' && couldSign(keys, signers, { day: decoded.entry.day, size })
}

function openKept(note: string, keys: readonly LedgerKey[]): SignedCheckpoint {
  const opened = openCheckpoint(note, keys, verifyEd25519)
  switch (opened.kind) {
    case 'signed':
      return opened
    case 'unsigned':
    case 'foreign':
      throw wrongKey('数据库之外保存的检查点')
    case 'malformed':
    case 'forged':
      throw memoryUnreadable()
  }
}
