import type { Defect } from './defect.ts'
import { ownText } from './own-text.ts'

/** Refusals and warnings kept in full, of each; beyond that they are counted: a clerk mends a file cell by cell. */
export const MOST_KEPT = 10_000

/** What has been told so far. */
export interface Telling {
  refusals: number
  warnings: number
  readonly kept: Defect[]
}

export const newTelling = (): Telling => ({ refusals: 0, warnings: 0, kept: [] })

export function tell(telling: Telling, defect: Defect): void {
  const count = defect.severity === 'refusal' ? ++telling.refusals : ++telling.warnings
  if (count > MOST_KEPT) return
  telling.kept.push({ ...defect, value: ownText(defect.value) })
}
