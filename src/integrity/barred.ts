import { sql } from 'drizzle-orm'
import type { Day } from '../calendar/day.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { misconductTerms } from './schema.ts'

type Column = 'personId' | 'officeId'

interface Window {
  readonly from: Day
  readonly through: Day
}

/**
 * Step: those of these persons who were barred on any day from `from` to `through`, both inclusive: 记录期内不得参加职称
 * 申报评审. Says nothing of why or for how long. Call it in the transaction that lets them in or keeps them out.
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
  const rows = await termsOf(handle, column).execute({ ids: ids.join(',') })
  const newest = new Map<string, (typeof rows)[number]>()
  for (const row of rows)
    if ((newest.get(row.recordId)?.position ?? 0) < row.position) newest.set(row.recordId, row)
  const found = new Set<string>()
  for (const { id, startsOn, endsOn } of newest.values())
    if (id !== null && startsOn !== null && endsOn !== null && startsOn <= through && endsOn >= from)
      found.add(id)
  return found
}

// Planned once a connection: asked of one person at a time, planning costs more than answering.
function termsOf(handle: Handle, column: Column) {
  const made = prepared[column].get(handle) ?? prepareTerms(handle, column)
  prepared[column].set(handle, made)
  return made
}

const prepareTerms = (handle: Handle, column: Column) =>
  handle
    .select({
      id: misconductTerms[column],
      recordId: misconductTerms.recordId,
      position: misconductTerms.position,
      startsOn: misconductTerms.startsOn,
      endsOn: misconductTerms.endsOn,
    })
    .from(misconductTerms)
    // One value however many persons.
    .where(sql`${misconductTerms[column]} = any(string_to_array(${sql.placeholder('ids')}, ','))`)
    .prepare(`misconduct_terms_by_${column}`)

const prepared: Readonly<Record<Column, WeakMap<Handle, ReturnType<typeof prepareTerms>>>> = {
  personId: new WeakMap(),
  officeId: new WeakMap(),
}
