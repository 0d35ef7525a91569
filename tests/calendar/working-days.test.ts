import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isWorkingDay } from '../../src/calendar/calendar.ts'
import { CALENDARS } from '../../src/calendar/calendars.ts'
import { dayFromNumber, dayNumber } from '../../src/calendar/day.ts'
import { addMonths, addYears, monthsAfter } from '../../src/calendar/months.ts'
import { addWorkingDays, onOrAfter } from '../../src/calendar/working-days.ts'

const { national, dali } = CALENDARS
const anyDay = fc.integer({ min: dayNumber('2016-01-01'), max: dayNumber('2030-12-31') }).map(dayFromNumber)
const anyCount = fc.integer({ min: 1, max: 60 })
const anyCalendar = fc.constantFrom(national, dali)

describe('counting working days', () => {
  it('ends on a working day, with exactly so many of them after the start', () =>
    fc.assert(
      fc.property(anyCalendar, anyDay, anyCount, (calendar, from, count) => {
        const { day } = addWorkingDays(calendar, from, count)
        const between = Array.from({ length: dayNumber(day) - dayNumber(from) }, (_, i) =>
          dayFromNumber(dayNumber(from) + 1 + i),
        )
        expect(isWorkingDay(calendar, day)).toBe(true)
        expect(between.filter((each) => isWorkingDay(calendar, each))).toHaveLength(count)
      }),
    ))

  it('back again leads to the start, if that is a working day', () =>
    fc.assert(
      fc.property(anyCalendar, anyDay, anyCount, (calendar, from, count) => {
        fc.pre(isWorkingDay(calendar, from))
        expect(addWorkingDays(calendar, addWorkingDays(calendar, from, count).day, -count).day).toBe(from)
      }),
    ))

  it.each([0, -0, 1.5, Number.NaN, Number.POSITIVE_INFINITY])('takes no %d', (count) =>
    expect(() => addWorkingDays(national, '2023-04-27', count)).toThrow(RangeError),
  )
})

describe('counting months', () => {
  it.each([
    ['2023-01-31', 1, '2023-02-28'],
    ['2024-01-31', 1, '2024-02-29'],
    ['2023-10-31', 1, '2023-11-30'],
    ['2023-11-30', 1, '2023-12-30'],
    ['2023-12-31', 2, '2024-02-29'],
    ['2024-03-31', -1, '2024-02-29'],
    ['2024-01-15', -1, '2023-12-15'],
    ['2023-05-16', 0, '2023-05-16'],
    ['2024-02-29', 12, '2025-02-28'],
  ])('%s and %i month(s): %s', (from, months, day) => expect(addMonths(from, months)).toBe(day))

  it('years fall on the same day, 29 February on the month end', () => {
    expect(addYears('2023-06-01', 3)).toBe('2026-06-01')
    expect(addYears('2024-02-29', 3)).toBe('2027-02-28')
    expect(addYears('2024-02-29', 4)).toBe('2028-02-29')
  })

  it('a statutory period ending on a holiday ends on the next working day, a named date stays', () => {
    expect(addMonths('2023-08-01', 2)).toBe('2023-10-01')
    expect(monthsAfter(national, '2023-08-01', 2)).toEqual({ day: '2023-10-07', provisional: false })
  })
})

describe('the end that falls on a holiday', () => {
  it.each([
    ['a working day stays', '2023-09-28', '2023-09-28', false],
    ['a worked Sunday stays', '2023-10-08', '2023-10-08', false],
    ['the festival is passed', '2023-09-29', '2023-10-07', false],
    ['nobody knows the next year yet', '2026-12-31', '2026-12-31', false],
    ['an unknown Saturday may be worked', '2027-01-02', '2027-01-04', true],
  ])('%s', (_, day, moved, provisional) =>
    expect(onOrAfter(national, day)).toEqual({ day: moved, provisional }),
  )
})
