import { eq } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { qualificationDocuments } from '../document/schema.ts'
import { listAlreadyConfirmed, listNotFound, listReplaced } from './refusals.ts'
import { resultLists } from './schema.ts'

/**
 * Step: holds a list until commit. Refuses one that does not exist, was confirmed, or was replaced by a corrected one
 * (`results/list-not-found`, `results/already-confirmed`, `results/list-replaced`).
 */
export async function lockUnconfirmedList(
  tx: Transaction,
  listId: string,
): Promise<typeof resultLists.$inferSelect> {
  const [list] = await tx.select().from(resultLists).where(eq(resultLists.id, listId)).for('update')
  if (!list) throw listNotFound(listId)
  const [confirmed] = await tx
    .select({ number: qualificationDocuments.number })
    .from(qualificationDocuments)
    .where(eq(qualificationDocuments.listId, listId))
  if (confirmed) throw listAlreadyConfirmed(listId, confirmed.number)
  const [successor] = await tx
    .select({ id: resultLists.id })
    .from(resultLists)
    .where(eq(resultLists.replacesId, listId))
  if (successor) throw listReplaced(listId, successor.id)
  return list
}
