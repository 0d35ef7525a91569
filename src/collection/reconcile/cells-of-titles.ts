import { sql } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { levelGroupOf } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import { titleRecords } from '../../titles/schema.ts'
import type { Cell } from '../acceptance/cell-state.ts'

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
  return rows.flatMap(({ obtainedOn, level, route }) => {
    const group = levelGroupOf(level)
    // Whatever is collected was obtained by one of the collected routes.
    return group
      ? [{ year: Number(obtainedOn.slice(0, 4)), level: group, route: route as CollectedRoute }]
      : []
  })
}
