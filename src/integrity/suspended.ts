import { inArray } from 'drizzle-orm'
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
