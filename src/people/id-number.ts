import type { Day } from '../calendar/day.ts'
import { compact } from '../spreadsheets/full-width.ts'

/** Who carries a number of the GB 11643 form. The area digits never decide more than this. */
export type IdNumberHolder = 'citizen' | 'hong-kong-macao' | 'taiwan' | 'foreign-permanent-residence'

export interface IdNumber {
  /** Half width, no blanks, X in capitals; 15 digits stay 15. */
  readonly number: string
  /** The 18 characters it stands for: itself, or a 15-digit number with its century and check digit. */
  readonly full: string
  readonly holder: IdNumberHolder
  readonly birth: Day
  readonly sex: '男' | '女'
  /** True when blanks, width or the case of X had to be mended. */
  readonly folded: boolean
}

/** Why a text is no such number; `people/id-<fault>` is the public code. */
export type IdNumberFault =
  'not-a-number' | 'wrong-length' | 'wrong-check-digit' | 'no-such-birth-day' | 'born-in-the-future'

// GB 11643-1999 §5: weights 2^(17-i) mod 11, and the character for each remainder.
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2] as const
const CHECK = '10X98765432'

/** The check character of the first 17 digits. */
export function checkDigit(digits: string): string {
  let sum = 0
  for (let i = 0; i < 17; i++) sum += WEIGHTS[i]! * (digits.charCodeAt(i) - 48)
  return CHECK[sum % 11]!
}

/**
 * Reads a number of GB 11643 form: 18 characters, or the 15 digits used until 2013. The area code is never a
 * ground: codes change every year and stay in old numbers. Never throws.
 */
export function readIdNumber(text: string, today: Day): IdNumber | { readonly fault: IdNumberFault } {
  const number = compact(text).toUpperCase()
  if (!/^[0-9]+X?$/.test(number)) return { fault: 'not-a-number' }
  if (number.length !== 18 && number.length !== 15) return { fault: 'wrong-length' }
  if (number.length === 15 && number.endsWith('X')) return { fault: 'not-a-number' }

  const full = number.length === 18 ? number : eighteen(number)
  const birth = `${full.slice(6, 10)}-${full.slice(10, 12)}-${full.slice(12, 14)}`
  if (full[17] !== checkDigit(full)) return { fault: 'wrong-check-digit' }
  if (!isBirthDay(birth)) return { fault: 'no-such-birth-day' }
  if (birth > today) return { fault: 'born-in-the-future' }
  const sex = full.charCodeAt(16) % 2 === 1 ? '男' : '女'
  return { number, full, holder: holderOf(full), birth, sex, folded: number !== text }
}

/** 15 → 18 digits. Serials 996–999 were kept for people past a hundred: born in the eighteen-hundreds. */
function eighteen(fifteen: string): string {
  const century = fifteen.slice(12) >= '996' ? '18' : '19'
  const digits = fifteen.slice(0, 6) + century + fifteen.slice(6)
  return digits + checkDigit(digits)
}

/** Exists, and no earlier than 1800: the standard's own example was born in 1880. */
function isBirthDay(day: Day): boolean {
  const [year, month, date] = [Number(day.slice(0, 4)), Number(day.slice(5, 7)), Number(day.slice(8))]
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0
  const days = month === 2 && isLeap ? 29 : (MONTH_DAYS[month - 1] ?? 0)
  return year >= 1800 && date >= 1 && date <= days
}

const MONTH_DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31] as const

// 国办发〔2018〕81号: residence permits are 810000, 820000, 830000; the foreigner's card of 2023 begins with 9.
function holderOf(full: string): IdNumberHolder {
  if (/^8[12]0000/.test(full)) return 'hong-kong-macao'
  if (full.startsWith('830000')) return 'taiwan'
  return full.startsWith('9') ? 'foreign-permanent-residence' : 'citizen'
}
