import type { Calendar } from './calendar.ts'
import { dayFromNumber, type Day } from './day.ts'
import { onOrAfter, type Deadline } from './working-days.ts'

/**
 * The same day `months` later, or earlier when negative; the last of the month where there is no such day
 * (民法典 202: 31 January and one month end on 28 or 29 February). Counted from `from`, which is day 0 (民法典 201).
 */
export function addMonths(from: Day, months: number): Day {
  const [year, month, date] = from.split('-').map(Number) as [number, number, number]
  const first = firstOfMonth(year, month + months)
  const last = firstOfMonth(year, month + months + 1) - 1
  return dayFromNumber(Math.min(first + date - 1, last))
}

/** Years by the same rule: 29 February ends on the 28th where there is no 29th. */
export const addYears = (from: Day, years: number): Day => addMonths(from, 12 * years)

/** The last day of a statutory period of months: the next working day if it falls on a holiday (民法典 202, 203). */
export const monthsAfter = (calendar: Calendar, from: Day, months: number): Deadline =>
  onOrAfter(calendar, addMonths(from, months))

/** Days since 1970-01-01 of a month's first day; `month` from 1, and past 12 into the next years. */
const firstOfMonth = (year: number, month: number): number => Date.UTC(year, month - 1, 1) / 86_400_000
