import { LEVEL_GROUPS, type LevelGroup } from './level-group.ts'
import { policyOf, type Answer, type Answered, type LocalAnswer } from './policy-of.ts'
import { labelOf, RULE_GROUPS, wordsOf } from './rule-book.ts'
import type { RuleName, Rules } from './rule.ts'
import type { Words } from './wording.ts'

/** One answer to one rule, for the levels that share it. */
export interface PolicyLine {
  readonly rule: RuleName
  readonly label: Words
  /** Empty: for every level asked about. */
  readonly levels: readonly LevelGroup[]
  readonly answer: Answer<Rules[RuleName]>
  /** The value in words; null when no source states it. */
  readonly words: Words | null
}

export interface PolicySection {
  readonly title: Words
  readonly lines: readonly PolicyLine[]
}

/** A place's rules as people read them, level by level where levels differ; refuses an unknown place. */
export function policyTable(
  place: string,
  level: LevelGroup | null = null,
  answers: readonly LocalAnswer[] = [],
): readonly PolicySection[] {
  const policy = policyOf(place, { answers })
  const asked = level === null ? LEVEL_GROUPS : [level]
  const linesOf = (rule: RuleName): readonly PolicyLine[] =>
    shared(asked, policy[rule]).map(({ levels, answer }) => ({
      rule,
      label: labelOf(rule),
      levels: levels.length === asked.length ? [] : levels,
      answer,
      words: answer.kind === 'unspecified' ? null : wordsOf(rule, answer.value),
    }))
  return RULE_GROUPS.map(({ title, rules }) => ({ title, lines: rules.flatMap(linesOf) }))
}

type AnyAnswer = Answer<Rules[RuleName]>

interface SharedAnswer {
  readonly levels: readonly LevelGroup[]
  readonly answer: AnyAnswer
}

/** The answers, each once with the levels it is for. */
function shared(
  asked: readonly LevelGroup[],
  answers: Readonly<Record<LevelGroup, AnyAnswer>>,
): readonly SharedAnswer[] {
  const lines: { levels: LevelGroup[]; answer: AnyAnswer }[] = []
  for (const level of asked) {
    const same = lines.find(({ answer }) => isSame(answer, answers[level]))
    if (same) same.levels.push(level)
    else lines.push({ levels: [level], answer: answers[level] })
  }
  return lines
}

// Answers are the same when the same passage gives them.
function isSame(a: AnyAnswer, b: AnyAnswer): boolean {
  if (a.kind === 'stated') return b.kind === 'stated' && a.quotes === b.quotes
  if (a.kind === 'answered' || b.kind === 'answered')
    return a.kind === 'answered' && b.kind === 'answered' && isSameAnswer(a, b)
  if (b.kind === 'stated' || a.precedents.length !== b.precedents.length) return false
  return a.precedents.every((precedent, i) => precedent.quotes === b.precedents[i]?.quotes)
}

const isSameAnswer = (a: Answered<unknown>, b: Answered<unknown>): boolean =>
  a.value === b.value && a.ground === b.ground && a.policy === b.policy
