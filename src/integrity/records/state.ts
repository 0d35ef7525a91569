import type { Day } from '../../calendar/day.ts'

/** What a version of a record is for. */
export type RecordAct = 'record' | 'end-early' | 'clear'

export const recordActName = (act: RecordAct): string =>
  ({ record: '记入', 'end-early': '提前终止', clear: '撤销记录' })[act]

/** Where a record stands on a day. Computed, never stored: nothing has to run for a term to end. */
export type RecordState = 'not-in-force' | 'to-come' | 'in-term' | 'ended-early' | 'expired' | 'cleared'

export const recordStateName = (state: RecordState): string =>
  ({
    'not-in-force': '未生效',
    'to-come': '已生效，记录期未开始',
    'in-term': '记录期内',
    'ended-early': '已提前终止',
    expired: '记录期已满',
    cleared: '已撤销，视为未记录',
  })[state]

/** What the newest row of its term says; null: nothing was put into force yet. */
export interface TermSet {
  readonly act: RecordAct
  readonly startsOn: Day | null
  readonly endsOn: Day | null
}

export function recordState({ term }: { readonly term: TermSet | null }, day: Day): RecordState {
  if (term === null) return 'not-in-force'
  if (term.startsOn === null || term.endsOn === null) return 'cleared'
  if (day > term.endsOn) return term.act === 'end-early' ? 'ended-early' : 'expired'
  return day < term.startsOn ? 'to-come' : 'in-term'
}
