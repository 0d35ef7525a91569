import type { Day } from '../calendar/day.ts'
import { LEVEL_GROUPS, type LevelGroup } from './level-group.ts'
import type { PlacePolicy, Saying } from './place-policy.ts'
import { placePolicy } from './places.ts'
import { unknownPlace } from './refusals.ts'
import { questionOf, RULE_NAMES } from './rule-book.ts'
import type { RuleName, Rules } from './rule.ts'
import type { Words } from './wording.ts'

/** A value with the words that set it. `policy` is where they stand: the place itself or one above it. */
export interface Stated<T> extends Saying<T> {
  readonly kind: 'stated'
  readonly policy: PlacePolicy
}

/** No notice says, and the office of the place has: how it is done here, not what a notice rules. */
export interface Answered<T> {
  readonly kind: 'answered'
  readonly value: T
  /** The document and clause, or the words, it was answered by. */
  readonly ground: string
  readonly office: string
  readonly answeredOn: Day
  /** Where it was answered: the place itself or one above it. */
  readonly policy: PlacePolicy
}

/** An answer as it is kept: for one level, or for all of them. */
export interface LocalAnswer {
  readonly place: string
  readonly rule: RuleName
  readonly level: LevelGroup | null
  readonly value: unknown
  readonly ground: string
  readonly office: string
  readonly answeredOn: Day
}

/** No source we hold says: somebody entitled to must be asked. Never a default. */
export interface Unspecified<T> {
  readonly kind: 'unspecified'
  readonly question: Words
  /** What notices above said for their own, earlier year: a hint for whoever answers, no rule. */
  readonly precedents: readonly Stated<T>[]
}

export type Answer<T> = Stated<T> | Answered<T> | Unspecified<T>

/** The rules of a place for one group of levels. */
export type Policy = { readonly [R in RuleName]: Answer<Rules[R]> }

/** The rules of a place for every group of levels. */
export type PolicyByLevel = {
  readonly [R in RuleName]: Readonly<Record<LevelGroup, Answer<Rules[R]>>>
}

/**
 * The rules of a place and year: its own words first, then those above it, up to the national order; where all are
 * silent, what the offices themselves have answered (`answers`, the newest last). Refuses a place nobody entered
 * (`policy/unknown-place`). Without a level every rule is answered for each group.
 */
export function policyOf(
  place: string,
  asked: { readonly level: LevelGroup; readonly answers?: readonly LocalAnswer[] },
): Policy
export function policyOf(place: string, asked?: { readonly answers?: readonly LocalAnswer[] }): PolicyByLevel
export function policyOf(
  place: string,
  {
    level: asked,
    answers = [],
  }: { readonly level?: LevelGroup; readonly answers?: readonly LocalAnswer[] } = {},
): Policy | PolicyByLevel {
  const chain = chainOf(place)
  const found = (rule: RuleName, level: LevelGroup): Answer<Rules[RuleName]> => {
    const said = answerOf(chain, rule, level)
    return said.kind === 'stated' ? said : (answeredOf(chain, answers, rule, level) ?? said)
  }
  if (asked) return eachRule((rule) => found(rule, asked)) as unknown as Policy
  const byLevel = (rule: RuleName) =>
    Object.fromEntries(LEVEL_GROUPS.map((level) => [level, found(rule, level)]))
  return eachRule(byLevel) as unknown as PolicyByLevel
}

/** The place and those above it, nearest first. */
export function chainOf(place: string): readonly [PlacePolicy, ...PlacePolicy[]] {
  const own = placePolicy(place)
  if (!own) throw unknownPlace(place)
  return [own, ...(own.above === null ? [] : chainOf(own.above))]
}

function answerOf<R extends RuleName>(
  chain: readonly [PlacePolicy, ...PlacePolicy[]],
  rule: R,
  level: LevelGroup,
): Answer<Rules[R]> {
  const precedents: Stated<Rules[R]>[] = []
  for (const policy of chain) {
    const saying = sayingsOf(policy, rule).find(({ levels = policy.covers }) => levels.includes(level))
    if (!saying) continue
    const stated = { kind: 'stated', policy, ...saying } as const
    if (holdsIn(chain[0].year, policy, saying)) return stated
    precedents.push(stated)
  }
  return { kind: 'unspecified', question: questionOf(rule), precedents }
}

/** The newest answer of the nearest place that gave one for this year. */
function answeredOf<R extends RuleName>(
  chain: readonly [PlacePolicy, ...PlacePolicy[]],
  answers: readonly LocalAnswer[],
  rule: R,
  level: LevelGroup,
): Answered<Rules[R]> | null {
  for (const policy of chain) {
    if (policy.year !== chain[0].year) continue
    const answer = answers.findLast(
      (each) =>
        each.place === policy.id && each.rule === rule && (each.level === null || each.level === level),
    )
    if (answer === undefined) continue
    const { ground, office, answeredOn } = answer
    // Checked by the rule's own form before it was kept (answer-rule.ts).
    return { kind: 'answered', policy, ground, office, answeredOn, value: answer.value as Rules[R] }
  }
  return null
}

/** A yearly notice rules its own year; what it says 自…起, and a standing order, rule later years too. */
const holdsIn = (year: number, policy: PlacePolicy, { standing }: Saying<unknown>): boolean =>
  policy.kind === 'order' || standing === true || policy.year === year

/** What one place itself says of a rule, level by level. */
export function sayingsOf<R extends RuleName>(policy: PlacePolicy, rule: R): readonly Saying<Rules[R]>[] {
  const said = policy.rules[rule]
  if (said === undefined) return []
  return 'value' in said ? [said] : said
}

const eachRule = <T>(answer: (rule: RuleName) => T): Record<RuleName, T> =>
  Object.fromEntries(RULE_NAMES.map((rule) => [rule, answer(rule)])) as Record<RuleName, T>
