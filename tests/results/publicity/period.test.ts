import { describe, expect, it } from 'vitest'
import { CALENDARS } from '../../../src/calendar/calendars.ts'
import { placePolicy } from '../../../src/policy/places.ts'
import { policyOf } from '../../../src/policy/policy-of.ts'
import { earliestClosing } from '../../../src/results/publicity/period.ts'
import { DAY_VECTORS } from './day-vectors.ts'

const RULES = {
  recommendation: 'recommendationPublicity',
  'pre-meeting': 'preMeetingPublicity',
  result: 'resultPublicity',
} as const

describe('how long a publication lasts', () => {
  it.each(DAY_VECTORS)('$rule', ({ place, level, kind, opensOn, passes, fails, clause }) => {
    const answer = policyOf(place, { level })[RULES[kind]]
    if (answer.kind !== 'stated') throw new Error('not stated')
    expect(answer.quotes[0].clause).toBe(clause)
    const calendar = CALENDARS[placePolicy(place)!.calendar]
    const earliest = earliestClosing(calendar, opensOn, answer.value)?.day ?? ''
    expect(earliest).toBe(passes)
    expect(fails < earliest).toBe(true)
  })

  it('beyond the announced calendar is provisional', () => {
    expect(earliestClosing(CALENDARS.national, '2026-12-28', 5)).toEqual({
      day: '2027-01-04',
      provisional: true,
    })
  })

  it('that no source states is nobody’s to invent', () => {
    expect(earliestClosing(CALENDARS.national, '2023-09-27', null)).toBeNull()
    const kunming = policyOf('kunming-2023', { level: 'intermediate' })
    expect([kunming.preMeetingPublicity.kind, kunming.resultPublicity.kind]).toEqual([
      'unspecified',
      'unspecified',
    ])
  })
})
