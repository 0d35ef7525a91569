import type { Day } from '../../calendar/day.ts'
import { dayFromNumber, dayNumber, isDay } from '../../calendar/day.ts'
import { checkName, textFault } from '../../people/name.ts'
import { foldDocumentNumber } from '../../titles/document-number.ts'
import { parseLevel, LEVEL_CODES } from '../../titles/level.ts'
import { parseRoute, ROUTES } from '../../titles/route.ts'
import {
  COMPARED_FIELDS,
  comparedFieldName,
  type ComparedField,
  type ToldTitle,
} from '../reconcile/compare-titles.ts'
import { badCorrection } from '../reconcile/refusals.ts'

/** What an accepted title should say instead, field by field; null: the paper does not tell. */
export type Changes = Readonly<Partial<Record<ComparedField, string | null>>>

const REQUIRED: readonly ComparedField[] = ['name', 'title', 'level', 'route', 'obtainedOn']
const COLLECTED = ['review', 'assessment', 'confirmation']

/** Only what differs from what the title says now. Refuses `collection/bad-correction`, also when nothing does. */
export function checkedChanges(before: ToldTitle, typed: Changes, today: Day): Changes {
  const changes: Partial<Record<ComparedField, string | null>> = {}
  for (const field of COMPARED_FIELDS) {
    const text = typed[field]
    if (text === undefined) continue
    const value = text === null || text.trim() === '' ? null : checked(field, text.trim(), today)
    if (value === null && REQUIRED.includes(field)) throw badCorrection(`${comparedFieldName(field)}不能空着`)
    if (value !== before[field]) changes[field] = value
  }
  if (Object.keys(changes).length === 0) throw badCorrection('没有改动任何一项')
  return changes
}

function checked(field: ComparedField, text: string, today: Day): string {
  const name = comparedFieldName(field)
  if (field === 'level') return codeOf(parseLevel(text) ?? LEVEL_CODES.find((code) => code === text), name)
  if (field === 'route') {
    const route = parseRoute(text) ?? ROUTES.find((each) => each === text)
    return codeOf(route && COLLECTED.includes(route) ? route : undefined, name)
  }
  if (field === 'obtainedOn') return partOfDay(text, today)
  const fault = field === 'name' ? checkName(text) : textFault(text)
  if (fault !== null && (typeof fault === 'string' || 'fault' in fault))
    throw badCorrection(`${name}含有不能收入的字符`)
  if (Array.from(text).length > 100) throw badCorrection(`${name}最多 100 个字`)
  return field === 'document' ? foldDocumentNumber(text) : text
}

function codeOf(code: string | null | undefined, name: string): string {
  if (!code) throw badCorrection(`${name}不能识别`)
  return code
}

/** 1998, 1998-12 or 1998-12-01, from 1949-10 to today. */
function partOfDay(text: string, today: Day): string {
  const whole = `${text}-01-01`.slice(0, 10)
  const isSound = /^\d{4}(-\d{2}(-\d{2})?)?$/.test(text) && isDay(whole)
  if (
    !isSound ||
    dayFromNumber(dayNumber(whole)) !== whole ||
    text > today ||
    text < '1949-10'.slice(0, text.length)
  )
    throw badCorrection('取得时间应写成 1998、1998-12 或 1998-12-01，不晚于今天')
  return text
}
