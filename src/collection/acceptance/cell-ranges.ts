import { LEVEL_GROUPS, levelGroupName, type LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute } from '../../policy/rule.ts'
import { routeName } from '../../titles/route.ts'
import type { Cell } from './cell-state.ts'

/** Years in a row of one level and route. */
export interface CellRange {
  readonly level: LevelGroup
  readonly route: CollectedRoute
  /** Both inclusive. */
  readonly fromYear: number
  readonly throughYear: number
}

/** The cells as few ranges, in order of level, route and year. */
export function rangesOf(cells: readonly Cell[]): readonly CellRange[] {
  const ranges: CellRange[] = []
  for (const { year, level, route } of cells.toSorted(byPlace)) {
    const last = ranges.at(-1)
    if (last?.level === level && last.route === route && last.throughYear === year - 1)
      ranges[ranges.length - 1] = { ...last, throughYear: year }
    else ranges.push({ level, route, fromYear: year, throughYear: year })
  }
  return ranges
}

const byPlace = (a: Cell, b: Cell): number =>
  LEVEL_GROUPS.indexOf(a.level) - LEVEL_GROUPS.indexOf(b.level) ||
  a.route.localeCompare(b.route) ||
  a.year - b.year

export const yearsWords = ({ fromYear, throughYear }: Pick<CellRange, 'fromYear' | 'throughYear'>): string =>
  fromYear === throughYear ? `${fromYear}年` : `${fromYear}—${throughYear}年`

/** 1990—1994年初级（评审）. */
export const rangeWords = (range: CellRange): string =>
  `${yearsWords(range)}${levelGroupName(range.level)}（${routeName(range.route)}）`
