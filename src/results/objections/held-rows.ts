import { rowsOf, type Handle } from '../../platform/database.ts'
import { sql } from 'drizzle-orm'
import { heldByInquiry } from '../inquiry/held-by-inquiry.ts'
import { invalidRows } from '../inquiry/schema.ts'
import { humansOfList } from '../lists/humans-of-list.ts'
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
 * somebody inquires; or the result was declared invalid. A human stays held in every list of the same cycle, however
 * often it is corrected, under whichever of their numbers.
 */
export async function heldRows(handle: Handle, listId: string): Promise<ReadonlySet<string>> {
  const objected = await rowsOf<Held>(
    handle,
    sql`select r.id, o.is_late,
        (select s.step from objection_steps s where s.objection_id = o.id order by s.position desc limit 1) as state
      from ${resultRows} r
      join ${resultLists} l on l.id = r.list_id
      join ${humansOfList(listId)} same on same.asked = r.person_id
      join ${objections} o on o.person_id = same.id and (o.row_id = r.id or o.cycle_id = l.cycle_id)
      where r.list_id = ${listId}`,
  )
  const declaredInvalid = await rowsOf<{ id: string }>(
    handle,
    sql`select distinct r.id
      from ${resultRows} r
      join ${resultLists} l on l.id = r.list_id
      join ${humansOfList(listId)} same on same.asked = r.person_id
      join ${invalidRows} i on i.person_id = same.id
      join ${resultLists} m on m.id = i.list_id
      where r.list_id = ${listId} and (i.row_id = r.id or m.cycle_id = l.cycle_id)`,
  )
  return new Set([
    ...objected.filter(({ state, is_late: isLate }) => holds(state, isLate)).map(({ id }) => id),
    ...(await heldByInquiry(handle, listId)),
    ...declaredInvalid.map(({ id }) => id),
  ])
}
