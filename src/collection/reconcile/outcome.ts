import type { Against, Verdict } from './schema.ts'

/**
 * What somebody decides about two sides. one-title: they are one, in each field the side that is right; two-titles: both
 * stand; leave-out: the row is wrong and becomes nothing; same-person, different-persons: of a number under two names; of
 * a title that is missing: still-stands, or take-back.
 */
export const OUTCOMES = [
  'one-title',
  'two-titles',
  'leave-out',
  'same-person',
  'different-persons',
  'still-stands',
  'take-back',
] as const
export type Outcome = (typeof OUTCOMES)[number]

const NAMES: Readonly<Record<Outcome, string>> = {
  'one-title': '是同一项职称，逐项选定',
  'two-titles': '是两项职称，都保留',
  'leave-out': '本表这一行有误，不收入',
  'same-person': '是同一个人（改名、曾用名），逐项选定',
  'different-persons': '不是同一个人（号码重复或写错）',
  'still-stands': '仍然有效，保留',
  'take-back': '原来收错了，撤下',
}

/** The same, where it is not about a number with two names but about somebody without a number. */
const OF_LIKENESS: Readonly<Partial<Record<Outcome, string>>> = {
  'same-person': '是同一个人：合为一项，号码以有的一方为准',
  'different-persons': '不是同一个人（同名同单位）',
}

export const outcomeName = (outcome: Outcome, against: Against): string =>
  (against === 'likeness' ? OF_LIKENESS[outcome] : undefined) ?? NAMES[outcome]

/** What may be decided about it; nothing of what is the same. */
export function outcomesFor({
  verdict,
  against,
}: {
  readonly verdict: Verdict
  readonly against: Against
}): readonly Outcome[] {
  if (verdict === 'same') return []
  if (verdict === 'missing') return ['still-stands', 'take-back']
  if (against === 'namesake' || against === 'likeness')
    return ['same-person', 'different-persons', 'leave-out']
  return ['one-title', 'two-titles', 'leave-out']
}

/** Does this outcome want a side chosen for every field that differs? */
export const choosesFields = (outcome: Outcome): boolean =>
  outcome === 'one-title' || outcome === 'same-person'
