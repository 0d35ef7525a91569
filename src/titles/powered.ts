import type { PoweredTitle } from '../identity/power.ts'
import type { LevelCode } from './level.ts'
import { parseSeries } from './series.ts'

/** A title as the powers of an office speak of it: its series by the official name, when it is one. */
export const powered = (title: {
  readonly level: LevelCode
  readonly series: string
  readonly obtainedOn: string
}): PoweredTitle => ({
  level: title.level,
  series: parseSeries(title.series)?.name ?? title.series,
  year: Number(title.obtainedOn.slice(0, 4)),
})
