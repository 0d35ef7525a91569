import { and, asc, desc, eq, gt, inArray, ne, sql } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { lastRound } from './reconcile-batch.ts'
import { comparisonNotFound } from './refusals.ts'
import { collectionComparisons, collectionDecisions, collectionReconciliations } from './schema.ts'

export type Comparison = typeof collectionComparisons.$inferSelect
export type Decision = typeof collectionDecisions.$inferSelect

/** Step: what the newest round found that asks for a decision, in the batch's own order; `many` after a position. */
export async function comparisonsOf(
  handle: Handle,
  batchId: string,
  { after, many, isOpen }: { readonly after: number; readonly many: number; readonly isOpen: boolean },
): Promise<readonly Comparison[]> {
  return handle
    .select()
    .from(collectionComparisons)
    .where(
      and(
        eq(collectionComparisons.batchId, batchId),
        eq(collectionComparisons.round, await lastRound(handle, batchId)),
        ne(collectionComparisons.verdict, 'same'),
        gt(collectionComparisons.position, after),
        isOpen ? isUndecided : undefined,
      ),
    )
    .orderBy(asc(collectionComparisons.position))
    .limit(many)
}

const isUndecided = sql`not exists (select 1 from ${collectionDecisions} d
  where d.batch_id = ${collectionComparisons.batchId} and d.key = ${collectionComparisons.key})`

/** Step: one comparison of the newest round. Refuses `collection/comparison-not-found`. */
export async function comparisonByKey(handle: Handle, batchId: string, key: string): Promise<Comparison> {
  const [found] = await handle
    .select()
    .from(collectionComparisons)
    .where(
      and(
        eq(collectionComparisons.batchId, batchId),
        eq(collectionComparisons.round, await lastRound(handle, batchId)),
        eq(collectionComparisons.key, key),
        ne(collectionComparisons.verdict, 'same'),
      ),
    )
  if (!found) throw comparisonNotFound()
  return found
}

/** Step: others of its round that differ in the same fields from the same sort of source, and wait for a decision. */
export const undecidedLike = (
  handle: Handle,
  { batchId, round, key, verdict, against, fields, otherOfficeId }: Comparison,
): Promise<Comparison[]> =>
  handle
    .select()
    .from(collectionComparisons)
    .where(
      and(
        eq(collectionComparisons.batchId, batchId),
        eq(collectionComparisons.round, round),
        eq(collectionComparisons.verdict, verdict),
        eq(collectionComparisons.against, against),
        sql`${collectionComparisons.fields} = ${JSON.stringify(fields)}::jsonb`,
        sql`${collectionComparisons.otherOfficeId} is not distinct from ${otherOfficeId}`,
        ne(collectionComparisons.key, key),
        isUndecided,
      ),
    )
    .orderBy(asc(collectionComparisons.position))
    .limit(MOST_ALIKE)

/** Decided with one word at once: what one transaction keeps in hand. */
export const MOST_ALIKE = 1000

/** Step: what a round found about these rows, what says the same included. */
export async function findingsOfRows(
  handle: Handle,
  batchId: string,
  round: number,
  rowIds: readonly string[],
): Promise<readonly Comparison[]> {
  if (rowIds.length === 0) return []
  return handle
    .select()
    .from(collectionComparisons)
    .where(
      and(
        inArray(collectionComparisons.rowId, [...rowIds]),
        eq(collectionComparisons.batchId, batchId),
        eq(collectionComparisons.round, round),
      ),
    )
    .orderBy(asc(collectionComparisons.position))
}

/** Step: the accepted titles a round found missing. */
export const missingFound = (handle: Handle, batchId: string, round: number): Promise<Comparison[]> =>
  handle
    .select()
    .from(collectionComparisons)
    .where(
      and(
        eq(collectionComparisons.batchId, batchId),
        eq(collectionComparisons.round, round),
        eq(collectionComparisons.verdict, 'missing'),
      ),
    )
    .orderBy(asc(collectionComparisons.position))

/** Step: the newest decision about each of these, by key. */
export async function decisionsOf(
  handle: Handle,
  batchId: string,
  keys: readonly string[],
): Promise<ReadonlyMap<string, Decision>> {
  if (keys.length === 0) return new Map()
  const rows = await handle
    .selectDistinctOn([collectionDecisions.key])
    .from(collectionDecisions)
    .where(and(eq(collectionDecisions.batchId, batchId), inArray(collectionDecisions.key, [...keys])))
    .orderBy(collectionDecisions.key, desc(collectionDecisions.position))
  return new Map(rows.map((row) => [row.key, row]))
}

/** How a batch stood when it was compared last; null: never. */
export async function lastReconciliation(handle: Handle, batchId: string) {
  const [found] = await handle
    .select()
    .from(collectionReconciliations)
    .where(eq(collectionReconciliations.batchId, batchId))
    .orderBy(desc(collectionReconciliations.round))
    .limit(1)
  return found ?? null
}

/** Comparisons of the newest round that nobody has decided. */
export async function countUndecided(handle: Handle, batchId: string): Promise<number> {
  const [counted] = await handle
    .select({ open: sql<number>`count(*)::int` })
    .from(collectionComparisons)
    .where(
      and(
        eq(collectionComparisons.batchId, batchId),
        eq(collectionComparisons.round, await lastRound(handle, batchId)),
        ne(collectionComparisons.verdict, 'same'),
        isUndecided,
      ),
    )
  return counted?.open ?? 0
}
