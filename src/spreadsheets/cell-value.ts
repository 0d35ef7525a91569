import type { DatePrecision } from './number-format.ts'
import { damagedWorkbook } from './refusals.ts'
import { serialDate } from './serial-date.ts'
import { unescapeText } from './workbook-text.ts'

export type CellKind = 'text' | 'number' | 'date' | 'boolean' | 'error' | 'formula'

/** What a cell holds, before it is given a place. */
export interface CellValue {
  readonly kind: CellKind
  /** What a reader sees, near enough: a whole number in plain digits, a date as 2023-11-12 (2023-11 if only the month shows). */
  readonly text: string
  /** The numeral as stored, for numbers and dates. */
  readonly number?: string
}

/** What the reader of a sheet knows when a cell closes. */
export interface RawCell {
  /** ST_CellType: n s str inlineStr b e d. */
  readonly type: string
  readonly value: string
  readonly inline: string
  readonly precision: DatePrecision | null
}

interface Strings {
  get(index: number): string | undefined
}

const CUT: Readonly<Record<DatePrecision, number>> = { day: 19, month: 7, year: 4 }
const NOTHING: CellValue = { kind: 'text', text: '' }

export function cellValue(cell: RawCell, strings: Strings, date1904: boolean): CellValue {
  switch (cell.type) {
    case 's':
      return { kind: 'text', text: sharedText(cell.value === '' ? -1 : Number(cell.value), strings) }
    case 'inlineStr':
      return { kind: 'text', text: unescapeText(cell.inline) }
    case 'str':
      return { kind: 'text', text: unescapeText(cell.value) }
    case 'b':
      return { kind: 'boolean', text: cell.value === '1' || cell.value === 'true' ? 'TRUE' : 'FALSE' }
    case 'e':
      return { kind: 'error', text: cell.value }
    case 'd':
      return { kind: 'date', text: cell.value.replace(/T00:00:00.*$/, '').replace('T', ' ') }
    default:
      return numberValue(cell.value, cell.precision, date1904) ?? NOTHING
  }
}

export function sharedText(index: number, strings: Strings): string {
  const text = strings.get(index)
  if (text === undefined) throw damagedWorkbook('文字索引越界')
  return text
}

/** A number, or the date it shows as; null for nothing but blanks. */
export function numberValue(
  value: string,
  precision: DatePrecision | null,
  date1904: boolean,
): CellValue | null {
  const numeral = value.trim()
  if (numeral === '') return null
  const number = Number(numeral)
  if (!Number.isFinite(number)) throw damagedWorkbook('数值不合规')
  const date = precision === null ? null : serialDate(number, date1904)
  if (date !== null) return { kind: 'date', text: date.slice(0, CUT[precision!]), number: numeral }
  return { kind: 'number', text: plainNumber(number), number: numeral }
}

/** Excel keeps 15 significant digits; a whole number is written out, so that the lost ones show as zeros. */
function plainNumber(number: number): string {
  if (Number.isSafeInteger(number) && Math.abs(number) < 1e15) return String(number)
  const rounded = Number(number.toPrecision(15))
  if (!Number.isInteger(rounded) || Number.isSafeInteger(rounded) || Math.abs(rounded) >= 1e21)
    return String(rounded)
  const [mantissa = '', exponent] = rounded.toExponential(14).split('e+')
  return mantissa.replace('.', '').padEnd(Number(exponent) + (rounded < 0 ? 2 : 1), '0')
}
