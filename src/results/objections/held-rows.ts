import { rowsOf, type Handle } from '../../platform/database.ts'
import { sql } from 'drizzle-orm'
import { invalidRows, rowHolds } from '../inquiry/schema.ts'
import { resultLists, resultRows } from '../lists/schema.ts'
import { holds, type ObjectionState } from './objection.ts'
import { objections } from './schema.ts'

type Held = Record<string, unknown> & {
  readonly id: string
  readonly state: ObjectionState
  readonly is_late: boolean
}

/**
 * The rows of a list that go no further for now, by their ids: somebody objected and was not answered yet, or was right;
 * somebody inquires; or the result was declared invalid. A person stays held in every list of the same cycle, however
 * often it is corrected.
 */
export async function heldRows(handle: Handle, listId: string): Promise<ReadonlySet<string>> {
  const objected = await rowsOf<Held>(
    handle,
    sql`select r.id, o.is_late,
        (select s.step from objection_steps s where s.objection_id = o.id order by s.position desc limit 1) as state
      from ${resultRows} r
      join ${resultLists} l on l.id = r.list_id
      join ${objections} o on o.person_id = r.person_id and (o.row_id = r.id or o.cycle_id = l.cycle_id)
      where r.list_id = ${listId}`,
  )
  const inquired = await rowsOf<{ id: string }>(
    handle,
    sql`select distinct r.id
      from ${resultRows} r
      join ${resultLists} l on l.id = r.list_id
      where r.list_id = ${listId} and (
        exists (
          select 1 from ${rowHolds} h join ${resultLists} m on m.id = h.list_id
          where h.person_id = r.person_id and (h.row_id = r.id or m.cycle_id = l.cycle_id) and h.act = 'hold'
            and not exists (select 1 from ${rowHolds} n where n.row_id = h.row_id and n.position > h.position))
        or exists (
          select 1 from ${invalidRows} i join ${resultLists} m on m.id = i.list_id
          where i.person_id = r.person_id and (i.row_id = r.id or m.cycle_id = l.cycle_id)))`,
  )
  return new Set([
    ...objected.filter(({ state, is_late: isLate }) => holds(state, isLate)).map(({ id }) => id),
    ...inquired.map(({ id }) => id),
  ])
}
