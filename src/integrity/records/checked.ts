import { isDay, type Day } from '../../calendar/day.ts'
import { foldDocumentNumber } from '../../titles/document-number.ts'
import { badRecord } from './refusals.ts'

/** Words of one or more lines, trimmed; `least` to `most` characters. Refuses `integrity/bad-record`. */
export function checkedWords(field: string, typed: string, least: number, most: number): string {
  const text = typed.replaceAll('\r\n', '\n').trim()
  const length = Array.from(text).length
  if (length < least || length > most) throw badRecord(field, `应为 ${least} 到 ${most} 个字`)
  // Controls, directional marks, lone surrogates: what prints differently than it reads.
  if (/[\p{Cs}\p{Bidi_C}]|[^\P{Cc}\n\t]/u.test(text)) throw badRecord(field, '含有不能显示的字符')
  return text
}

/** The number of a paper, as `foldDocumentNumber` writes it; 2 to 100 characters. Refuses `integrity/bad-record`. */
export const checkedNumber = (field: string, typed: string): string =>
  foldDocumentNumber(checkedWords(field, typed, 2, 100))

/** A day that exists, not after `latest`. Refuses `integrity/bad-record`. */
export function checkedDay(field: string, day: Day, latest: Day): Day {
  if (!isDay(day)) throw badRecord(field, '应为日期，如 2023-12-20')
  if (day > latest) throw badRecord(field, `不能晚于 ${latest}`)
  return day
}
