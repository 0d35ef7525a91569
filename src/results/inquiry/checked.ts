import { isDay, type Day } from '../../calendar/day.ts'
import { badInquiry } from './refusals.ts'

/** Words of one or more lines, trimmed; `least` to `most` characters. Refuses `results/bad-inquiry`. */
export function checkedWords(field: string, typed: string, least: number, most: number): string {
  const text = typed.replaceAll('\r\n', '\n').trim()
  const length = Array.from(text).length
  if (length < least || length > most) throw badInquiry(field, `应为 ${least} 到 ${most} 个字`)
  // Controls, directional marks, lone surrogates: what prints differently than it reads.
  if (/[\p{Cs}\p{Bidi_C}]|[^\P{Cc}\n\t]/u.test(text)) throw badInquiry(field, '含有不能显示的字符')
  return text
}

/** A day that exists, not after today. Refuses `results/bad-inquiry`. */
export function checkedPastDay(field: string, day: Day, today: Day): Day {
  if (!isDay(day) || day > today) throw badInquiry(field, '应为今天或以前的日期，如 2023-12-20')
  return day
}
