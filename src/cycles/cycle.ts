import type { Day } from '../calendar/day.ts'
import type { LevelCode } from '../titles/level.ts'

export type CycleRoute = 'review' | 'assessment' | 'confirmation'

export const CYCLE_ROUTES: readonly CycleRoute[] = ['review', 'assessment', 'confirmation']

/** One year's work towards titles: a committee's review, or one of the two routes that need no committee. */
export interface Cycle {
  readonly id: string
  /** Null for 考核认定 and 资格确认. */
  readonly committeeId: string | null
  /** The committee's, or the route and office in words. */
  readonly name: string
  /** Who convenes it. */
  readonly officeId: string
  /** Who takes its filings. */
  readonly filingAuthorityId: string
  /** A policy's id: kunming-2023. */
  readonly place: string
  readonly year: number
  readonly route: CycleRoute
  /** Names of series; null is every series. */
  readonly series: readonly string[] | null
  readonly levels: readonly LevelCode[]
  /** In the year's plan, by the filing authority's word; null before it said. */
  readonly inPlan: boolean | null
  /** Entered by mistake or refused, and done with; null while it goes on. */
  readonly withdrawnOn: Day | null
}
