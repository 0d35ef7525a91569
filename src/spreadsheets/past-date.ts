import type { Day } from '../calendar/day.ts'
import { readDateCell } from './date-cell.ts'
import type { DateFault, DateReading } from './date-cell.ts'
import { compact } from './full-width.ts'
import type { Cell } from './workbook.ts'

/** A date of a past year; `year-completed`: the year stood there with two digits; `month-lost`: 1998.1 in a text table. */
export type PastDate = Omit<DateReading, 'warning'> & {
  readonly warning: DateReading['warning'] | 'year-completed' | 'month-lost'
}

const DIGITS = '〇一二三四五六七八九'
const NUMERAL = '〇○零一二三四五六七八九十廿卅'
const HANZI = new RegExp(
  `^([〇○零一二三四五六七八九]{2}|[〇○零一二三四五六七八九]{4})年(?:([${NUMERAL}]{1,2})月(?:([${NUMERAL}]{1,3})[日号])?)?$`,
)
const SHORT = /^'?([0-9]{2})(年|[-/.][0-9])/

/**
 * Reads a date of a past year in any style an office wrote it: besides those of `readDateCell` 九八年, 一九九八年十二月
 * and 98.12. Two digits are unambiguous, because nobody obtained a title before 1949. Never throws, never guesses.
 */
export function readPastDate(
  cell: Pick<Cell, 'kind' | 'text' | 'number'>,
  options: { readonly date1904: boolean; readonly today: Day; readonly plainText?: boolean },
): PastDate | { readonly fault: DateFault } {
  const text = compact(cell.text)
  if (cell.kind === 'date') return readDateCell(cell, options)
  // Of the numeral a cell shows only .1 is lost: 1998.1 may be January or October, 1998.12 is December.
  if (cell.kind === 'number' && /^([0-9]{2}|[0-9]{4})\.1$/.test(text)) return { fault: 'ambiguous-number' }
  // A spreadsheet saved as text has written 1998.10 as 1998.1: the year is all that is certain.
  const lost = options.plainText ? /^([0-9]{2}|[0-9]{4})\.1$/.exec(text) : null
  if (lost !== null) {
    const read = readPastDate({ kind: 'text', text: `${lost[1]!}年` }, options)
    if (!('fault' in read)) return { ...read, warning: 'month-lost' }
  }
  const arabic = inDigits(text)
  const completed = completeYear(arabic, options.today)
  if (completed !== null) {
    const read = readDateCell({ kind: 'text', text: completed }, options)
    return 'fault' in read ? read : { ...read, warning: 'year-completed' }
  }
  return readDateCell({ kind: 'text', text: arabic === text ? cell.text : arabic }, options)
}

/** 九八年十二月 → 98年12月; anything else stays as it is. */
function inDigits(text: string): string {
  const [, year, month, day] = HANZI.exec(text) ?? []
  if (year === undefined) return text
  const years = Array.from(year.replace(/[○零]/g, '〇'), (digit) => DIGITS.indexOf(digit)).join('')
  return `${years}年${month === undefined ? '' : `${hanziNumber(month)}月`}${day === undefined ? '' : `${hanziNumber(day)}日`}`
}

/** 一 to 卅一; 0, which is no month and no day, for what is none. */
function hanziNumber(text: string): number {
  const spelled = text.replace(/[○零]/g, '〇').replace('廿', '二十').replace('卅', '三十')
  const [, tens, , units] = /^([二三]?)(十?)([〇一二三四五六七八九]?)$/.exec(spelled) ?? []
  if (tens === undefined) return 0
  if (!spelled.includes('十')) return tens === '' ? DIGITS.indexOf(units || '〇') : 0
  return (tens === '' ? 1 : DIGITS.indexOf(tens)) * 10 + (units ? DIGITS.indexOf(units) : 0)
}

/** 98年… → 1998年…, 05年… → 2005年…; null when the year is whole or no title can be of it. */
function completeYear(text: string, today: Day): string | null {
  const [, digits] = SHORT.exec(text) ?? []
  if (digits === undefined) return null
  const year = Number(digits)
  const latest = Number(today.slice(2, 4))
  if (year > latest && year < 49) return null
  return `${year > latest ? '19' : '20'}${text.replace(/^'/, '')}`
}
