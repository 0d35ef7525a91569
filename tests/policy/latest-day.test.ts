import { describe, expect, it } from 'vitest'
import { CALENDARS } from '../../src/calendar/calendars.ts'
import { latestDay } from '../../src/policy/latest-day.ts'
import { policyOf } from '../../src/policy/policy-of.ts'
import type { Timing } from '../../src/policy/rule.ts'

const { national } = CALENDARS
const timingOf = (place: string, rule: 'noticeAhead' | 'postMeetingFiling' | 'preMeetingFiling'): Timing => {
  const answer = policyOf(place, { level: 'junior' })[rule]
  if (answer.kind !== 'stated') throw new Error(`${place} does not state ${rule}`)
  return answer.value
}

describe('the latest day', () => {
  it.each([
    [
      'filed ten days before the meeting',
      'kunming-2023',
      'preMeetingFiling',
      '2023-10-16',
      'before',
      '2023-09-26',
      'working-days',
    ],
    [
      'filed five days before the meeting',
      'guangan-2023',
      'preMeetingFiling',
      '2023-10-16',
      'before',
      '2023-10-09',
      'working-days',
    ],
    [
      'notice a month before, by the calendar',
      'kunming-2023',
      'noticeAhead',
      '2023-10-31',
      'before',
      '2023-09-30',
      'months',
    ],
    [
      'notice by the named date though the meeting is late',
      'eryuan-2024',
      'noticeAhead',
      '2024-10-15',
      'before',
      '2024-05-31',
      'date',
    ],
    [
      'notice by the count when the meeting is early',
      'eryuan-2024',
      'noticeAhead',
      '2024-06-28',
      'before',
      '2024-05-16',
      'working-days',
    ],
    [
      'filed by the count after an early meeting',
      'eryuan-2024',
      'postMeetingFiling',
      '2024-08-30',
      'after',
      '2024-09-29',
      'working-days',
    ],
    [
      'filed by the named date after a late one',
      'eryuan-2024',
      'postMeetingFiling',
      '2024-11-20',
      'after',
      '2024-11-30',
      'date',
    ],
  ] as const)('%s', (_, place, rule, event, side, day, boundBy) =>
    expect(latestDay(national, timingOf(place, rule), event, side)).toMatchObject({ day, boundBy }),
  )

  it('is not invented where the notice says 及时', () =>
    expect(
      latestDay(national, timingOf('guangan-2023', 'postMeetingFiling'), '2023-12-10', 'after'),
    ).toBeNull())

  it('is provisional when the calendar is, and certain when a named date binds', () => {
    const timing = timingOf('eryuan-2024', 'postMeetingFiling')
    expect(latestDay(CALENDARS.dali, timing, '2024-08-30', 'after')).toMatchObject({ provisional: true })
    expect(latestDay(CALENDARS.dali, timing, '2024-11-20', 'after')).toMatchObject({ provisional: false })
  })

  it('two months after a result end on the next working day when they end on a holiday', () =>
    expect(latestDay(national, { months: 2 }, '2023-08-01', 'after')).toEqual({
      day: '2023-10-07',
      provisional: false,
      boundBy: 'months',
    }))
})
