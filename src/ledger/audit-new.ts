import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { equalBytes } from '../signing/bytes.ts'
import { entryDefect, headDefect, tileDefect, type Defect } from './defect.ts'
import { partialTiles, rootOf, type GrownTile } from './growing-tree.ts'
import { readEntries } from './read-entries.ts'
import { replayEntry, type Replay } from './replay.ts'
import { ledgerHead } from './schema.ts'
import { loadTree, wrongTile } from './stored-tree.ts'

/** How far an auditor has come; kept in its own memory, where nobody with the database can reach it. */
export interface AuditProgress {
  readonly size: bigint
  readonly root: Uint8Array
  readonly chain: Uint8Array
}

/** The ledger's end as it stands; to be trusted once a whole audit has found nothing. */
export async function currentEnd(ctx: Context): Promise<AuditProgress | null> {
  const [head] = await ctx.database.read.select().from(ledgerHead).where(eq(ledgerHead.id, 1))
  return head ? { size: head.size, root: head.root, chain: head.chain } : null
}

/** Recomputes what came after `from`. Answers with the new end, or null when anything is not as it must be. */
export async function auditNew(
  ctx: Context,
  from: AuditProgress,
  report: (defect: Defect) => void,
): Promise<AuditProgress | null> {
  const handle = ctx.database.read
  const end = await currentEnd(ctx)
  if (!end || end.size < from.size) return refuse(report, headDefect())
  const tree = await loadTree(handle, from.size).catch((error: unknown) => {
    if (error instanceof Refusal) return null
    throw error
  })
  if (!tree || !equalBytes(rootOf(tree), from.root)) return refuse(report, headDefect())
  const replay: Replay = { tree, chain: from.chain }
  for await (const batch of readEntries(handle, from.size, end.size)) {
    const filled: GrownTile[] = []
    for (const row of batch) {
      const index = replay.tree.size
      const replayed = replayEntry(replay, row, (tile) => filled.push(tile))
      if (replayed.kind === 'wrong') return refuse(report, entryDefect(index, replayed.fault))
    }
    const wrong = await wrongTile(handle, filled)
    if (wrong) return refuse(report, tileDefect(wrong))
  }
  if (BigInt(replay.tree.size) !== end.size) return refuse(report, entryDefect(replay.tree.size, 'missing'))
  if (!equalBytes(rootOf(replay.tree), end.root) || !equalBytes(replay.chain, end.chain))
    return refuse(report, headDefect())
  const wrong = await wrongTile(handle, partialTiles(replay.tree))
  return wrong ? refuse(report, tileDefect(wrong)) : end
}

function refuse(report: (defect: Defect) => void, defect: Defect): null {
  report(defect)
  return null
}
