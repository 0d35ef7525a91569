import { sql, type SQL } from 'drizzle-orm'
import type { Day } from '../calendar/day.ts'
import type { Context } from '../platform/context.ts'
import { sameHumans } from '../people/same-persons.ts'
import type { Handle } from '../platform/database.ts'
import { misconductTerms } from './schema.ts'

type Column = 'personId' | 'officeId'

interface Window {
  readonly from: Day
  readonly through: Day
}

/**
 * Step: those of these persons who were barred on any day from `from` to `through`, both inclusive: 记录期内不得参加职称
 * 申报评审; by a record under any number of theirs. Says nothing of why or for how long. Call it in the transaction that lets them in or keeps them out.
 */
export const barredPersons = (
  _ctx: Context,
  handle: Handle,
  personIds: readonly string[],
  window: Window,
): Promise<ReadonlySet<string>> => within(handle, 'personId', personIds, window)

/** Step: the same of offices: employers that may not recommend, bodies that may not review. */
export const suspendedOffices = (
  handle: Handle,
  officeIds: readonly string[],
  window: Window,
): Promise<ReadonlySet<string>> => within(handle, 'officeId', officeIds, window)

/** Those of these persons with a record in its term on that day. Who asks must be allowed to. */
export const isListed = (
  handle: Handle,
  personIds: readonly string[],
  day: Day,
): Promise<ReadonlySet<string>> => within(handle, 'personId', personIds, { from: day, through: day })

// Every row of theirs, one look into one index: which of a record holds is decided here, so that the same question is
// asked of who has a record and of who has none.
async function within(
  handle: Handle,
  column: Column,
  ids: readonly string[],
  { from, through }: Window,
): Promise<ReadonlySet<string>> {
  if (ids.length === 0) return new Set()
  const newest = new Map<string, Term>()
  for (const row of await termsOf(handle, column, ids.join(','))) {
    // One human asked for under two numbers is answered under both.
    const key = `${row.id} ${row.recordId}`
    if ((newest.get(key)?.position ?? 0) < row.position) newest.set(key, row)
  }
  const found = new Set<string>()
  for (const { id, startsOn, endsOn } of newest.values())
    if (startsOn !== null && endsOn !== null && startsOn <= through && endsOn >= from) found.add(id)
  return found
}

interface Term {
  /** Of the person or office asked for. */
  readonly id: string
  readonly recordId: string
  readonly position: number
  readonly startsOn: Day | null
  readonly endsOn: Day | null
}

/** Says of itself, by a last row without an id, whether anybody was ever joined: then all numbers of each are asked for. */
async function termsOf(handle: Handle, column: Column, ids: string): Promise<readonly Term[]> {
  const rows = await statement(handle, column).execute({ ids })
  if (!rows.some(({ id }) => id === null)) return rows as readonly Term[]
  return statement(handle, 'joined').execute({ ids }) as Promise<readonly Term[]>
}

// Planned once a connection: asked of one person at a time, planning costs more than answering.
function statement(handle: Handle, name: keyof typeof STATEMENTS) {
  const made = prepared[name].get(handle) ?? prepare(handle, name)
  prepared[name].set(handle, made)
  return made
}

const prepare = (handle: Handle, name: keyof typeof STATEMENTS) =>
  handle
    .select({
      id: sql<string | null>`term.id`,
      recordId: sql<string>`term.record_id`,
      position: sql<number>`term.position`,
      startsOn: sql<Day | null>`term.starts_on`,
      endsOn: sql<Day | null>`term.ends_on`,
    })
    .from(sql`(${STATEMENTS[name](sql`${sql.placeholder('ids')}::text`)}) term`)
    .prepare(`misconduct_terms_by_${name}`)

const COLUMNS = sql`record_id, position, starts_on::text, ends_on::text`

const STATEMENTS = {
  personId: (ids: SQL) => sql`select person_id as id, ${COLUMNS} from ${misconductTerms}
    where person_id = any(string_to_array(${ids}, ','))
    union all select null, '', 0, null, null where exists (select 1 from person_joins)`,
  officeId: (ids: SQL) => sql`select office_id as id, ${COLUMNS} from ${misconductTerms}
    where office_id = any(string_to_array(${ids}, ','))`,
  // OFFSET 0: one look into the index each; left to itself the planner reads all the terms there are.
  joined: (ids: SQL) => sql`select asked.asked as id, own.* from ${sameHumans(ids)} asked
    join lateral (select ${COLUMNS} from ${misconductTerms} where person_id = asked.id offset 0) own on true`,
}

const prepared: Readonly<Record<keyof typeof STATEMENTS, WeakMap<Handle, ReturnType<typeof prepare>>>> = {
  personId: new WeakMap(),
  officeId: new WeakMap(),
  joined: new WeakMap(),
}
