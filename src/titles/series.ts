// Bundled into pages: no node modules here.
import { compact } from '../spreadsheets/full-width.ts'
import type { LevelCode } from './level.ts'
import { INCOMPLETE_SERIES, SERIES, SERIES_SOURCES, SHARED_NAMES, type TitleSeries } from './series-table.ts'

const SUFFIXES = ['系列', '专业技术人员', '专业人员', '技术人员', '人员', '专业']

/** The series a text names, in its short or long form (工程技术, 工程技术人员, 工程系列); null when none does. */
export function parseSeries(text: string): TitleSeries | null {
  const word = compact(text)
  const forms = [
    word,
    ...SUFFIXES.filter((end) => word.endsWith(end)).map((end) => word.slice(0, -end.length)),
  ]
  return SERIES.find(({ name, also }) => forms.some((form) => form === name || also?.includes(form))) ?? null
}

export const seriesByCode = (code: number): TitleSeries | null =>
  SERIES.find((series) => series.code === code) ?? null

/**
 * Does this title exist in this series at this level? `contradiction`: the series has it at another level, or it
 * belongs to other series only. `unknown`: the table does not say, which is no ground to refuse.
 */
export function judgeTitle(
  series: string,
  title: string,
  level: LevelCode,
): 'known' | 'contradiction' | 'unknown' {
  const own = parseSeries(series)
  const name = compact(title)
  const listed = own?.titles.get(name)
  if (listed === level) return 'known'
  // A true row refused is worse than a false one warned about: a list with holes refuses nothing.
  if (own === null || INCOMPLETE_SERIES.has(own.code)) return 'unknown'
  if (listed !== undefined) return 'contradiction'
  if (SHARED_NAMES.has(name)) return 'unknown'
  const elsewhere = SERIES.some(({ code, titles }) => SERIES_SOURCES.has(code) && titles.has(name))
  return elsewhere ? 'contradiction' : 'unknown'
}
