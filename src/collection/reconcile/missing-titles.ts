import { and, asc, between, eq, gt, sql } from 'drizzle-orm'
import { persons } from '../../people/schema.ts'
import type { Handle } from '../../platform/database.ts'
import { levelGroupOf } from '../../policy/level-group.ts'
import { isCurrentTitle, type TitleRecord } from '../../titles/current-titles.ts'
import { titleRecords } from '../../titles/schema.ts'
import { cellKey } from '../acceptance/cell-state.ts'
import type { Batch } from '../batch/whole-batch.ts'

/** addition: what was accepted before stays; whole: this list is all there is of its cells. */
export type BatchScope = 'addition' | 'whole'

const MANY = 1000

/**
 * Step: accepted titles of the office in the cells of a batch that none of its rows speaks of, by id. A batch that only
 * adds misses nothing.
 */
export async function missingTitles(
  handle: Handle,
  { officeId, cells }: Pick<Batch, 'officeId' | 'cells'>,
  scope: BatchScope,
  spokenOf: ReadonlySet<string>,
): Promise<readonly TitleRecord[]> {
  if (scope === 'addition' || cells.length === 0) return []
  const years = cells.map(({ year }) => year)
  const wanted = new Set(cells.map((cell) => cellKey(cell)))
  const missing: TitleRecord[] = []
  for (let after = ''; ;) {
    const page = await handle
      .select({ title: titleRecords })
      .from(titleRecords)
      // Of whoever was erased nobody can decide anything any more.
      .innerJoin(persons, and(eq(persons.id, titleRecords.personId), sql`length(${persons.wrappedKey}) > 0`))
      .where(
        and(
          eq(titleRecords.collectedById, officeId),
          eq(titleRecords.source, 'backfilled'),
          between(titleRecords.obtainedOn, `${Math.min(...years)}-01-01`, `${Math.max(...years)}-12-31`),
          gt(titleRecords.id, after),
          isCurrentTitle(handle),
        ),
      )
      .orderBy(asc(titleRecords.id))
      .limit(MANY)
    for (const { title } of page)
      if (wanted.has(cellOf(title)) && !spokenOf.has(title.id)) missing.push(title)
    after = page.at(-1)?.title.id ?? after
    if (page.length < MANY) return missing
  }
}

const cellOf = ({ obtainedOn, level, route }: TitleRecord): string =>
  `${Number(obtainedOn.slice(0, 4))}|${levelGroupOf(level)}|${route}`
