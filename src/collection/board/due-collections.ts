import { sql } from 'drizzle-orm'
import type { DueLine } from '../../approvals/due-line.ts'
import { chineseDay, dayNumber, type Day } from '../../calendar/day.ts'
import { inScope, officesFor } from '../../identity/authorise.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf } from '../../platform/database.ts'
import { collectionCells, collectionProgrammes } from '../programme/schema.ts'

const DAYS_AHEAD = 14
const MOST_LINES = 10

/** Cells the actor's offices still have to report within two weeks, or should have: a line an office and day, at most 10. */
export async function dueCollections(ctx: Context): Promise<readonly DueLine[]> {
  const { read } = ctx.database
  const offices = await officesFor(ctx, read, 'collection.enter')
  if (offices !== 'all' && offices.length === 0) return []
  const rows = await rowsOf<{
    programmeId: string
    officeId: string
    office: string
    programme: string
    dueOn: Day
    cells: number
  }>(
    read,
    sql`select c.programme_id as "programmeId", c.office_id as "officeId", a.name as office, p.name as programme,
        to_char(c.due_on, 'YYYY-MM-DD') as "dueOn", c.cells from (
          select programme_id, office_id, due_on, count(*)::int as cells from ${collectionCells}
          where state = 'open' and due_on <= ${ctx.today()}::date + ${DAYS_AHEAD}::int
            and ${inScope(offices, sql`office_id`)}
          group by programme_id, office_id, due_on
        ) c
      join ${collectionProgrammes} p on p.id = c.programme_id
      join ${currentAuthorities} a on a.id = c.office_id
      order by c.due_on, a.place, a.credit_code limit ${MOST_LINES}`,
  )
  return rows.map(({ programmeId, officeId, office, programme, dueOn, cells }) => {
    const left = dayNumber(dueOn) - dayNumber(ctx.today())
    return {
      href: `/desk/collection/${programmeId}/offices/${officeId}`,
      name: programme,
      what: `${office}：${cells} 格未报`,
      by: chineseDay(dueOn),
      left: left < 0 ? `已逾期 ${-left} 天` : left === 0 ? '今天' : `还有 ${left} 天`,
      isLate: left < 0,
    }
  })
}
