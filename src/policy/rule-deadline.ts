import { CALENDARS } from '../calendar/calendars.ts'
import type { Day } from '../calendar/day.ts'
import { latestDay, type BoundDeadline } from './latest-day.ts'
import type { LevelGroup } from './level-group.ts'
import { placePolicy } from './places.ts'
import { policyOf, type Answered, type LocalAnswer } from './policy-of.ts'
import { noNumber, notSaid, unknownPlace, unknownRule } from './refusals.ts'
import { labelOf, ruleNamed, sideOf } from './rule-book.ts'
import type { RuleName, Timing } from './rule.ts'

export interface RuleDeadline extends BoundDeadline {
  /** As an answer names it. */
  readonly rule: RuleName
  /** The local answer it comes from; null: a notice says so. */
  readonly answered: Answered<unknown> | null
}

/**
 * The day a rule of a place sets for something that happens on `event`: so long before it, or within so long after.
 * `rule`: its name or its Chinese label. Refuses `policy/unknown-place`, `policy/unknown-rule`, `policy/not-said` where
 * neither a notice nor a local answer says, `policy/no-number` for a rule that sets no day.
 */
export function ruleDeadline(
  asked: { readonly place: string; readonly rule: string; readonly level: LevelGroup; readonly event: Day },
  answers: readonly LocalAnswer[],
): RuleDeadline {
  const place = placePolicy(asked.place)
  if (!place) throw unknownPlace(asked.place)
  const rule = ruleNamed(asked.rule)
  if (rule === null) throw unknownRule(asked.rule)
  const answer = policyOf(asked.place, { level: asked.level, answers })[rule]
  if (answer.kind === 'unspecified') throw notSaid(labelOf(rule).zh, asked.place)
  const side = sideOf(rule)
  if (side === null) throw noNumber(labelOf(rule).zh)
  // What sets a day is a timing, or a period of so many working days.
  const value = answer.value as Timing | number
  const timing = typeof value === 'number' ? { workingDays: value } : value
  const bound = latestDay(CALENDARS[place.calendar], timing, asked.event, side)
  if (!bound) throw noNumber(labelOf(rule).zh)
  return { ...bound, rule, answered: answer.kind === 'answered' ? answer : null }
}
