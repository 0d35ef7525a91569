import type { Day } from '../calendar/day.ts'
import type { Handle } from '../platform/database.ts'
import { cycleById } from './find-cycle.ts'
import { eventsOf } from './find-events.ts'
import { policyOfCycle } from './policy-of-cycle.ts'
import type { Station } from './station.ts'
import { stationsFor } from './stations.ts'
import { calendarOfPlace } from './timing.ts'

/** Each step of a cycle as it stands today. Refuses `cycles/cycle-not-found`; who may see it, the caller has asked. */
export async function stationsOf(handle: Handle, cycleId: string, today: Day): Promise<readonly Station[]> {
  const cycle = await cycleById(handle, cycleId)
  const policy = await policyOfCycle(handle, cycle)
  const events = await eventsOf(handle, cycleId)
  return stationsFor({ cycle, policy, calendar: calendarOfPlace(cycle.place), events, today })
}
