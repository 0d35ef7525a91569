/** A civil day in China, 'YYYY-MM-DD'. Days compare as strings; they are never timestamps cut to ten characters. */
export type Day = string

const MS_PER_DAY = 86_400_000
// China has kept UTC+8 without summer time since 1992; every instant we stamp is later.
const SHANGHAI_OFFSET_MS = 8 * 3_600_000

/** True for a day that exists, 1900-01-01 … 2199-12-31. */
export function isDay(text: string): text is Day {
  if (!/^(19|20|21)\d\d-\d\d-\d\d$/.test(text)) return false
  const time = Date.parse(`${text}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10) === text
}

/** The civil day in China at an instant. */
export const dayOf = (instant: Date): Day =>
  new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 10)

/** Days since 1970-01-01; negative before. */
export const dayNumber = (day: Day): number => Date.parse(`${day}T00:00:00Z`) / MS_PER_DAY

export const dayFromNumber = (number: number): Day => new Date(number * MS_PER_DAY).toISOString().slice(0, 10)

/** An instant as China writes it: ISO 8601 with +08:00, whole seconds. */
export const shanghaiInstant = (instant: Date): string =>
  `${new Date(instant.getTime() + SHANGHAI_OFFSET_MS).toISOString().slice(0, 19)}+08:00`

/** An instant as people in China read it off a clock: '2026-11-21 08:05'. */
export const shanghaiMinute = (instant: Date): string =>
  shanghaiInstant(instant).slice(0, 16).replace('T', ' ')

/** 2023年11月2日, as GB/T 9704 writes a date: no leading zeros. */
export function chineseDay(day: Day): string {
  const [year, month, date] = day.split('-').map(Number)
  return `${year}年${month}月${date}日`
}
