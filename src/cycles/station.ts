import type { Day } from '../calendar/day.ts'
import type { EventStep } from './event.ts'
import type { Source } from './source.ts'

/** A day something must not be before, or after, and what says so. */
export interface Bound {
  readonly day: Day
  /** Some holiday on the way is not announced yet. */
  readonly provisional: boolean
  readonly source: Source
}

/**
 * unspecified: no source says where this stands; late: its last day has passed; waiting: a step before it is not done.
 */
export type StationState = 'done' | 'open' | 'late' | 'waiting' | 'unspecified'

/** One step on the way, as a page shows it. */
export interface Station {
  readonly step: EventStep
  readonly name: string
  readonly state: StationState
  readonly doneOn: Day | null
  readonly earliest: Bound | null
  readonly latest: Bound | null
  /** In Chinese: what was late, what the notice does not say, what it means. */
  readonly notes: readonly string[]
}
