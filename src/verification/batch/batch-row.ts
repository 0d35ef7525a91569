import { isCode } from '../../certificates/reading/find.ts'
import type { Day } from '../../calendar/day.ts'
import { textFault } from '../../people/name.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import { LEVEL_CODES, parseLevel } from '../../titles/level.ts'
import type { AskedCoverage } from '../coverage.ts'

/** One certificate to check: by number and name, or by the code of its page. */
export interface BatchRow {
  readonly sheet: string
  /** As the spreadsheet numbers it; of JSON, the place in the list from 1. */
  readonly row: number
  readonly number: string
  /** With a code it may be left out; given, it must be the holder's. */
  readonly name: string
  /** '' when none was given. */
  readonly idNumber: string
  /** 22 characters, or '' when none was given. */
  readonly code: string
  /** Year, level and issuer as the paper says: what to tell when nothing is found. Null unless year and level are given. */
  readonly paper: AskedCoverage | null
}

export interface ReadBatch {
  readonly rows: readonly BatchRow[]
  /** What could not be read, cell by cell; such a row is not checked. */
  readonly defects: readonly Defect[]
}

export const MOST_ROWS = 10_000

/** UTF-16 units. */
export const LONGEST = { number: 64, name: 200, idNumber: 40, code: 2000 } as const

/** Rosters have years and levels in all forms; one that cannot be made out is passed over, never told as a defect. */
export function paperIn(
  { year, level, issuer }: Readonly<Record<'year' | 'level' | 'issuer', string>>,
  today: Day,
): AskedCoverage | null {
  const [, digits] = /^((?:19|20)\d\d)(?:\d{4})?(?:$|[^\d])/.exec(year.trim()) ?? []
  const code = LEVEL_CODES.find((each) => each === level.trim()) ?? parseLevel(level)
  if (digits === undefined || code === null || digits > today.slice(0, 4)) return null
  const named = issuer.trim()
  return {
    year: Number(digits),
    level: code,
    ...(named === '' || named.length > LONGEST.name || textFault(named) !== null ? {} : { issuer: named }),
  }
}

/**
 * The code in what was put in its place: the code itself, or our page's address up to `#`. Null for anything else: the
 * digits after `#` are a signature of their own, and are checked one by one.
 */
export function codeIn(text: string, origins: ReadonlySet<string>): string | null {
  if (isCode(text)) return text
  const address = /^(https?:\/\/[^/\s]+)\/v\/([\w-]{22})$/.exec(text)
  return address && origins.has(address[1] ?? '') ? (address[2] ?? null) : null
}
