import { and, asc, gt, lte, sql } from 'drizzle-orm'
import type { Day } from '../calendar/day.ts'
import { rowsOf, type Handle } from '../platform/database.ts'
import { equalBytes } from '../signing/bytes.ts'
import { verifyEd25519 } from '../signing/ed25519.ts'
import type { Keyring } from '../signing/keyring.ts'
import { parseNote } from '../signing/note.ts'
import { openCheckpoint, parseCheckpoint } from './checkpoint.ts'
import {
  checkpointBeyond,
  checkpointForked,
  checkpointUnsigned,
  entryDefect,
  headDefect,
  strayEntry,
  tileDefect,
  tileSizeDefect,
  type CheckpointPlace,
  type Defect,
} from './defect.ts'
import { couldSign, ledgerKeys, type LedgerKey } from './ledger-keys.ts'
import { readPacked } from './read-entries.ts'
import type { FoundInBatch, ReplayEnd, SealedRows } from './replay-batch.ts'
import { replayerFor } from './replayer.ts'
import { ledgerCheckpoints, ledgerEntries, ledgerHead, ledgerTiles } from './schema.ts'
import { wrongTile } from './stored-tree.ts'

interface Published {
  readonly place: CheckpointPlace
  readonly size: bigint
  readonly note: string
}

type Report = (defect: Defect) => void

/**
 * Step of the audit: every entry, the chain, the anchors, the tiles, the head, and every checkpoint against the root
 * recomputed at its size. Says which tables the entries have sealed rows of.
 */
export async function auditEntries(
  handle: Handle,
  ledger: { head: typeof ledgerHead.$inferSelect; kept: string | null; keyring: Keyring },
  report: Report,
): Promise<ReadonlyMap<string, SealedRows>> {
  const { head, keyring } = ledger
  const replayer = replayerFor(head.size)
  const outside = openOutside(ledger.kept, head.size, report)
  let keys: readonly LedgerKey[] = []
  let hasHole = false

  const judge = async (replaying: Replaying): Promise<void> => {
    const { published, found: coming } = replaying
    const found = await coming
    hasHole = found.hasHole
    for (const { index, fault } of found.faults) report(entryDefect(index, fault))
    if (found.origin !== null) keys = ledgerKeys(found.origin, keyring)
    for (const each of published) {
      const reached = found.roots.get(Number(each.size))
      if (reached) auditCheckpoint(each, reached, keys, report)
    }
    const wrong = hasHole ? null : await wrongTile(handle, found.filled)
    if (wrong) report(tileDefect(wrong))
  }

  try {
    // While one batch is replayed, the next is read.
    let before: Replaying | null = null
    for await (const { from, to, packed } of readPacked(handle, 0n, head.size)) {
      const published = await publishedBetween(handle, from, to, outside)
      const found = replayer.next(packed, [...new Set(published.map(({ size }) => Number(size)))])
      found.catch(() => {})
      if (before) await judge(before)
      before = { published, found }
      if (hasHole) break
    }
    if (before && !hasHole) await judge(before)
    const end = await replayer.end()
    if (!hasHole) await auditEnd(handle, end, head, report)
    return end.sealed
  } finally {
    await replayer.close()
  }
}

interface Replaying {
  readonly published: readonly Published[]
  readonly found: Promise<FoundInBatch>
}

function auditCheckpoint(
  { place, size, note }: Published,
  { root, day }: { readonly root: Uint8Array; readonly day: Day },
  keys: readonly LedgerKey[],
  report: Report,
): void {
  const opened = openCheckpoint(note, keys, verifyEd25519)
  // Signed by a key that was compromised later: worth nothing by itself, but the root is recomputed here anyway.
  const isSuspect =
    place === 'ledger_checkpoints' &&
    opened.kind === 'signed' &&
    keys.some((key) => key.most !== null && opened.signers.includes(key))
  if (opened.kind !== 'signed' || (!isSuspect && !couldSign(keys, opened.signers, { day, size })))
    report(checkpointUnsigned(place, String(size)))
  else if (opened.size !== size || !equalBytes(opened.root, root))
    report(checkpointForked(place, String(size)))
}

async function auditEnd(
  handle: Handle,
  { size, root, chain, tiles, day }: ReplayEnd,
  head: typeof ledgerHead.$inferSelect,
  report: Report,
): Promise<void> {
  if (BigInt(size) < head.size) return report(entryDefect(size, 'missing'))
  if (!equalBytes(root, head.root) || !equalBytes(chain, head.chain)) report(headDefect())
  if (day !== null && head.day !== day) report(headDefect())
  const wrong = await wrongTile(handle, tiles)
  if (wrong) report(tileDefect(wrong))

  // One statement each: rows and head as they were at one instant, whatever is being appended.
  const [misfit] = await rowsOf<{ level: number; tile: string }>(
    handle,
    sql`select t.level, t.tile::text as tile from ${ledgerTiles} t, ${ledgerHead} h
      where octet_length(t.hashes) <> 32 * least(256, greatest(0, (h.size >> (8 * t.level)) - 256 * t.tile))
      order by t.level, t.tile limit 1`,
  )
  if (misfit) report(tileSizeDefect(misfit.level, misfit.tile))
  const [stray] = await rowsOf<{ at: string | null }>(
    handle,
    sql`select min(e.index)::text as at from ${ledgerEntries} e, ${ledgerHead} h where e.index >= h.size or e.index < 0`,
  )
  if (stray?.at) report(strayEntry(Number(stray.at)))
  const [beyond] = await rowsOf<{ at: string | null }>(
    handle,
    sql`select max(c.size)::text as at from ${ledgerCheckpoints} c, ${ledgerHead} h where c.size > h.size or c.size < 1`,
  )
  if (beyond?.at) report(checkpointBeyond('ledger_checkpoints', beyond.at, head.size))
}

/** The remembered checkpoint, to be met on the way; one that cannot be met is reported at once. */
function openOutside(kept: string | null, size: bigint, report: Report): Published | null {
  if (kept === null) return null
  const checkpoint = parseCheckpoint(parseNote(kept)?.text ?? '')
  if (!checkpoint) report(checkpointUnsigned('outside-memory', '?'))
  else if (checkpoint.size > size) report(checkpointBeyond('outside-memory', String(checkpoint.size), size))
  else return { place: 'outside-memory', size: checkpoint.size, note: kept }
  return null
}

/** The checkpoints of sizes in (from, to], smallest first. */
async function publishedBetween(
  handle: Handle,
  from: bigint,
  to: bigint,
  outside: Published | null,
): Promise<Published[]> {
  const stored = await handle
    .select()
    .from(ledgerCheckpoints)
    .where(and(gt(ledgerCheckpoints.size, from), lte(ledgerCheckpoints.size, to)))
    .orderBy(asc(ledgerCheckpoints.size))
  const published: Published[] = stored.map(({ size, note }) => ({ place: 'ledger_checkpoints', size, note }))
  if (outside && outside.size > from && outside.size <= to) published.push(outside)
  return published.toSorted((a, b) => Number(a.size - b.size))
}
