import { eq, sql } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { levelGroupOf } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import type { AcceptedTitle } from '../../titles/record-past-titles.ts'
import { collectedCells, titleRecords } from '../../titles/schema.ts'
import { cellKey, type Cell } from '../acceptance/cell-state.ts'

/** Step: the cells these titles of an office are counted in. */
export async function cellsOfTitles(
  handle: Handle,
  officeId: string,
  titleIds: readonly string[],
): Promise<readonly Cell[]> {
  if (titleIds.length === 0) return []
  const rows = await handle
    .selectDistinct({
      obtainedOn: titleRecords.obtainedOn,
      level: titleRecords.level,
      route: titleRecords.route,
    })
    .from(titleRecords)
    .where(
      sql`${titleRecords.id} = any(string_to_array(${titleIds.join(',')}, ',')) and ${titleRecords.collectedById} = ${officeId}`,
    )
  return rows.flatMap(cellOf)
}

/** The cell a title is counted in. */
export function cellOf({
  obtainedOn,
  level,
  route,
}: Pick<AcceptedTitle, 'obtainedOn' | 'level' | 'route'>): readonly Cell[] {
  const group = levelGroupOf(level)
  // Whatever is collected was obtained by one of the collected routes.
  return group ? [{ year: Number(obtainedOn.slice(0, 4)), level: group, route: route as CollectedRoute }] : []
}

/** Step: those of an office's cells that were sealed before. One nobody has accepted yet stays open, whoever stands in it. */
export async function sealedAmong(
  handle: Handle,
  officeId: string,
  cells: readonly Cell[],
): Promise<readonly Cell[]> {
  const { authorityId, year, level, route } = collectedCells
  const sealed = await handle
    .selectDistinct({ year, level, route })
    .from(collectedCells)
    .where(eq(authorityId, officeId))
  const keys = new Set(sealed.map((cell) => `${cell.year}|${cell.level}|${cell.route}`))
  return cells.filter((cell) => keys.has(cellKey(cell)))
}
