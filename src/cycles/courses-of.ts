import type { Day } from '../calendar/day.ts'
import type { Handle } from '../platform/database.ts'
import type { Policy } from '../policy/policy-of.ts'
import type { Cycle } from './cycle.ts'
import { eventsOfCycles } from './find-events.ts'
import { policyOfCycle } from './policy-of-cycle.ts'
import type { Station } from './station.ts'
import { stationsFor } from './stations.ts'
import { calendarOfPlace } from './timing.ts'

/** The stations of many cycles: their events in one query, each policy read once. */
export async function coursesOf(
  handle: Handle,
  cycles: readonly Cycle[],
  today: Day,
): Promise<readonly { readonly cycle: Cycle; readonly stations: readonly Station[] }[]> {
  const events = await eventsOfCycles(
    handle,
    cycles.map(({ id }) => id),
  )
  const policies = new Map<string, Policy>()
  const courses = []
  for (const cycle of cycles) {
    const key = `${cycle.place}|${cycle.levels.join()}`
    const policy = policies.get(key) ?? (await policyOfCycle(handle, cycle))
    policies.set(key, policy)
    const of = {
      cycle,
      policy,
      calendar: calendarOfPlace(cycle.place),
      events: events.get(cycle.id) ?? [],
      today,
    }
    courses.push({ cycle, stations: stationsFor(of) })
  }
  return courses
}
