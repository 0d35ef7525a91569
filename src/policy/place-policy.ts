import type { CalendarName } from '../calendar/calendars.ts'
import type { Day } from '../calendar/day.ts'
import type { LevelGroup } from './level-group.ts'
import type { RuleName, Rules } from './rule.ts'

/** The document that sets rules. */
export interface Notice {
  readonly title: string
  /** 发文字号; null when the text we hold has none. */
  readonly number: string | null
  readonly issuer: string
  readonly issuedOn: Day | null
  /** digest: only a summary of it is known to us, so its clauses cannot be named. */
  readonly text: 'full' | 'digest'
}

/** Words of the notice, literally; only blanks and line breaks may differ. */
export interface Quote {
  /** 二（一）: part and section as the notice numbers them. */
  readonly clause: string
  readonly text: string
}

/** A value and the words that set it. */
export interface Saying<T> {
  readonly value: T
  readonly quotes: readonly [Quote, ...Quote[]]
  /** For these levels only; left out: for all the notice covers. */
  readonly levels?: readonly LevelGroup[]
  /** 自…起: the notice says it holds in later years too. */
  readonly standing?: true
  /** What the words leave open, or how they were read. */
  readonly note?: string
}

/** One place's rules of one year: data, one file each. */
export interface PlacePolicy {
  /** 'kunming-2023': what commands and addresses call it. */
  readonly id: string
  /** GB/T 2260 code of the place; null for the whole country. */
  readonly division: string | null
  readonly name: string
  readonly nameEn: string
  readonly year: number
  /** annual: holds for its year; order: holds until changed. */
  readonly kind: 'annual' | 'order'
  /** Whose rules hold where this notice is silent; null at the top. */
  readonly above: string | null
  readonly calendar: CalendarName
  /** The levels the notice speaks of when it names none. */
  readonly covers: readonly LevelGroup[]
  readonly notice: Notice
  /** Documents the notice builds on whose text we do not hold: what they rule is unknown, not absent. */
  readonly notHeld: readonly string[]
  readonly rules: { readonly [R in RuleName]?: Saying<Rules[R]> | readonly Saying<Rules[R]>[] }
}

/** A value set by one passage. */
export const says = <const T>(
  value: T,
  clause: string,
  text: string,
  more: Pick<Saying<T>, 'levels' | 'standing' | 'note'> & { readonly also?: readonly Quote[] } = {},
): Saying<T> => {
  const { also = [], ...rest } = more
  return { value, quotes: [{ clause, text }, ...also], ...rest }
}
