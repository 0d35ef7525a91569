import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readPastDate } from '../../src/spreadsheets/past-date.ts'

const options = { date1904: false, today: '2025-11-21' }
const read = (text: string, kind: 'text' | 'number' | 'date' = 'text') =>
  readPastDate({ kind, text }, options)

describe('a date of a past year', () => {
  it.each([
    ['1998.12', '1998-12'],
    ['199812', '1998-12'],
    ['1998年12月', '1998-12'],
    ['1998', '1998'],
    ['1998-12-01', '1998-12-01'],
    ['1998.1', '1998-01'],
    ['1998.10', '1998-10'],
    ['一九九八年', '1998'],
    ['一九九八年十二月', '1998-12'],
    ['二〇〇五年一月二十一日', '2005-01-21'],
    ['二零零五年十月廿一日', '2005-10-21'],
    ['二○○五年五月卅一号', '2005-05-31'],
  ])('%s is %s, without a word', (text, value) => expect(read(text)).toMatchObject({ value, warning: null }))

  it.each([
    ['九八年', '1998'],
    ['九八年五月', '1998-05'],
    ['98年5月', '1998-05'],
    ['98.12', '1998-12'],
    ["'98.5", '1998-05'],
    ['05-3-1', '2005-03-01'],
    ['25年1月', '2025-01'],
    ['49年10月', '1949-10'],
  ])('%s has its year completed, and says so: %s', (text, value) =>
    expect(read(text)).toMatchObject({ value, warning: 'year-completed' }),
  )

  it.each([
    ['26年1月', 'two-digit-year'],
    ['48.12', 'two-digit-year'],
    ['九八年十三月', 'no-such-day'],
    ['九八年二月卅日', 'no-such-day'],
    ['一九九八', 'not-a-date'],
    ['十二月', 'not-a-date'],
    ['11/12/1998', 'not-a-date'],
    ['二〇九八年', 'in-the-future'],
    ['待查', 'not-a-date'],
  ])('%s is told: %s', (text, fault) => expect(read(text)).toEqual({ fault }))

  it('stored as the number 1998.1 may be January or October; 1998.12 is December', () => {
    expect(read('1998.1', 'number')).toEqual({ fault: 'ambiguous-number' })
    expect(read('98.1', 'number')).toEqual({ fault: 'ambiguous-number' })
    expect(read('1998.12', 'number')).toMatchObject({ value: '1998-12', warning: null })
    expect(read('1998.2', 'number')).toMatchObject({ value: '1998-02' })
    expect(read('199812', 'number')).toMatchObject({ value: '1998-12' })
    expect(read('36130', 'number')).toMatchObject({ value: '1998-12-01', warning: 'serial-number' })
    expect(read('1998-12', 'date')).toMatchObject({ value: '1998-12', precision: 'month' })
  })

  it('written 1998.1 in a text table may have been 1998.10: only its year is taken, and it is told', () => {
    const inText = (text: string) => readPastDate({ kind: 'text', text }, { ...options, plainText: true })
    expect(inText('1998.1')).toEqual({ value: '1998', precision: 'year', warning: 'month-lost' })
    expect(inText('98.1')).toEqual({ value: '1998', precision: 'year', warning: 'month-lost' })
    expect(inText('1998.10')).toMatchObject({ value: '1998-10', warning: null })
    expect(inText('1998.01')).toMatchObject({ value: '1998-01', warning: null })
    expect(inText('48.1')).toEqual({ fault: 'two-digit-year' })
  })

  it('is read or told, whatever stands there', () =>
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(..."〇零九八十廿卅年月日号19.-/'") }), (text) => {
        const date = read(text)
        if (!('fault' in date)) expect(date.value).toMatch(/^[12][0-9]{3}(-[0-9]{2}){0,2}$/)
      }),
      { numRuns: 500 },
    ))
})
