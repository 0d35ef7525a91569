import { describe, expect, it } from 'vitest'
import { recordState, type TermSet } from '../../../src/integrity/records/state.ts'
import { termOf } from '../../../src/integrity/records/term.ts'

const DAYS = {
  conductOn: '2023-03-01',
  foundOn: '2023-11-30',
  decidedOn: '2024-02-29',
  enteredOn: '2024-10-01',
} as const

describe('the term of a record', () => {
  it.each([
    ['from the decision of 29 February: to 28 February', 'decision', 3, '2024-02-29', '2027-02-28'],
    ['four years on there is a 29th again', 'decision', 4, '2024-02-29', '2028-02-29'],
    ['from the conduct', 'conduct', 3, '2023-03-01', '2026-03-01'],
    ['from the finding', 'finding', 3, '2023-11-30', '2026-11-30'],
    ['ends on National Day as on any other day', 'entry', 3, '2024-10-01', '2027-10-01'],
    ['for the next year: all of it', 'next-year', 1, '2025-01-01', '2025-12-31'],
  ] as const)('%s', (_, start, years, startsOn, endsOn) =>
    expect(termOf({ start, years }, DAYS)).toEqual({ startsOn, endsOn }),
  )
})

describe('where a record stands', () => {
  const term: TermSet = { act: 'record', startsOn: '2024-02-29', endsOn: '2027-02-28' }
  it.each([
    ['before its first day', term, '2024-02-28', 'to-come'],
    ['on its first day', term, '2024-02-29', 'in-term'],
    ['on its last day', term, '2027-02-28', 'in-term'],
    ['the day after', term, '2027-03-01', 'expired'],
    ['after an early end', { ...term, act: 'end-early' }, '2027-03-01', 'ended-early'],
    ['cleared', { act: 'clear', startsOn: null, endsOn: null }, '2025-01-01', 'cleared'],
    ['never put into force', null, '2025-01-01', 'not-in-force'],
  ] as const)('%s', (_, set, day, state) => expect(recordState({ term: set }, day)).toBe(state))
})
