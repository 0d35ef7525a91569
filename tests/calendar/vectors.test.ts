import { readdirSync, readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { CALENDARS, type CalendarName } from '../../src/calendar/calendars.ts'
import { monthsAfter } from '../../src/calendar/months.ts'
import { addWorkingDays, type Deadline } from '../../src/calendar/working-days.ts'

type Vector = { calendar: CalendarName; from: string } & ({ workingDays: number } | { months: number }) &
  Deadline

const FOLDER = 'tests/vectors/calendar/valid'
const VECTORS = readdirSync(FOLDER).map(
  (file) =>
    [file.replace('.json', ''), JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')) as Vector] as const,
)

const deadlineOf = (vector: Vector): Deadline => {
  const calendar = CALENDARS[vector.calendar]
  return 'months' in vector
    ? monthsAfter(calendar, vector.from, vector.months)
    : addWorkingDays(calendar, vector.from, vector.workingDays)
}

describe('deadlines, as published', () => {
  it.each(VECTORS)('%s', (_, vector) =>
    expect(deadlineOf(vector)).toEqual({ day: vector.day, provisional: vector.provisional }),
  )
})

describe('wherever the machine stands', () => {
  const home = process.env.TZ
  afterEach(() => {
    if (home === undefined) delete process.env.TZ
    else process.env.TZ = home
  })

  it.each(['America/Los_Angeles', 'Pacific/Kiritimati', 'Asia/Shanghai', 'UTC'])('in %s too', (zone) => {
    process.env.TZ = zone
    expect(new Date(2023, 0, 1).getTimezoneOffset() === 0).toBe(zone === 'UTC')
    for (const [, vector] of VECTORS) expect(deadlineOf(vector).day).toBe(vector.day)
  })
})
