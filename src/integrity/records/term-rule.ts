import type { Authority } from '../../identity/authority.ts'
import type { Handle } from '../../platform/database.ts'
import { answersOf } from '../../policy/answers-of.ts'
import type { LevelGroup } from '../../policy/level-group.ts'
import type { PlacePolicy } from '../../policy/place-policy.ts'
import { POLICIES } from '../../policy/places.ts'
import { policyOf, type Answer } from '../../policy/policy-of.ts'
import { citation } from '../../policy/policy-text.ts'
import { checkedWords } from './checked.ts'
import { badRecord, notThisPlace, ruleNeeded, termUnspecified } from './refusals.ts'
import type { SubjectKind } from './subject.ts'
import { TERM_STARTS, type TermRule, type TermStart } from './term.ts'

/** A sector's own rule, as the officer cites it. */
export interface OwnRule {
  readonly document: string
  readonly clause: string
  /** 1 to 10. */
  readonly years: number
  readonly start: TermStart
}

const MOST_YEARS = 10

/** The notices that hold where an office stands: its own place's and those above it. */
export const policiesFor = (office: Pick<Authority, 'place'>): readonly PlacePolicy[] =>
  POLICIES.filter(
    ({ division }) => division === null || office.place.startsWith(division.replace(/(00)+$/, '')),
  )

/**
 * Step: how long a record holds and from when. The sector's own rule when one is cited; else, for an applicant, what the
 * place's notice says and its office answered: nothing is assumed. Refuses `integrity/rule-needed`, `/term-unspecified`,
 * `/not-this-place`, `/bad-record`.
 */
export async function termRuleFor(
  handle: Handle,
  asked: {
    readonly office: Authority
    readonly place: string
    readonly level: LevelGroup
    readonly subjectKind: SubjectKind
    readonly rule: OwnRule | null
  },
): Promise<TermRule> {
  const { place, level } = asked
  if (!policiesFor(asked.office).some(({ id }) => id === place)) throw notThisPlace(place)
  if (asked.rule !== null) return checkedRule(asked.rule)
  if (asked.subjectKind !== 'applicant') throw ruleNeeded()
  const policy = policyOf(place, { level, answers: await answersOf(handle, place) })
  const years = said(policy.recordTermYears)
  const start = said(policy.recordTermStart)
  return {
    years: years.value,
    start: start.value,
    document: years.document,
    clause: years.clause,
    from: 'policy',
  }
}

function said<T>(answer: Answer<T>): {
  readonly value: T
  readonly document: string
  readonly clause: string
} {
  if (answer.kind === 'unspecified') throw termUnspecified(answer.question.zh)
  if (answer.kind === 'answered')
    return { value: answer.value, document: answer.office, clause: answer.ground }
  return { value: answer.value, document: citation(answer.policy), clause: answer.quotes[0].clause }
}

function checkedRule({ document, clause, years, start }: OwnRule): TermRule {
  if (!Number.isSafeInteger(years) || years < 1 || years > MOST_YEARS)
    throw badRecord('记录年限', `应为 1 到 ${MOST_YEARS} 的整数`)
  if (!TERM_STARTS.includes(start)) throw badRecord('起算日', '请从所列的起算日中选择')
  return {
    years,
    start,
    document: checkedWords('所依据的规定', document, 4, 100),
    clause: checkedWords('条款', clause, 1, 50),
    from: 'sector',
  }
}
