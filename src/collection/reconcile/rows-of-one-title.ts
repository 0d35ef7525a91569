import { and, eq, isNotNull, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { COMPARED_FIELDS, type ToldTitle } from './compare-titles.ts'
import type { OpenedRow } from './opened-row.ts'
import { merged, type Beside, type Choices } from './resolve-row.ts'
import { collectionComparisons } from './schema.ts'

/** A row that is one with a title, and what was chosen about it. */
export interface RowOfTitle {
  readonly opened: OpenedRow
  /** Beside the title. */
  readonly choices: Choices
  /** Beside earlier rows of its file. */
  readonly besides: readonly Beside[]
}

/** Step: the titles more than one row of a round was held against: what those rows say is written as one version. */
export async function titlesOfSeveral(
  tx: Transaction,
  batchId: string,
  round: number,
): Promise<ReadonlySet<string>> {
  const found = await tx
    .select({ titleId: collectionComparisons.titleId })
    .from(collectionComparisons)
    .where(
      and(
        eq(collectionComparisons.batchId, batchId),
        eq(collectionComparisons.round, round),
        isNotNull(collectionComparisons.titleId),
      ),
    )
    .groupBy(collectionComparisons.titleId)
    .having(sql`count(*) > 1`)
  return new Set(found.flatMap(({ titleId }) => titleId ?? []))
}

/** What a title says with all the rows that are one with it, in the order of the file. */
export function saidTogether(title: ToldTitle, rows: readonly RowOfTitle[]): ToldTitle {
  const ids = new Set(rows.map(({ opened }) => opened.row.id))
  return rows.reduce((whole, { opened, choices, besides }) => {
    const beside = besides.filter(({ rowId }) => ids.has(rowId))
    return merged(opened.told, whole, rightOf([choices, ...beside.map((each) => each.choices)]))
  }, title)
}

/** A row is right where it was chosen before all it was held against: what the others say is gathered already. */
function rightOf(all: readonly Choices[]): Choices {
  const fields = COMPARED_FIELDS.flatMap((field) => {
    const sides = all.flatMap((choices) => choices[field] ?? [])
    return sides.length === 0 ? [] : [[field, sides.includes('other') ? 'other' : 'this'] as const]
  })
  return Object.fromEntries(fields)
}
