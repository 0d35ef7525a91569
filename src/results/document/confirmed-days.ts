import { eq, sql } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { sameHumans } from '../../people/same-persons.ts'
import { rowsOf, type Handle } from '../../platform/database.ts'
import { resultLists, resultRows } from '../lists/schema.ts'
import { confirmedRows, resultConfirmations } from './schema.ts'

/** The day each row of a list was confirmed, by row: those held at first are confirmed later. */
export async function confirmedDays(handle: Handle, listId: string): Promise<ReadonlyMap<string, Day>> {
  const rows = await handle
    .select({ rowId: confirmedRows.rowId, confirmedOn: resultConfirmations.confirmedOn })
    .from(confirmedRows)
    .innerJoin(resultConfirmations, eq(resultConfirmations.id, confirmedRows.confirmationId))
    .where(eq(resultConfirmations.listId, listId))
  return new Map(rows.map(({ rowId, confirmedOn }) => [rowId, confirmedOn]))
}

/**
 * The day somebody's own result in a cycle was confirmed: this row's, or the last of the same human's there, as of whoever
 * is named by their row among the candidates; of whom nobody confirmed the last day anybody was. Null before the first.
 */
export async function confirmedDayOf(
  handle: Handle,
  of: { readonly cycleId: string; readonly rowId: string; readonly personId: string },
): Promise<Day | null> {
  const [found] = await rowsOf<{ day: Day }>(
    handle,
    sql`select c.confirmed_on as day
      from ${confirmedRows} f
      join ${resultConfirmations} c on c.id = f.confirmation_id
      join ${resultRows} r on r.id = f.row_id
      join ${resultLists} l on l.id = r.list_id
      left join ${sameHumans(sql`${of.personId}::text`)} same on same.id = r.person_id
      where l.cycle_id = ${of.cycleId}
      order by r.id = ${of.rowId} desc, same.id is not null desc, c.confirmed_on desc
      limit 1`,
  )
  return found?.day ?? null
}
