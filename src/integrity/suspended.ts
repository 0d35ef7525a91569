import { inArray, or } from 'drizzle-orm'
import type { Day } from '../calendar/day.ts'
import { currentAuthorities } from '../identity/schema.ts'
import type { Handle } from '../platform/database.ts'
import { suspendedOffices } from './barred.ts'
import { officeSuspended } from './records/refusals.ts'

/**
 * Step: refuses `integrity/office-suspended` when a record in its term suspends the office on any of these days, both
 * inclusive: an employer recommends nobody, a body reviews nobody. By id, or by its registered name as a paper writes it.
 */
export async function refuseIfSuspended(
  handle: Handle,
  office: { readonly id: string } | { readonly name: string },
  window: { readonly from: Day; readonly through: Day },
): Promise<void> {
  const named = await handle
    .select({ id: currentAuthorities.id, name: currentAuthorities.name })
    .from(currentAuthorities)
    .where(
      'id' in office
        ? inArray(currentAuthorities.id, [office.id])
        : inArray(currentAuthorities.name, [office.name]),
    )
  const ids = named.map(({ id }) => id)
  const suspended = await suspendedOffices(handle, ids, window)
  const first = named.find(({ id }) => suspended.has(id))
  if (first) throw officeSuspended(first.name)
}

/**
 * Step: which of these applications, by index, came from an employer that was suspended on the day they were made: what it
 * recommends then is not taken in. An employer is found by its credit code or its registered name, as a list has it.
 */
export async function suspendedEmployers(
  handle: Handle,
  applications: readonly { readonly employer: string; readonly employerCode: string; readonly day: Day }[],
): Promise<ReadonlySet<number>> {
  const found = new Set<number>()
  const offices = await registered(handle, applications)
  const days = applications.map(({ day }) => day).toSorted()
  const [from, through] = [days[0], days.at(-1)]
  if (offices.length === 0 || from === undefined || through === undefined) return found
  const ids = offices.map(({ id }) => id)
  const ever = await suspendedOffices(handle, ids, { from, through })
  for (const office of offices.filter(({ id }) => ever.has(id)))
    for (const [i, { employer, employerCode, day }] of applications.entries())
      if (employer === office.name || employerCode === office.creditCode)
        if ((await suspendedOffices(handle, [office.id], { from: day, through: day })).size > 0) found.add(i)
  return found
}

async function registered(
  handle: Handle,
  applications: readonly { readonly employer: string; readonly employerCode: string }[],
) {
  const names = [...new Set(applications.map(({ employer }) => employer))]
  const codes = [...new Set(applications.map(({ employerCode }) => employerCode))]
  const { id, name, creditCode } = currentAuthorities
  const offices: { readonly id: string; readonly name: string; readonly creditCode: string }[] = []
  for (let at = 0; at < Math.max(names.length, codes.length); at += 1000)
    offices.push(
      ...(await handle
        .select({ id, name, creditCode })
        .from(currentAuthorities)
        .where(
          or(inArray(name, names.slice(at, at + 1000)), inArray(creditCode, codes.slice(at, at + 1000))),
        )),
    )
  return offices
}
