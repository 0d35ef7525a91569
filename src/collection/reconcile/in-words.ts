import { levelName } from '../../titles/level.ts'
import { routeName } from '../../titles/route.ts'
import type { ComparedField, ToldTitle } from './compare-titles.ts'

/** A field of a title as people read it; null when the source does not tell. */
export function inWords(told: Partial<ToldTitle>, field: ComparedField): string | null {
  const text = told[field] ?? null
  if (text === null) return null
  if (field === 'level' && told.level) return levelName(told.level)
  if (field === 'route' && told.route) return routeName(told.route)
  return field === 'obtainedOn' ? partialDay(text) : text
}

/** 1998, 1998年12月 or 1998年12月1日, as much as is known. */
export function partialDay(text: string): string {
  const [year = '', month, day] = text.split('-')
  const words = month === undefined ? `${year}年` : `${year}年${Number(month)}月`
  return day === undefined ? words : `${words}${Number(day)}日`
}
