import { and, asc, inArray, sql } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import type { CycleEvent } from './event.ts'
import { cycleEvents } from './schema.ts'

/** What happened in a cycle, corrected ones left out, in the order of the days; of several cycles, by their ids. */
export async function eventsOf(handle: Handle, cycleId: string): Promise<readonly CycleEvent[]> {
  return (await eventsOfCycles(handle, [cycleId])).get(cycleId) ?? []
}

export async function eventsOfCycles(
  handle: Handle,
  cycleIds: readonly string[],
): Promise<ReadonlyMap<string, readonly CycleEvent[]>> {
  const byCycle = new Map<string, CycleEvent[]>()
  if (cycleIds.length === 0) return byCycle
  const rows = await handle
    .select({
      cycleId: cycleEvents.cycleId,
      id: cycleEvents.id,
      step: cycleEvents.step,
      day: cycleEvents.day,
      facts: cycleEvents.facts,
      evidence: cycleEvents.evidence,
      about: cycleEvents.about,
      recordedOn: cycleEvents.recordedOn,
      recordedBy: cycleEvents.recordedBy,
    })
    .from(cycleEvents)
    .where(
      and(
        inArray(cycleEvents.cycleId, [...cycleIds]),
        sql`not exists (select 1 from cycle_events later where later.replaces_id = ${cycleEvents.id})`,
      ),
    )
    .orderBy(asc(cycleEvents.day), asc(cycleEvents.id))
  for (const { cycleId, ...event } of rows) byCycle.set(cycleId, [...(byCycle.get(cycleId) ?? []), event])
  return byCycle
}
