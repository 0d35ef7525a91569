import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { dayFromNumber, dayNumber } from '../../src/calendar/day.ts'
import { readDateCell } from '../../src/spreadsheets/date-cell.ts'
import { datePrecision } from '../../src/spreadsheets/number-format.ts'
import { serialDate } from '../../src/spreadsheets/serial-date.ts'

const options = { date1904: false, today: '2025-11-21' }
const read = (text: string, kind: 'text' | 'number' | 'date' = 'text') =>
  readDateCell({ kind, text }, options)

describe('a date cell', () => {
  it.each([
    '2023-11-12',
    '2023/11/12',
    '2023.11.12',
    '20231112',
    '2023年11月12日',
    '2023年11月12',
    '2023年11月12号',
  ])('%s is the day, without a word', (text) =>
    expect(read(text)).toEqual({ value: '2023-11-12', precision: 'day', warning: null }),
  )

  it.each([
    '2023年11月１２日',
    '２０２３－１１－１２',
    ' 2023-11-12',
    '2023 年 11 月 12 日',
    '2023-11-12 00:00:00',
    '2023-11-12 8:30',
  ])('%j is the day, and is told to have been folded', (text) =>
    expect(read(text)).toEqual({ value: '2023-11-12', precision: 'day', warning: 'folded' }),
  )

  it('pads what is short', () => expect(read('2023-1-2')).toMatchObject({ value: '2023-01-02' }))

  it.each([
    ['2023.11', '2023-11', 'month'],
    ['2023年11月', '2023-11', 'month'],
    ['202311', '2023-11', 'month'],
    ['2023-1', '2023-01', 'month'],
    ['2023', '2023', 'year'],
    ['2023年', '2023', 'year'],
  ])('%s says no more than %s', (text, value, precision) =>
    expect(read(text)).toEqual({ value, precision, warning: null }),
  )

  it('of a real date cell is read as shown', () => {
    expect(read('2023-11-12', 'date')).toEqual({ value: '2023-11-12', precision: 'day', warning: null })
    expect(read('2023-11-12 08:30:00', 'date')).toMatchObject({ value: '2023-11-12', warning: null })
    expect(read('2023-11', 'date')).toMatchObject({ precision: 'month' })
  })

  it('whose format was lost is read from its serial number, with a warning, in its own date system', () => {
    expect(read('45242', 'number')).toEqual({
      value: '2023-11-12',
      precision: 'day',
      warning: 'serial-number',
    })
    expect(read('45242')).toMatchObject({ value: '2023-11-12', warning: 'serial-number' })
    expect(read('45242.75', 'number')).toMatchObject({ value: '2023-11-12' })
    expect(readDateCell({ kind: 'number', text: '43780' }, { ...options, date1904: true })).toMatchObject({
      value: '2023-11-12',
    })
  })

  it.each([
    ['2023-02-30', 'no-such-day'],
    ['2023-02-29', 'no-such-day'],
    ['2023-13-01', 'no-such-day'],
    ['2023-13', 'no-such-day'],
    ['0023-11-12', 'no-such-day'],
    ['2025-11-22', 'in-the-future'],
    ['2025-12', 'in-the-future'],
    ['2026', 'in-the-future'],
    ['73050', 'in-the-future'],
    ['23-11-12', 'two-digit-year'],
    ['98年5月', 'two-digit-year'],
    ['九八年', 'not-a-date'],
    ['11/12/2023', 'not-a-date'],
    ['2023-11-12至2023-11-20', 'not-a-date'],
    ['231112', 'not-a-date'],
    ['待定', 'not-a-date'],
  ])('%s is told: %s', (text, fault) => {
    // Six digits are a year and a month or nothing: 2311 is no year.
    const expected = text === '231112' ? 'no-such-day' : fault
    expect(read(text)).toEqual({ fault: expected })
  })

  it('accepts today', () => expect(read('2025-11-21')).toMatchObject({ value: '2025-11-21' }))

  it('that is the number 1998.1 may be January or October: nobody guesses', () => {
    expect(read('1998.1', 'number')).toEqual({ fault: 'ambiguous-number' })
    expect(read('1998.12', 'number')).toEqual({ fault: 'ambiguous-number' })
  })
})

describe('serial numbers', () => {
  it.each([
    [1, false, '1900-01-01'],
    [59, false, '1900-02-28'],
    [60, false, '1900-02-29'],
    [61, false, '1900-03-01'],
    [36130, false, '1998-12-01'],
    [45242, false, '2023-11-12'],
    [45242.354166666664, false, '2023-11-12 08:30:00'],
    [45242.999999, false, '2023-11-13'],
    [0, true, '1904-01-01'],
    [43780, true, '2023-11-12'],
    [0.5, false, null],
    [-1, false, null],
    [2958466, false, null],
    [Number.NaN, false, null],
  ])('%d (1904: %s) is %s', (serial, date1904, date) => expect(serialDate(serial, date1904)).toBe(date))

  it('follow the calendar day by day', () =>
    fc.assert(
      fc.property(fc.integer({ min: 61, max: 109_205 }), (serial) => {
        expect(serialDate(serial, false)).toBe(dayFromNumber(serial + dayNumber('1899-12-30')))
      }),
    ))
})

describe('a number format', () => {
  it.each([
    ['yyyy-mm-dd', 'day'],
    ['yyyy"年"m"月"d"日";@', 'day'],
    ['[$-804]yyyy"年"m"月"d"日"', 'day'],
    ['m/d', 'day'],
    ['yyyy/m/d h:mm:ss.000', 'day'],
    ['yyyy"年"m"月"', 'month'],
    ['mmm-yy', 'month'],
    ['e"年"m"月"', 'month'],
    ['yyyy', 'year'],
    ['General', null],
    ['@', null],
    ['0.00', null],
    ['#,##0', null],
    ['0.00E+00', null],
    ['h:mm', null],
    ['[h]:mm:ss', null],
    ['"day "0', null],
    ['[Red]0', null],
  ])('%s shows %s', (format, precision) => expect(datePrecision(format)).toBe(precision))
})
