import { and, eq, inArray, sql } from 'drizzle-orm'
import { reviewCycles } from '../../cycles/schema.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import { divisionOf } from '../../people/division.ts'
import type { Handle } from '../../platform/database.ts'
import { levelName } from '../../titles/level.ts'
import { resultLists, resultRows } from '../lists/schema.ts'

/** How many stood before the committees and how many they approved. */
export interface Figure {
  readonly label: string
  readonly candidates: number
  readonly approved: number
}

export interface Figures {
  readonly series: readonly Figure[]
  readonly levels: readonly Figure[]
  readonly places: readonly Figure[]
}

/** Counted from the lists that hold now, of these cycles together; places by the convening body's seat. */
export async function figuresOf(handle: Handle, cycleIds: readonly string[]): Promise<Figures> {
  if (cycleIds.length === 0) return { series: [], levels: [], places: [] }
  const counted = await handle
    .select({
      stage: resultLists.stage,
      series: resultRows.series,
      level: resultRows.level,
      place: currentAuthorities.place,
      people: sql<number>`count(*)::int`,
    })
    .from(resultRows)
    .innerJoin(resultLists, eq(resultLists.id, resultRows.listId))
    .innerJoin(reviewCycles, eq(reviewCycles.id, resultLists.cycleId))
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, reviewCycles.officeId))
    .where(
      and(
        inArray(resultLists.cycleId, [...cycleIds]),
        sql`not exists (select 1 from result_lists later where later.replaces_id = ${resultLists.id})`,
      ),
    )
    .groupBy(resultLists.stage, resultRows.series, resultRows.level, currentAuthorities.place)
  const by = (
    keyOf: (row: (typeof counted)[number]) => string,
    labelOf: (key: string) => string = String,
  ) => {
    const sums = new Map<string, Figure>()
    for (const row of counted) {
      const key = keyOf(row)
      const sum = sums.get(key) ?? { label: labelOf(key), candidates: 0, approved: 0 }
      sums.set(key, { ...sum, [row.stage]: sum[row.stage] + row.people })
    }
    return [...sums].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, figure]) => figure)
  }
  return {
    series: by(({ series }) => series).toSorted(
      (a, b) => b.candidates + b.approved - a.candidates - a.approved,
    ),
    levels: by(
      ({ level }) => level,
      (code) => levelName(code as (typeof counted)[number]['level']),
    ),
    places: by(
      ({ place }) => place,
      (code) => divisionOf(code)?.name ?? code,
    ),
  }
}
