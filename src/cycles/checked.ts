import { isDay, type Day } from '../calendar/day.ts'
import { textFault } from '../people/name.ts'
import type { Context } from '../platform/context.ts'
import { LEVEL_CODES, type LevelCode } from '../titles/level.ts'
import { parseSeries } from '../titles/series.ts'
import { badCommittee, badCycle, badGround, futureDay } from './refusals.ts'

const LONGEST_NAME = 100
const LONGEST_GROUND = 500

export function checkedName(text: string): string {
  const name = text.trim()
  if (name === '' || Array.from(name).length > LONGEST_NAME || textFault(name) !== null)
    throw badCommittee('名称', `应为 1 到 ${LONGEST_NAME} 个字，不含控制字符`)
  return name
}

export function checkedGround(text: string): string {
  const ground = text.trim()
  if (
    Array.from(ground).length < 2 ||
    Array.from(ground).length > LONGEST_GROUND ||
    textFault(ground) !== null
  )
    throw badGround()
  return ground
}

/** Each once, in the order of the standard. */
export function checkedLevels(levels: readonly string[]): readonly LevelCode[] {
  const known = LEVEL_CODES.filter((code) => levels.includes(code))
  if (known.length === 0 || levels.some((level) => !known.some((code) => code === level)))
    throw badCommittee('级别', '应选择至少一个级别')
  return known
}

/** Null is every series. */
export function checkedSeries(series: readonly string[] | null): readonly string[] | null {
  if (series === null) return null
  const names = series.map((text) => {
    const known = parseSeries(text)
    if (!known) throw badCommittee('系列', `“${text}”不是职称系列的名称`)
    return known.name
  })
  if (names.length === 0) throw badCommittee('系列', '应写明系列，或选择全部系列')
  return [...new Set(names)]
}

export function checkedYear(year: number): number {
  if (!Number.isInteger(year) || year < 2000 || year > 2100) throw badCycle('年度', '应为 2000 到 2100 年')
  return year
}

/** A day something was done: real, and not after today. */
export function checkedDay(ctx: Context, day: string): Day {
  const exists: boolean = isDay(day)
  if (!exists) throw badCycle('日期', `“${day}”不是真实存在的日期，应如 2023-12-20`)
  if (day > ctx.today()) throw futureDay(day)
  return day
}
