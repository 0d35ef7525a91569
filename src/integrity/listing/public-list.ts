import { sql } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf } from '../../platform/database.ts'
import { conductName } from '../records/conduct.ts'
import { openContent } from '../records/content.ts'
import { everInForce, recordVersion, versionsOf } from '../records/find-record.ts'
import { misconductVersions } from '../records/schema.ts'
import { misconductTerms } from '../schema.ts'
import { publicListRules } from './schema.ts'

/** An office whose list is open, and why. */
export interface OpenList {
  readonly officeId: string
  readonly office: string
  readonly basis: string
  readonly clause: string
}

/** What the public reads of a record: the least that tells namesakes apart. No number, not a digit of one. */
export interface ListedPublicly {
  readonly name: string
  readonly conduct: string
  readonly decision: string
  readonly startsOn: Day
  readonly endsOn: Day
}

/** The lists that are open. */
export const openLists = (ctx: Context): Promise<readonly OpenList[]> =>
  rowsOf<{ officeId: string; office: string; basis: string; clause: string }>(
    ctx.database.read,
    sql`select r.office_id as "officeId", a.name as office, r.basis, r.clause
      from (select distinct on (office_id) * from ${publicListRules} order by office_id, position desc) r
      join ${currentAuthorities} a on a.id = r.office_id
      where r.is_open order by a.name`,
  )

export const LISTED_A_PAGE = 200

/**
 * A page of those in their term at this moment: whoever's last day is over, whoever was cleared or forgotten, is gone with
 * it, for nothing is kept between two questions.
 */
export async function publicList(
  ctx: Context,
  officeId: string,
  page: number,
): Promise<{ readonly rows: readonly ListedPublicly[]; readonly hasMore: boolean }> {
  const { read } = ctx.database
  const today = ctx.today()
  const found = await rowsOf<{ recordId: string; startsOn: Day; endsOn: Day }>(
    read,
    sql`select t.record_id as "recordId",
        to_char(t.starts_on, 'YYYY-MM-DD') as "startsOn", to_char(t.ends_on, 'YYYY-MM-DD') as "endsOn"
      from (select distinct on (record_id) * from ${misconductTerms} order by record_id, position desc) t
      join ${misconductVersions} v on v.id = t.version_id
      where v.office_id = ${officeId} and t.starts_on <= ${today} and t.ends_on >= ${today}
      order by t.starts_on desc, t.record_id limit ${LISTED_A_PAGE + 1} offset ${(page - 1) * LISTED_A_PAGE}`,
  )
  const rows: ListedPublicly[] = []
  for (const { recordId, startsOn, endsOn } of found.slice(0, LISTED_A_PAGE)) {
    const record = recordVersion(await everInForce(read, await versionsOf(read, recordId)))
    const { personId, decidedBy, decisionNumber, conduct } = record
    if (personId !== null && !(await remainingKeys(ctx, read, [personId])).has(personId)) continue
    const { name } = await openContent(ctx, read, record)
    const decision = `${decidedBy}，${decisionNumber}`
    rows.push({ name, conduct: conductName(conduct), decision, startsOn, endsOn })
  }
  return { rows, hasMore: found.length > LISTED_A_PAGE }
}
