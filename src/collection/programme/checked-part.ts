import { cellsOf, wholeOf, type Part, type ProgrammeRules } from './programme.ts'
import { badPart, beyondOwnPart } from './refusals.ts'

/** Refuses `collection/bad-part` for what makes no sense, `collection/beyond-own-part` for what the notice does not ask. */
export function checkedPart(rules: ProgrammeRules, part: Part): Part {
  if (part.fromYear > part.throughYear) throw badPart('年份', '起始年份应不晚于截止年份')
  const whole = wholeOf(rules)
  const levels = whole.levels.filter((level) => part.levels.includes(level))
  const routes = whole.routes.filter((route) => part.routes.includes(route))
  if (levels.length < new Set(part.levels).size || routes.length < new Set(part.routes).size)
    throw beyondOwnPart()
  const checked = { levels, routes, fromYear: part.fromYear, throughYear: part.throughYear }
  if (cellsOf(rules, checked).length === 0) throw beyondOwnPart()
  return checked
}
