import { isDay } from '../calendar/day.ts'
import type { Day } from '../calendar/day.ts'
import { compact, halfWidth } from './full-width.ts'
import type { DatePrecision } from './number-format.ts'
import { serialDate } from './serial-date.ts'
import type { Cell } from './workbook.ts'

/** A date with what is known of it: 2023-11-12, 2023-11 or 2023. */
export interface DateReading {
  readonly value: string
  readonly precision: DatePrecision
  /** Read, but not as it stood there: a serial number without its format, or blanks, width or a time mended. */
  readonly warning: 'serial-number' | 'folded' | null
}

/** Why a cell is no date; `spreadsheets/date-<fault>` is the public code. */
export type DateFault = 'not-a-date' | 'two-digit-year' | 'ambiguous-number' | 'no-such-day' | 'in-the-future'

type Parts = readonly [year: string, month?: string, day?: string]

// 1927 to 2099: a five-digit number in a date column is a serial whose format was lost, never a date written out.
const SERIAL = /^[1-7][0-9]{4}(\.[0-9]+)?$/

/** Reads a date in any style an office writes. Never throws, never guesses between two days. */
export function readDateCell(
  cell: Pick<Cell, 'kind' | 'text' | 'number'>,
  options: { readonly date1904: boolean; readonly today: Day },
): DateReading | { readonly fault: DateFault } {
  const dated = halfWidth(cell.text).trim()
  const text = compact(dated.replace(/\s+[0-9]{1,2}:[0-9]{2}(:[0-9]{2}(\.[0-9]+)?)?$/, ''))
  // Read from the numeral a cell shows, 1998.10 and 1998.1 are one number and may be two months.
  if (cell.kind === 'number' && /^[0-9]{4}\.[0-9]+$/.test(text)) return { fault: 'ambiguous-number' }
  if (SERIAL.test(text)) return fromSerial(Number(text), options)
  const parts = splitDate(text)
  if (parts === null) return { fault: isShortYear(text) ? 'two-digit-year' : 'not-a-date' }
  const warning = text === cell.text || cell.kind === 'date' ? null : 'folded'
  return checked(parts, warning, options.today)
}

const isShortYear = (text: string): boolean =>
  /^'?[0-9]{2}[-/.年][0-9]{1,2}([-/.月][0-9]{1,2}日?)?月?$/.test(text)

function fromSerial(
  serial: number,
  options: { date1904: boolean; today: Day },
): DateReading | { fault: DateFault } {
  const date = serialDate(Math.floor(serial), options.date1904)
  return checked((date ?? '').split('-') as unknown as Parts, 'serial-number', options.today)
}

function splitDate(text: string): Parts | null {
  const eight = /^([0-9]{4})([0-9]{2})([0-9]{2})$/.exec(text)
  const day = eight ?? /^([0-9]{4})(?:年|[-/.])([0-9]{1,2})(?:月|[-/.])([0-9]{1,2})[日号]?$/.exec(text)
  if (day) return [day[1]!, day[2]!, day[3]!]
  const month = /^([0-9]{4})([0-9]{2})$/.exec(text) ?? /^([0-9]{4})(?:年|[-/.])([0-9]{1,2})月?$/.exec(text)
  if (month) return [month[1]!, month[2]!]
  const year = /^([0-9]{4})年?$/.exec(text)
  return year ? [year[1]!] : null
}

function checked(
  parts: Parts,
  warning: DateReading['warning'],
  today: Day,
): DateReading | { fault: DateFault } {
  const [year, month, day] = parts
  const value = [year, month, day]
    .flatMap((part) => (part === undefined ? [] : [part.padStart(2, '0')]))
    .join('-')
  if (!isDay(`${value}-01-01`.slice(0, 10))) return { fault: 'no-such-day' }
  if (value > today.slice(0, value.length)) return { fault: 'in-the-future' }
  return { value, precision: day !== undefined ? 'day' : month !== undefined ? 'month' : 'year', warning }
}
