import type { Day } from '../../calendar/day.ts'
import type { LevelGroup } from '../../policy/level-group.ts'
import type { CollectedRoute, CollectionChecker } from '../../policy/rule.ts'
import type { Cell } from '../acceptance/cell-state.ts'

/** past: lists of earlier years; current: what is certified here, reconciled with its documents. */
export type ProgrammeKind = 'past' | 'current'

const KIND_NAMES: Readonly<Record<ProgrammeKind, string>> = { past: '历年职称', current: '当年职称' }

export const programmeKindName = (kind: ProgrammeKind): string => KIND_NAMES[kind]

/** Years and levels that are asked for. */
export interface YearRange {
  /** Both inclusive. */
  readonly fromYear: number
  readonly throughYear: number
  readonly levels: readonly LevelGroup[]
  /** The last day, inclusive; null: the notice names none, so nothing is ever late. */
  readonly by: Day | null
}

/** Which cells a programme asks for, by when, who accepts, and the words that say so. */
export interface ProgrammeRules {
  readonly routes: readonly CollectedRoute[]
  readonly ranges: readonly YearRange[]
  readonly checkedBy: readonly CollectionChecker[]
  /** The notice's number or title, its clause, and its words. */
  readonly notice: string
  readonly clause: string
  readonly quote: string
}

/** Which part of a programme an office answers for. */
export interface Part {
  readonly levels: readonly LevelGroup[]
  readonly routes: readonly CollectedRoute[]
  /** Both inclusive. */
  readonly fromYear: number
  readonly throughYear: number
}

export interface DueCell extends Cell {
  readonly dueOn: Day | null
}

/** Every cell a programme asks of an office that answers for this part, each once. */
export function cellsOf({ routes, ranges }: ProgrammeRules, part: Part): readonly DueCell[] {
  const asked = routes.filter((route) => part.routes.includes(route))
  return ranges.flatMap(({ fromYear, throughYear, levels, by }) => {
    const first = Math.max(fromYear, part.fromYear)
    const last = Math.min(throughYear, part.throughYear)
    const years = Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => first + i)
    return years.flatMap((year) =>
      levels
        .filter((level) => part.levels.includes(level))
        .flatMap((level) => asked.map((route) => ({ year, level, route, dueOn: by }))),
    )
  })
}

/** All that a programme asks for. */
export const wholeOf = ({ routes, ranges }: ProgrammeRules): Part => ({
  routes,
  levels: [...new Set(ranges.flatMap(({ levels }) => levels))],
  fromYear: Math.min(...ranges.map(({ fromYear }) => fromYear)),
  throughYear: Math.max(...ranges.map(({ throughYear }) => throughYear)),
})
