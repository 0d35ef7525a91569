/**
 * One thing wrong with one cell (or, for a header, one column). `refusal` keeps the whole file out; `warning` is told
 * and does no more. `value` shows the cell as it stands, an ID number included, because the clerk must find it: a
 * defect goes to the person who brought the file and nowhere else, neither to a log nor to a public page.
 */
export interface Defect {
  readonly sheet: string
  /** As the spreadsheet numbers it, from 1. */
  readonly row: number
  /** The header's name as the spreadsheet spells it; '' when the defect is the row's. */
  readonly column: string
  readonly value: string
  /** `<folder>/<reason>`: a public promise. */
  readonly code: string
  readonly severity: 'refusal' | 'warning'
  /** Chinese: what is wrong and what to do. */
  readonly reason: string
}

/** What is told of a cell: the public code, how much it weighs, and the Chinese sentence for the clerk. */
export type Remark = Pick<Defect, 'code' | 'severity' | 'reason'>

export const refusal = (code: string, reason: string): Remark => ({ code, severity: 'refusal', reason })
export const warning = (code: string, reason: string): Remark => ({ code, severity: 'warning', reason })
