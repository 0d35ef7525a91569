import { sql, type SQL } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf } from '../../platform/database.ts'
import { misconductTerms } from '../schema.ts'
import { isConduct, type Conduct } from './conduct.ts'
import { misconductVersions } from './schema.ts'
import { recordState, type RecordAct, type RecordState } from './state.ts'
import type { SubjectKind } from './subject.ts'

/** A record in a list: never whose it is. */
export interface ListedRecord {
  readonly recordId: string
  readonly subjectKind: SubjectKind
  readonly conduct: Conduct
  readonly decisionNumber: string
  readonly decidedOn: Day
  readonly endsOn: Day | null
  readonly state: RecordState
  /** Its newest version waits. */
  readonly isPending: boolean
}

const MOST = 200

// The one put into force last; a correction that was passed over never was.
const recordPutInForce = (columns: SQL, recordId: SQL) =>
  sql`select ${columns} from ${misconductVersions}
    where record_id = ${recordId} and act = 'record' and id in (
      select version_id from ${misconductTerms} where record_id = ${recordId}
    ) order by version desc limit 1`

/** The records within reach, the newest decisions first, at most 200. Refuses `identity/not-allowed`. */
export async function listRecords(ctx: Context): Promise<readonly ListedRecord[]> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'integrity.see')
  const offices = await officesFor(ctx, read, 'integrity.see')
  const rows = await rowsOf<{
    recordId: string
    subjectKind: SubjectKind
    conduct: Conduct
    decisionNumber: string
    decidedOn: Day
    newestId: string
    versionId: string | null
    act: RecordAct | null
    startsOn: Day | null
    endsOn: Day | null
  }>(
    read,
    sql`select v.record_id as "recordId", v.subject_kind as "subjectKind", v.conduct,
        v.decision_number as "decisionNumber", to_char(v.decided_on, 'YYYY-MM-DD') as "decidedOn",
        n.id as "newestId", t.version_id as "versionId", a.act,
        to_char(t.starts_on, 'YYYY-MM-DD') as "startsOn", to_char(t.ends_on, 'YYYY-MM-DD') as "endsOn"
      from ${misconductVersions} v
      join lateral (
        select id, act from ${misconductVersions} where record_id = v.record_id order by version desc limit 1
      ) n on true
      left join lateral (
        select * from ${misconductTerms} where record_id = v.record_id order by position desc limit 1
      ) t on true
      left join ${misconductVersions} a on a.id = t.version_id
      where ${inScope(offices, sql`v.office_id`)} and v.id = case when n.act = 'record' then n.id else (
        ${recordPutInForce(sql`id`, sql`v.record_id`)}
      ) end
      order by v.decided_on desc, v.record_id limit ${MOST}`,
  )
  return rows.map(({ newestId, versionId, act, startsOn, endsOn, ...row }) => {
    const term = act === null ? null : { act, startsOn, endsOn }
    return { ...row, endsOn, state: recordState({ term }, ctx.today()), isPending: newestId !== versionId }
  })
}

/** How many records in force a conduct had in a year of decision; what was cleared is not counted. */
export interface RecordFigure {
  readonly conduct: Conduct
  readonly year: number
  readonly records: number
}

/** Counts without persons, within reach. Refuses `identity/not-allowed`. */
export async function recordFigures(ctx: Context): Promise<readonly RecordFigure[]> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'integrity.see')
  const offices = await officesFor(ctx, read, 'integrity.see')
  const rows = await rowsOf<{ conduct: string; year: number; records: number }>(
    read,
    sql`select r.conduct, extract(year from r.decided_on)::int as year, count(*)::int as records
      from (select distinct on (record_id) record_id, starts_on from ${misconductTerms}
        order by record_id, position desc) t
      join lateral (
        ${recordPutInForce(sql`conduct, decided_on, office_id`, sql`t.record_id`)}
      ) r on true
      where t.starts_on is not null and ${inScope(offices, sql`r.office_id`)}
      group by 1, 2 order by 2 desc, 3 desc, 1`,
  )
  return rows.flatMap(({ conduct, ...row }) => (isConduct(conduct) ? [{ conduct, ...row }] : []))
}
