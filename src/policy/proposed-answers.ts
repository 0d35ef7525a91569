import type { RuleName, Rules } from './rule.ts'

/**
 * What an office may answer where a notice wants something and does not say how: an offer, no rule, and nothing holds
 * before somebody entitled to has answered. 三审三校: 川人社函〔2022〕394号 is not held.
 */
export const PROPOSED_ANSWERS = {
  threeReviewsRounds: [
    { of: '初审初校', by: '评委会组建单位' },
    { of: '复审复校', by: '评委会组建单位' },
    { of: '终审终校', by: '发证机关' },
  ],
} as const satisfies { readonly [R in RuleName]?: Rules[R] }

/** Null where nothing is offered. */
export function proposedFor<R extends RuleName>(rule: R): Rules[R] | null {
  const offers: { readonly [N in RuleName]?: Rules[N] } = PROPOSED_ANSWERS
  return offers[rule] ?? null
}
