import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { Refusal } from '../platform/refusal.ts'
import { headDefect, type Defect } from './defect.ts'
import type { GrowingTree } from './growing-tree.ts'
import { recompute, type LedgerEnd } from './recompute.ts'
import { ledgerHead } from './schema.ts'
import { treeUnder } from './stored-tree.ts'

/** The ledger's end as it stands; to be trusted once a whole audit has found nothing. */
export async function currentEnd(ctx: Context): Promise<LedgerEnd | null> {
  const [head] = await ctx.database.read.select().from(ledgerHead).where(eq(ledgerHead.id, 1))
  return head ? { size: head.size, root: head.root, chain: head.chain } : null
}

/**
 * Recomputes what came after `from`, which an auditor keeps in its own memory, where nobody with the database can
 * reach it. Answers with the new end, or null when anything is not as it must be.
 */
export async function auditNew(
  ctx: Context,
  from: LedgerEnd,
  report: (defect: Defect) => void,
): Promise<LedgerEnd | null> {
  const handle = ctx.database.read
  const end = await currentEnd(ctx)
  const tree = end && end.size >= from.size ? await treeAt(handle, from) : null
  if (!end || !tree) {
    report(headDefect())
    return null
  }
  const found = await recompute(handle, { tree, chain: from.chain }, end)
  if (found.kind === 'right') return end
  report(found.defect)
  return null
}

async function treeAt(handle: Handle, from: LedgerEnd): Promise<GrowingTree | null> {
  try {
    return await treeUnder(handle, from)
  } catch (error) {
    if (error instanceof Refusal) return null
    throw error
  }
}
