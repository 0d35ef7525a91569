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
import { partialTiles, rootOf, type GrownTile } from './growing-tree.ts'
import { couldSign, ledgerKeys, type LedgerKey } from './ledger-keys.ts'
import type { ReadEntry } from './plain-entry.ts'
import { readEntries } from './read-entries.ts'
import { replayEntry, startOfLedger, type Replay } from './replay.ts'
import { ledgerCheckpoints, ledgerEntries, ledgerHead, ledgerTiles } from './schema.ts'
import { wrongTile } from './stored-tree.ts'

/** What the entries say about one table's rows. */
export interface SealedRows {
  /** All of them together. */
  rows: number
  /** The first entry that sealed any. */
  readonly first: number
}

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
  const sealed = new Map<string, SealedRows>()
  const replay = startOfLedger()
  const outside = openOutside(ledger.kept, head.size, report)
  let keys: readonly LedgerKey[] = []
  let day: Day = ''
  let isLastRight = false

  for await (const batch of readEntries(handle, 0n, head.size)) {
    const start = BigInt(replay.tree.size)
    const published = await publishedBetween(handle, start, start + BigInt(batch.length), outside)
    const filled: GrownTile[] = []
    for (const row of batch) {
      const index = replay.tree.size
      const replayed = replayEntry(replay, row, (tile) => filled.push(tile))
      isLastRight = replayed.kind === 'right'
      if (replayed.kind === 'right') {
        countSeals(sealed, replayed.entry, index)
        day = replayed.entry.day
      } else report(entryDefect(index, replayed.fault))
      // Past a hole no later place is certain.
      if (replayed.kind === 'wrong' && replayed.fault === 'missing') return sealed
      if (index === 0 && replayed.kind === 'right') keys = keysOf(replayed.entry, keyring)
      while (published[0]?.size === BigInt(replay.tree.size))
        auditCheckpoint(replay, published.shift() as Published, { keys, day }, report)
    }
    const wrong = await wrongTile(handle, filled)
    if (wrong) report(tileDefect(wrong))
  }
  await auditEnd(handle, replay, head, report)
  if (isLastRight && head.day !== day) report(headDefect())
  return sealed
}

function countSeals(sealed: Map<string, SealedRows>, entry: ReadEntry, index: number): void {
  if (!entry.seals) return
  for (const [table, { rows }] of Object.entries(entry.seals)) {
    const known = sealed.get(table)
    if (known) known.rows += rows
    else sealed.set(table, { rows, first: index })
  }
}

const keysOf = ({ facts }: ReadEntry, keyring: Keyring): readonly LedgerKey[] =>
  ledgerKeys(String(facts?.origin), keyring)

function auditCheckpoint(
  replay: Replay,
  { place, size, note }: Published,
  { keys, day }: { keys: readonly LedgerKey[]; day: Day },
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
  else if (opened.size !== size || !equalBytes(opened.root, rootOf(replay.tree)))
    report(checkpointForked(place, String(size)))
}

async function auditEnd(
  handle: Handle,
  { tree, chain }: Replay,
  head: typeof ledgerHead.$inferSelect,
  report: Report,
): Promise<void> {
  if (BigInt(tree.size) < head.size) return report(entryDefect(tree.size, 'missing'))
  if (!equalBytes(rootOf(tree), head.root) || !equalBytes(chain, head.chain)) report(headDefect())
  const wrong = await wrongTile(handle, partialTiles(tree))
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
