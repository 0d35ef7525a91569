import type { Calendar } from '../calendar/calendar.ts'
import type { Day } from '../calendar/day.ts'
import { addMonths, monthsAfter } from '../calendar/months.ts'
import { addWorkingDays, type Deadline } from '../calendar/working-days.ts'
import type { Timing } from './rule.ts'

export interface BoundDeadline extends Deadline {
  /** Which part of the rule sets the day. */
  readonly boundBy: 'working-days' | 'months' | 'date'
}

/**
 * The last day on which something may still be done: so long before an event, or within so long after it, and never
 * later than the date the notice names. The event's own day is not counted. Null when the rule gives no number (及时).
 */
export function latestDay(
  calendar: Calendar,
  timing: Timing,
  event: Day,
  side: 'before' | 'after',
): BoundDeadline | null {
  const bounds: BoundDeadline[] = []
  if (timing.workingDays !== undefined) {
    const count = side === 'before' ? -timing.workingDays : timing.workingDays
    bounds.push({ ...addWorkingDays(calendar, event, count), boundBy: 'working-days' })
  }
  if (timing.months !== undefined)
    bounds.push({ ...monthsOf(calendar, timing.months, event, side), boundBy: 'months' })
  // A date named outright does not move, whatever day it falls on.
  if (timing.by !== undefined) bounds.push({ day: timing.by, provisional: false, boundBy: 'date' })
  return bounds.sort((a, b) => (a.day < b.day ? -1 : 1))[0] ?? null
}

// 民法典 203 moves the end of a period forwards only: counting back, a holiday stays.
const monthsOf = (calendar: Calendar, months: number, event: Day, side: 'before' | 'after'): Deadline =>
  side === 'before'
    ? { day: addMonths(event, -months), provisional: false }
    : monthsAfter(calendar, event, months)
