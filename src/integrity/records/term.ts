import type { Day } from '../../calendar/day.ts'
import { addYears } from '../../calendar/months.ts'

/** From which day a term runs: what the notices leave open and an office answers, or a sector's own rule says. */
export const TERM_STARTS = ['conduct', 'finding', 'decision', 'entry', 'next-year'] as const
export type TermStart = (typeof TERM_STARTS)[number]

const START_NAMES: Readonly<Record<TermStart, string>> = {
  conduct: '行为发生之日',
  finding: '查实之日',
  decision: '处理决定作出之日',
  entry: '记入档案库之日',
  'next-year': '决定作出的下一年度1月1日',
}

export const termStartName = (start: TermStart): string => START_NAMES[start]

/** How long a record holds and from when, and where that is said. */
export interface TermRule {
  /** 1 to 10. */
  readonly years: number
  readonly start: TermStart
  /** The notice or the sector's rule, and its clause. */
  readonly document: string
  readonly clause: string
  /** sector: replaces what the place's notice says. */
  readonly from: 'policy' | 'sector'
}

export interface Term {
  readonly startsOn: Day
  /** Inclusive: to 24:00 in China. */
  readonly endsOn: Day
}

/** The days a term may run from. */
export interface TermDays {
  readonly conductOn: Day
  readonly foundOn: Day
  readonly decidedOn: Day
  readonly enteredOn: Day
}

/**
 * The term: from its first day to the corresponding day so many years later, 28 February where there is no 29th; a
 * holiday moves nothing, for the end of a bar is no deadline to do anything by (民法典 201, 202, not 203). By the calendar
 * year it is whole years, 31 December inclusive.
 */
export function termOf(rule: Pick<TermRule, 'years' | 'start'>, days: TermDays): Term {
  if (rule.start === 'next-year') {
    const year = Number(days.decidedOn.slice(0, 4)) + 1
    return { startsOn: `${year}-01-01`, endsOn: `${year + rule.years - 1}-12-31` }
  }
  const startsOn = {
    conduct: days.conductOn,
    finding: days.foundOn,
    decision: days.decidedOn,
    entry: days.enteredOn,
  }[rule.start]
  return { startsOn, endsOn: addYears(startsOn, rule.years) }
}
