import { isKnown, isWorkingDay, type Calendar } from './calendar.ts'
import { dayFromNumber, dayNumber, type Day } from './day.ts'

/** The last day of a period. Provisional: some day on the way is not announced yet, so the day may still move. */
export interface Deadline {
  readonly day: Day
  readonly provisional: boolean
}

/**
 * The `count`th working day after `from`, or before it when negative; `from` itself is not counted (民法典 201).
 * Throws RangeError unless `count` is a whole number other than zero.
 */
export function addWorkingDays(calendar: Calendar, from: Day, count: number): Deadline {
  if (!Number.isInteger(count) || count === 0) throw new RangeError(`not a count of working days: ${count}`)
  const step = Math.sign(count)
  let number = dayNumber(from)
  let provisional = false
  for (let left = Math.abs(count); left > 0;) {
    number += step
    const day = dayFromNumber(number)
    if (!isKnown(calendar, day)) provisional = true
    if (isWorkingDay(calendar, day)) left--
  }
  return { day: dayFromNumber(number), provisional }
}

/**
 * The day itself when it is worked, else the first working day after it: the end of a statutory period that falls on
 * a holiday (民法典 203). Not for a date a notice names outright, nor for counting backwards: no clause moves those.
 */
export function onOrAfter(calendar: Calendar, day: Day): Deadline {
  if (isWorkingDay(calendar, day)) return { day, provisional: !isKnown(calendar, day) }
  const next = addWorkingDays(calendar, day, 1)
  return { day: next.day, provisional: next.provisional || !isKnown(calendar, day) }
}
