import { sql, type SQL } from 'drizzle-orm'
import { currentAuthorities, currentRoleGrants } from '../identity/schema.ts'
import { sameHumans } from '../people/same-persons.ts'
import type { Actor, Context } from '../platform/context.ts'
import { rowsOf } from '../platform/database.ts'
import { isHeldNow } from './find-request.ts'
import { approvalDecisions, approvalQueue, approvalRequests, approvalSnapshots } from './schema.ts'

/** A request whose turn has come to the one who asks. */
export interface WaitingRequest {
  readonly id: string
  readonly kind: string
  readonly title: string | null
  readonly subjectId: string
  readonly version: number
  readonly officeId: string
  readonly officeName: string
  /** Beginning with 0; `steps` in all. */
  readonly step: number
  readonly steps: number
  /** ISO instant. */
  readonly preparedAt: string
}

export interface WaitingPage {
  /** Oldest first. */
  readonly items: readonly WaitingRequest[]
  /** Id to go on after; null at the end. */
  readonly next: string | null
}

/**
 * What waits for this actor now: newest versions whose open step asks for a role they hold for that very office, not
 * their own (distinct-people.ts), not decided by them under any account. Nothing ever waits for a machine.
 */
export async function waiting(
  { actor, database }: Context,
  { after, limit = 50 }: { readonly after?: string | undefined; readonly limit?: number } = {},
): Promise<WaitingPage> {
  if (actor.personId === null || actor.accountId === null) return { items: [], next: null }
  const beyond =
    after === undefined
      ? sql`true`
      : sql`(r.prepared_at, r.id) > (select prepared_at, id from ${approvalRequests} where id = ${after})`
  const rows = await rowsOf<
    Record<keyof WaitingRequest, string> & { version: number; step: number; steps: number }
  >(
    database.read,
    sql`select r.id, r.kind, r.title, r.subject_id as "subjectId", r.version, r.office_id as "officeId",
        a.name as "officeName", q.step,
        (select count(*)::int from ${approvalQueue} s where s.request_id = r.id) as steps,
        to_char(r.prepared_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "preparedAt"
      ${waitingFor(actor)} and ${beyond}
      order by r.prepared_at, r.id limit ${limit + 1}`,
  )
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** How many there are, for a menu. */
export async function countWaiting({ actor, database }: Context): Promise<number> {
  if (actor.personId === null || actor.accountId === null) return 0
  const [row] = await rowsOf<{ n: number }>(
    database.read,
    sql`select count(*)::int as n ${waitingFor(actor)}`,
  )
  return row?.n ?? 0
}

const waitingFor = ({ name, personId, accountId }: Actor): SQL => sql`
  from ${approvalQueue} q
  join ${currentRoleGrants} g
    on g.grantee = ${accountId} and g.role = q.role and g.authority_id = q.office_id
  join ${approvalRequests} r on r.id = q.request_id
  join ${currentAuthorities} a on a.id = r.office_id
  where r.prepared_by <> ${name} and r.prepared_person_id is distinct from ${personId}
    and not exists (
      select 1 from ${approvalSnapshots} s join ${sameHumans(sql`${personId}::text`)} own
        on own.id = any(string_to_array(s.excluded, ','))
      where s.request_id = r.id
    )
    and not exists (select 1 from ${approvalDecisions} d where d.request_id = r.id and d.person_id = ${personId})
    and ${approvedAt(sql`q.request_id`, sql`q.step`)} < q.people
    and not exists (
      select 1 from ${approvalQueue} e where e.request_id = q.request_id and e.step < q.step
        and ${approvedAt(sql`e.request_id`, sql`e.step`)} < e.people
    )`

/** People who agreed at a step and hold their role still. */
const approvedAt = (requestId: SQL, step: SQL): SQL => sql`(
  select count(distinct ${approvalDecisions.personId}) from ${approvalDecisions}
  where ${approvalDecisions.requestId} = ${requestId} and ${approvalDecisions.step} = ${step}
    and ${approvalDecisions.decision} = 'approved' and ${isHeldNow})`
