import { afterEach, describe, expect, it, vi } from 'vitest'
import { isKnown, isWorkingDay, knownThrough } from '../../src/calendar/calendar.ts'
import { CALENDARS } from '../../src/calendar/calendars.ts'
import { dayFromNumber, dayNumber, type Day } from '../../src/calendar/day.ts'
import { NATIONAL, NATIONAL_YEARS } from '../../src/calendar/national.ts'

const days = (from: Day, through: Day): Day[] =>
  Array.from({ length: dayNumber(through) - dayNumber(from) + 1 }, (_, i) =>
    dayFromNumber(dayNumber(from) + i),
  )
const weekday = (day: Day) => new Date(`${day}T00:00:00Z`).getUTCDay()
const isWeekend = (day: Day) => [0, 6].includes(weekday(day))
const worked = (day: Day) => isWorkingDay(CALENDARS.national, day)

afterEach(() => vi.unstubAllEnvs())

describe('the national table', () => {
  it('agrees with chinese-days on every day of 2018 to 2026', async () => {
    // West of Greenwich chinese-days makes its table a day off, as soon as it is imported.
    vi.stubEnv('TZ', 'UTC')
    const { default: chineseDays } = await import('chinese-days')
    const all = days('2018-01-01', '2026-12-31')
    expect(all).toHaveLength(3287)
    expect(all.filter((day) => worked(day) !== chineseDays.isWorkday(day))).toEqual([])
  })

  it.each([
    [2020, 249],
    [2021, 250],
    [2022, 249],
    [2023, 249],
    [2024, 251],
    [2025, 248],
    [2026, 248],
  ])('%i has %i working days', (year, count) =>
    expect(days(`${year}-01-01`, `${year}-12-31`).filter(worked)).toHaveLength(count),
  )

  it('names the paper of each year, in order', () => {
    expect(NATIONAL_YEARS.map(({ year }) => year)).toEqual([
      2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025, 2026,
    ])
    for (const { papers } of NATIONAL_YEARS)
      for (const paper of papers)
        expect(paper).toMatch(/^https?:\/\/www\.gov\.cn\/zhengce\/.*content_\d{7}\.htm$/)
    expect(new Set(NATIONAL_YEARS.flatMap(({ papers }) => papers)).size).toBe(11)
  })

  it('holds no impossible line', () => {
    for (const { year, holidays } of NATIONAL_YEARS)
      for (const { name, from, through, worked: exchanged = [] } of holidays) {
        const begins = name === '元旦' ? [`${year - 1}`, `${year}`] : [`${year}`]
        expect(begins, name).toContain(from.slice(0, 4))
        expect(through.slice(0, 4), name).toBe(`${year}`)
        expect(days(from, through).length, name).toBeGreaterThan(0)
        expect(days(from, through).length, name).toBeLessThanOrEqual(10)
        expect(
          exchanged.filter((day) => !isWeekend(day)),
          name,
        ).toEqual([])
      }
    const off = NATIONAL.holidays.flatMap(({ from, through }) => days(from, through))
    expect(new Set(off).size).toBe(off.length)
    expect(
      NATIONAL.holidays.flatMap((holiday) => holiday.worked ?? []).filter((day) => off.includes(day)),
    ).toEqual([])
  })

  it('knows its years and no others', () => {
    expect(isKnown(CALENDARS.national, '2017-12-31')).toBe(false)
    expect(isKnown(CALENDARS.national, '2018-01-01')).toBe(true)
    expect(isKnown(CALENDARS.national, '2026-12-31')).toBe(true)
    expect(isKnown(CALENDARS.national, '2027-01-01')).toBe(false)
    expect(knownThrough(CALENDARS.national)).toBe('2026-12-31')
  })
})

describe('the prefecture of Dali', () => {
  const inDali = (day: Day) => isWorkingDay(CALENDARS.dali, day)

  it('rests on 三月街 and 州庆, whatever the nation does', () => {
    const different = days('2018-01-01', '2026-12-31').filter((day) => inDali(day) !== worked(day))
    expect(different).toEqual([
      '2018-05-02',
      '2018-11-22',
      '2018-11-23',
      '2018-11-26',
      '2023-05-04',
      '2023-05-05',
      '2023-05-06',
    ])
  })

  it('is known by itself: 2018, and 2023 until the notice we hold breaks off', () => {
    const known = days('2017-12-31', '2027-01-01').filter((day) => isKnown(CALENDARS.dali, day))
    expect(known).toEqual([...days('2018-01-01', '2018-12-31'), ...days('2023-01-01', '2023-10-31')])
    expect(knownThrough(CALENDARS.dali)).toBe('2023-10-31')
  })
})
