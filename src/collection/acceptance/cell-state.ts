import type { Day } from '../../calendar/day.ts'
import type { LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'

/** What is reported for by itself: one year, level and route of one office. */
export interface Cell {
  readonly year: number
  readonly level: LevelGroup
  readonly route: CollectedRoute
}

/** As it is kept; lateness is told from the day, so nothing has to run at a deadline. */
export type KeptState = 'open' | 'zero' | 'in-proof' | 'accepted'

export const CELL_STATES = ['not-required', 'open', 'late', 'in-proof', 'zero', 'accepted'] as const
export type CellState = (typeof CELL_STATES)[number]

const NAMES: Readonly<Record<CellState, string>> = {
  'not-required': '不要求',
  open: '待报',
  late: '逾期',
  'in-proof': '核对中',
  zero: '零报告',
  accepted: '已验收',
}

export const cellStateName = (state: CellState): string => NAMES[state]

/**
 * Where a cell stands on a day; `kept` null: nobody was told to report it. The last day itself is in time; what was
 * reported is late no more, however long its proof takes.
 */
export function cellState(
  kept: { readonly state: KeptState; readonly dueOn: Day | null } | null,
  today: Day,
): CellState {
  if (kept === null) return 'not-required'
  const isLate = kept.state === 'open' && kept.dueOn !== null && today > kept.dueOn
  return isLate ? 'late' : kept.state
}

/** A cell as one text, for maps: '1998|junior|review'. */
export const cellKey = ({ year, level, route }: Cell): string => `${year}|${level}|${route}`
