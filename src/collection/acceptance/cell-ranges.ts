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

const ROUTES: readonly CollectedRoute[] = ['review', 'assessment', 'confirmation']

const byPlace = (a: Cell, b: Cell): number =>
  LEVEL_GROUPS.indexOf(a.level) - LEVEL_GROUPS.indexOf(b.level) ||
  ROUTES.indexOf(a.route) - ROUTES.indexOf(b.route) ||
  a.year - b.year

export const yearsWords = ({ fromYear, throughYear }: Pick<CellRange, 'fromYear' | 'throughYear'>): string =>
  fromYear === throughYear ? `${fromYear}年` : `${fromYear}—${throughYear}年`

/** The same in as few words as it takes: 1990—1994年高级、中级（评审、考核认定）. */
export function rangesWords(cells: readonly Cell[]): readonly string[] {
  const byLevel = grouped(rangesOf(cells), (range) => `${yearsWords(range)}|${range.level}`)
  const byRoutes = grouped(byLevel, (ranges) => `${yearsWords(ranges[0])}|${routesOf(ranges)}`)
  return byRoutes.map((levels) => {
    const [first] = levels
    const names = levels.map(([range]) => levelGroupName(range.level)).join('、')
    return `${yearsWords(first[0])}${names}（${routesOf(first)}）`
  })
}

const routesOf = (ranges: readonly CellRange[]): string =>
  ranges.map(({ route }) => routeName(route)).join('、')

type Some<T> = readonly [T, ...T[]]

/** In the order in which each group's first one stands. */
function grouped<T>(all: readonly T[], keyOf: (one: T) => string): readonly Some<T>[] {
  const groups = new Map<string, [T, ...T[]]>()
  for (const one of all) {
    const group = groups.get(keyOf(one))
    if (group) group.push(one)
    else groups.set(keyOf(one), [one])
  }
  return [...groups.values()]
}

/** 1990—1994年初级（评审）. */
export const rangeWords = (range: CellRange): string =>
  `${yearsWords(range)}${levelGroupName(range.level)}（${routeName(range.route)}）`
