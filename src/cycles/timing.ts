import { CALENDARS } from '../calendar/calendars.ts'
import type { Calendar } from '../calendar/calendar.ts'
import type { Day } from '../calendar/day.ts'
import { addMonths } from '../calendar/months.ts'
import { addWorkingDays } from '../calendar/working-days.ts'
import { latestDay } from '../policy/latest-day.ts'
import { placePolicy } from '../policy/places.ts'
import type { Answer } from '../policy/policy-of.ts'
import { unknownPlace } from '../policy/refusals.ts'
import type { Step, Timing } from '../policy/rule.ts'
import { sourceOf } from './source.ts'
import type { Bound } from './station.ts'

/** Steps whose rule says how long before the meeting they are done, and what was recorded counts from which day. */
export const AHEAD_OF_MEETING = {
  notice: 'noticeAhead',
  'expert-pool': 'expertPool',
  'pre-meeting-filing': 'preMeetingFiling',
  'expert-draw': 'expertDraw',
} as const satisfies Partial<Record<Step, string>>

export type AheadStep = keyof typeof AHEAD_OF_MEETING

export const isAhead = (step: string): step is AheadStep => Object.hasOwn(AHEAD_OF_MEETING, step)

/** Whose holidays count at a place; refuses `policy/unknown-place`. */
export function calendarOfPlace(place: string): Calendar {
  const policy = placePolicy(place)
  if (!policy) throw unknownPlace(place)
  return CALENDARS[policy.calendar]
}

/**
 * A rule's last day, and what says so. A date the notice names outright binds its own year only; `event` null leaves
 * only such a date. Null where nothing says, or says no number (及时).
 */
export function latestBound(
  calendar: Calendar,
  answer: Answer<Timing>,
  year: number,
  event: Day | null,
  side: 'before' | 'after',
): Bound | null {
  const source = sourceOf(answer)
  if (answer.kind === 'unspecified' || source === null) return null
  const { by, ...relative } = answer.value
  const binding = by !== undefined && answer.policy.year === year ? { by } : {}
  // Any day will do for a rule that only names a date.
  const found =
    event === null
      ? latestDay(calendar, binding, '2000-01-01', side)
      : latestDay(calendar, { ...relative, ...binding }, event, side)
  return (
    found && { day: found.day, provisional: found.provisional, source: quoted(answer, source, found.boundBy) }
  )
}

/** So long before the event, whatever date is named beside it: what can still be mended by moving the event. */
export function latestBefore(calendar: Calendar, answer: Answer<Timing>, event: Day): Bound | null {
  const source = sourceOf(answer)
  if (answer.kind === 'unspecified' || source === null) return null
  const { by: _, ...relative } = answer.value
  const found = latestDay(calendar, relative, event, 'before')
  return found && { day: found.day, provisional: found.provisional, source }
}

/** The first day of an event so that this was done long enough before it; the reverse of `latestBefore`. */
export function earliestEvent(calendar: Calendar, answer: Answer<Timing>, doneOn: Day): Bound | null {
  const source = sourceOf(answer)
  if (answer.kind === 'unspecified' || source === null) return null
  const { workingDays, months } = answer.value
  if (workingDays === undefined && months === undefined) return null
  let { day, provisional } = addWorkingDays(calendar, doneOn, workingDays ?? 1)
  if (months !== undefined && addMonths(doneOn, months) > day) day = addMonths(doneOn, months)
  // Counting forwards from a day of rest, or from the 31st, may end a little early.
  for (let latest = latestBefore(calendar, answer, day); latest !== null && latest.day < doneOn;) {
    const next = addWorkingDays(calendar, day, 1)
    ;({ day, provisional } = { day: next.day, provisional: provisional || next.provisional })
    latest = latestBefore(calendar, answer, day)
  }
  return { day, provisional, source }
}

// Where the passage has more than one sentence, the date is not in the first.
function quoted(answer: Answer<Timing>, source: NonNullable<ReturnType<typeof sourceOf>>, boundBy: string) {
  if (answer.kind !== 'stated' || boundBy !== 'date') return source
  const dated = answer.quotes.findLast(({ text }) => /[0-9]+月/.test(text))
  return dated ? { ...source, clause: dated.clause, quote: dated.text } : source
}
