import { desc, eq } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import { equalBytes } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import { openCheckpoint, type SignedCheckpoint } from './checkpoint.ts'
import { decodeEntry } from './entry.ts'
import { rootOf } from './growing-tree.ts'
import { couldSign, type LedgerKey } from './ledger-keys.ts'
import {
  emptyButPublished,
  forked,
  memoryMissing,
  memoryUnreadable,
  rolledBack,
  wrongKey,
} from './refusals.ts'
import { ledgerCheckpoints, ledgerEntries, ledgerHead } from './schema.ts'
import { loadTree } from './stored-tree.ts'

/**
 * Step: holds the ledger against the checkpoint remembered outside the database (`kept`), and hands that checkpoint
 * back, opened. Refuses a foreign key, and a ledger that is empty, shorter or other than what was published: two
 * histories under one signature would end the trust in both.
 */
export async function refuseIfBehind(
  handle: Handle,
  kept: string | null,
  keys: readonly LedgerKey[],
): Promise<SignedCheckpoint | null> {
  const stored = await latestCheckpoint(handle)
  if (stored && openCheckpoint(stored.note, keys, verifyEd25519).kind !== 'signed')
    throw wrongKey('数据库中的检查点')
  if (kept === null) {
    if (stored) throw memoryMissing(stored.size)
    return null
  }
  const published = openKept(kept, keys)
  const [head] = await handle.select().from(ledgerHead).where(eq(ledgerHead.id, 1))
  if (!head) throw emptyButPublished(published.size)
  if (head.size < published.size) throw rolledBack(head.size, published.size)
  if (!(await isInTime(handle, published, keys))) throw wrongKey('数据库之外保存的检查点')
  const tree = await loadTree(handle, published.size)
  const sameRoot = head.size > published.size || equalBytes(head.root, published.root)
  if (!sameRoot || !equalBytes(rootOf(tree), published.root)) throw forked(published.size)
  return published
}

/** The checkpoint published last, as the database has it. */
export async function latestCheckpoint(
  handle: Handle,
): Promise<typeof ledgerCheckpoints.$inferSelect | undefined> {
  const [latest] = await handle
    .select()
    .from(ledgerCheckpoints)
    .orderBy(desc(ledgerCheckpoints.size))
    .limit(1)
  return latest
}

/** A retired key must not have signed for entries made after its last day. */
async function isInTime(
  handle: Handle,
  { size, signers }: SignedCheckpoint,
  keys: readonly LedgerKey[],
): Promise<boolean> {
  if (size === 0n || couldSign(keys, signers, { day: '9999-12-31', size })) return true
  const [last] = await handle
    .select({ body: ledgerEntries.body })
    .from(ledgerEntries)
    .where(eq(ledgerEntries.index, size - 1n))
  const decoded = decodeEntry(last?.body ?? new Uint8Array())
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
