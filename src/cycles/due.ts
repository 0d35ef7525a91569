import type { Day } from '../calendar/day.ts'
import { dayNumber } from '../calendar/day.ts'
import type { Cycle } from './cycle.ts'
import type { EventStep } from './event.ts'
import type { Bound, Station } from './station.ts'

/** A step that must be done by a day that is near, or past. */
export interface Due {
  readonly cycle: Cycle
  readonly step: EventStep
  readonly name: string
  readonly latest: Bound
  /** Days left; negative when it is late. */
  readonly daysLeft: number
}

/** What must still be done by a known day, the nearest first. */
export function duesOf(cycle: Cycle, stations: readonly Station[], today: Day): readonly Due[] {
  if (cycle.withdrawnOn !== null) return []
  return stations
    .flatMap(({ step, name, state, latest }) =>
      state === 'done' || latest === null
        ? []
        : [{ cycle, step, name, latest, daysLeft: dayNumber(latest.day) - dayNumber(today) }],
    )
    .toSorted((a, b) => a.daysLeft - b.daysLeft)
}
