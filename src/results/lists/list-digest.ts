import { createHash } from 'node:crypto'
import { asc, eq } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { utf8 } from '../../signing/bytes.ts'
import { assessmentDecisions } from '../assessment/schema.ts'
import { listNotFound } from './refusals.ts'
import { resultLists, resultRows } from './schema.ts'

/**
 * What an approval of a list is bound to, SHA-256 in hex: the seals of the list and of its rows in order. A seal commits to
 * every declared column, so a changed cell, a missing row or another order is another digest.
 */
export async function listDigest(handle: Handle, listId: string): Promise<string> {
  const [list] = await handle
    .select({ seal: resultLists.seal })
    .from(resultLists)
    .where(eq(resultLists.id, listId))
  if (!list) throw listNotFound(listId)
  const rows = await handle
    .select({ seal: resultRows.seal })
    .from(resultRows)
    .where(eq(resultRows.listId, listId))
    .orderBy(asc(resultRows.position))
  const digest = createHash('sha256').update(utf8('zhengxin/v1|result-list|')).update(list.seal)
  for (const { seal } of rows) digest.update(seal)
  // 考核认定: whoever approves the list approves every no with its ground, too.
  const decisions = await handle
    .select({ seal: assessmentDecisions.seal })
    .from(assessmentDecisions)
    .where(eq(assessmentDecisions.listId, listId))
    .orderBy(asc(assessmentDecisions.id))
  for (const { seal } of decisions) digest.update(seal)
  return digest.digest('hex')
}
