import { and, eq, isNotNull, isNull } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { ToldTitle } from './compare-titles.ts'
import { decisionsOf } from './find-comparisons.ts'
import { choosesFields } from './outcome.ts'
import { rowsById } from './opened-row.ts'
import { merged } from './resolve-row.ts'
import { collectionComparisons } from './schema.ts'

/** Rows of a batch that became one with another of its rows. */
export interface OneFile {
  /** Whom other rows are one with. */
  isTarget(rowId: string): boolean
  /** What a row says together with those. */
  together(rowId: string, told: ToldTitle): ToldTitle
}

/** Step: found before the first row is recorded, since either of the two may come first. */
export async function rowsOfOneFile(
  ctx: Context,
  tx: Transaction,
  batchId: string,
  round: number,
): Promise<OneFile> {
  const found = await tx
    .select()
    .from(collectionComparisons)
    .where(
      and(
        eq(collectionComparisons.batchId, batchId),
        eq(collectionComparisons.round, round),
        isNotNull(collectionComparisons.otherRowId),
        isNull(collectionComparisons.titleId),
      ),
    )
    .orderBy(collectionComparisons.position)
  const decided = await decisionsOf(
    tx,
    batchId,
    found.map(({ key }) => key),
  )
  const ones = found.filter(({ verdict, key }) => {
    const decision = decided.get(key)
    return verdict === 'same' || (decision !== undefined && choosesFields(decision.outcome))
  })
  const opened = new Map<string, ToldTitle>()
  const sources = ones.flatMap(({ rowId }) => rowId ?? [])
  for (let from = 0; from < sources.length; from += 1000)
    for (const { row, told } of await rowsById(ctx, tx, sources.slice(from, from + 1000)))
      opened.set(row.id, told)
  const targets = new Set(ones.map(({ otherRowId }) => otherRowId))
  return {
    isTarget: (rowId) => targets.has(rowId),
    together(rowId, told) {
      if (!targets.has(rowId)) return told
      return ones
        .filter(({ otherRowId }) => otherRowId === rowId)
        .reduce((whole, { rowId: source, key }) => {
          const said = opened.get(source ?? '')
          return said ? merged(said, whole, decided.get(key)?.choices ?? {}) : whole
        }, told)
    },
  }
}
