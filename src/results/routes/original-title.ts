import { isDay, type Day } from '../../calendar/day.ts'
import { compact } from '../../spreadsheets/full-width.ts'
import { isSpecified, LEVEL_CODES, type LevelCode } from '../../titles/level.ts'
import { parseSeries } from '../../titles/series.ts'

/** A title somebody brings from elsewhere, as their own certificate states it. */
export interface OriginalTitle {
  /** Certificate or management number. */
  readonly number: string
  /** Who issued it, as printed. */
  readonly issuer: string
  readonly series: string
  readonly specialty: string
  readonly title: string
  readonly level: LevelCode
  /** Kept for ever: a confirmation does not make the title younger. */
  readonly obtainedOn: Day
}

/** What a series is compared by, whatever a certificate prints after its name. */
export const seriesOf = (text: string): string => parseSeries(text)?.name ?? compact(text)

const TEXTS = [
  ['number', '证书编号'],
  ['issuer', '发证机构'],
  ['series', '系列'],
  ['specialty', '专业'],
  ['title', '资格名称'],
] as const

/** The title with outer blanks taken off, or in Chinese why it cannot be one. */
export function readOriginal(
  given: Readonly<Record<keyof OriginalTitle, string>>,
  today: Day,
): OriginalTitle | { readonly reason: string } {
  const texts: Record<string, string> = {}
  for (const [key, label] of TEXTS) {
    const text = given[key].trim()
    if (!/^[^\p{C}]{1,100}$/u.test(text)) return { reason: `请照原证书填写${label}，100 字以内` }
    texts[key] = text
  }
  const level = LEVEL_CODES.find((code) => code === given.level && isSpecified(code))
  if (level === undefined) return { reason: '请选择级别' }
  const obtainedOn = given.obtainedOn.trim()
  if (!isDay(obtainedOn)) return { reason: '原取得时间应填写到日，如 2019-11-12' }
  if (obtainedOn > today) return { reason: '原取得时间晚于今天' }
  return { ...(texts as Record<(typeof TEXTS)[number][0], string>), level, obtainedOn }
}
