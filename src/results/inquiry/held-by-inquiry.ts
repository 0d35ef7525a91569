import { sql } from 'drizzle-orm'
import { ledgerEntries } from '../../ledger/schema.ts'
import { rowsOf, type Handle } from '../../platform/database.ts'
import { humansOfList } from '../lists/humans-of-list.ts'
import { resultLists, resultRows } from '../lists/schema.ts'
import { rowHolds } from './schema.ts'

/**
 * The rows of a list that somebody stopped while they inquire, by their ids. Of all that was decided about the same human
 * in the same cycle, under whichever number and on whichever list of it, the newest holds.
 */
export async function heldByInquiry(handle: Handle, listId: string): Promise<ReadonlySet<string>> {
  const rows = await rowsOf<{ id: string; act: 'hold' | 'release' }>(
    handle,
    sql`select distinct on (r.id) r.id, h.act
      from ${resultRows} r
      join ${resultLists} l on l.id = r.list_id
      join ${humansOfList(listId)} same on same.asked = r.person_id
      join ${rowHolds} h on h.person_id = same.id
      join ${resultLists} m on m.id = h.list_id
      join ${ledgerEntries} e on e.record = h.sealed_by
      where r.list_id = ${listId} and (h.row_id = r.id or m.cycle_id = l.cycle_id)
      order by r.id, e.index desc`,
  )
  return new Set(rows.filter(({ act }) => act === 'hold').map(({ id }) => id))
}
