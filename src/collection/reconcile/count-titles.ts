import { sql } from 'drizzle-orm'
import { rowsOf, type Handle } from '../../platform/database.ts'
import type { LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import { isCurrentTitle } from '../../titles/current-titles.ts'
import { titleRecords } from '../../titles/schema.ts'
import { cellKey, type Cell } from '../acceptance/cell-state.ts'
import type { CellCount } from '../acceptance/count-cells.ts'

/** Step: how many accepted titles of an office stand now in each of these cells; nought where none is left. */
export async function countTitles(
  handle: Handle,
  officeId: string,
  cells: readonly Cell[],
): Promise<readonly CellCount[]> {
  if (cells.length === 0) return []
  const years = cells.map(({ year }) => year)
  const [from, through] = [Math.min(...years), Math.max(...years)]
  const rows = await rowsOf<{ year: number; level: LevelGroup; route: CollectedRoute; rows: number }>(
    handle,
    sql`select extract(year from ${titleRecords.obtainedOn})::int as year,
        case when ${titleRecords.level} like '41%' then 'senior'
          when ${titleRecords.level} = '420' then 'intermediate' else 'junior' end as level,
        ${titleRecords.route} as route, count(*)::int as rows
      from ${titleRecords}
      where ${titleRecords.collectedById} = ${officeId} and ${titleRecords.source} = 'backfilled'
        and ${titleRecords.obtainedOn} between ${`${from}-01-01`} and ${`${through}-12-31`}
        and ${isCurrentTitle(handle)}
      group by 1, 2, 3`,
  )
  const counted = new Map(rows.map((row) => [cellKey(row), row.rows]))
  const wanted = new Map(cells.map((cell) => [cellKey(cell), cell]))
  return [...wanted].map(([key, { year, level, route }]) => ({
    year,
    level,
    route,
    rows: counted.get(key) ?? 0,
  }))
}
