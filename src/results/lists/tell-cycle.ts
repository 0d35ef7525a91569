import type { Cycle } from '../../cycles/cycle.ts'
import type { RowReader } from '../../spreadsheets/row-reader.ts'
import type { LevelCode } from '../../titles/level.ts'
import { routeName, type Route } from '../../titles/route.ts'
import type { ListColumn } from './approved-columns.ts'
import { anotherCommittee, otherRoute, outsideLevels, outsideSeries } from './reasons.ts'

/** Tells what is wrong with a row as one of this cycle: another route, a level or series that is not its committee's. */
export function tellCycle(
  row: RowReader<ListColumn>,
  cycle: Cycle,
  given: {
    readonly route: Route | null
    readonly level: LevelCode | null
    readonly series: string | null
    readonly committee: string | null
  },
): void {
  const { route, level, series, committee } = given
  if (route !== null && !suits(cycle, route)) row.tell('route', otherRoute(routeName(cycle.route)))
  if (level !== null && !cycle.levels.includes(level)) row.tell('level', outsideLevels(cycle.name))
  if (series !== null && cycle.series !== null && !cycle.series.includes(series))
    row.tell('series', outsideSeries(cycle.name))
  if (committee !== null && cycle.committeeId !== null && committee !== cycle.name)
    row.tell('committee', anotherCommittee(cycle.name))
}

// A committee may also recognise by assessment (云南省2020年通知 二（四）); the two other routes have no committee.
const suits = (cycle: Cycle, route: Route): boolean =>
  route === cycle.route || (cycle.route === 'review' && route === 'assessment')
