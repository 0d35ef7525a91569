import { createHash } from 'node:crypto'
import { and, asc, desc, eq, gt } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import type { Standing } from '../acceptance/reconciled.ts'
import { collectionMendings } from '../mending/schema.ts'
import { countUndecided, lastReconciliation } from './find-comparisons.ts'
import { collectionComparisons, collectionDecisions } from './schema.ts'

/** Step: how far a batch is reconciled, and the digest of what was compared, decided and mended. */
export async function standingOf(handle: Handle, batchId: string): Promise<Standing> {
  const last = await lastReconciliation(handle, batchId)
  return {
    isCompared: last !== null,
    unsettled: last === null ? 0 : await countUndecided(handle, batchId),
    digest: await digestOf(handle, batchId, last?.round ?? 0),
  }
}

const MANY = 5000

/** Seals, in order: each commits to its whole row, so that another decision is another digest. */
async function digestOf(handle: Handle, batchId: string, round: number): Promise<string> {
  const hash = createHash('sha256').update(`zhengxin/v1|collection-reconciled|${batchId}|${round}`)
  for (let after = 0; ;) {
    const page = await handle
      .select({ position: collectionComparisons.position, key: collectionComparisons.key })
      .from(collectionComparisons)
      .where(
        and(
          eq(collectionComparisons.batchId, batchId),
          eq(collectionComparisons.round, round),
          gt(collectionComparisons.position, after),
        ),
      )
      .orderBy(asc(collectionComparisons.position))
      .limit(MANY)
    for (const { key } of page) hash.update(`\n${key}`)
    after = page.at(-1)?.position ?? after
    if (page.length < MANY) break
  }
  const decisions = await handle
    .selectDistinctOn([collectionDecisions.key], { seal: collectionDecisions.seal })
    .from(collectionDecisions)
    .where(eq(collectionDecisions.batchId, batchId))
    .orderBy(collectionDecisions.key, desc(collectionDecisions.position))
  const mendings = await handle
    .selectDistinctOn([collectionMendings.rowId, collectionMendings.field], { seal: collectionMendings.seal })
    .from(collectionMendings)
    .where(eq(collectionMendings.batchId, batchId))
    .orderBy(collectionMendings.rowId, collectionMendings.field, desc(collectionMendings.position))
  for (const { seal } of [...decisions, ...mendings]) hash.update(seal)
  return hash.digest('hex')
}
