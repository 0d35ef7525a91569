import type { Day } from '../calendar/day.ts'
import type { Step } from '../policy/rule.ts'

/** The steps of a review, and before all of them the plan: the day the meeting is meant for. */
export type EventStep = Step | 'plan'

/** What was counted at a step: numbers, days, words; never a person's name. */
export type EventFacts = Readonly<Record<string, string | number | boolean>>

/** A paper a step rests on: 会议记录, 抽取结果签字表; kept elsewhere, bound here. */
export interface Evidence {
  readonly kind: string
  /** SHA-256, 64 lower-case hex digits. */
  readonly digest: string
}

/** Something that happened in a cycle and was not corrected since. */
export interface CycleEvent {
  readonly id: string
  readonly step: EventStep
  readonly day: Day
  readonly facts: EventFacts
  readonly evidence: readonly Evidence[]
  /** The list, publication, filing or document it is about. */
  readonly about: string | null
  readonly recordedOn: Day
  readonly recordedBy: string
}
