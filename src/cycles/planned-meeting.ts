import type { Day } from '../calendar/day.ts'
import type { CycleEvent } from './event.ts'

/** The day the meeting was held, or else is planned for; null when neither is known. */
export function plannedMeeting(events: readonly CycleEvent[]): Day | null {
  const held = events.find(({ step }) => step === 'meeting')
  if (held) return held.day
  const planned = events.find(({ step }) => step === 'plan')?.facts.meetingOn
  return typeof planned === 'string' ? planned : null
}
