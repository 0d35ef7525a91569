import type { Handle } from '../platform/database.ts'
import { answersOf } from '../policy/answers-of.ts'
import { levelGroupOf, type LevelGroup } from '../policy/level-group.ts'
import { policyOf, type Policy } from '../policy/policy-of.ts'
import { STEPS, type Step } from '../policy/rule.ts'
import type { LevelCode } from '../titles/level.ts'
import type { Cycle, CycleRoute } from './cycle.ts'

/** The rules a cycle goes by: its notice, those above, and what offices answered. Without a level, of its highest. */
export async function policyOfCycle(
  handle: Handle,
  cycle: Pick<Cycle, 'place' | 'levels'>,
  level?: LevelCode,
): Promise<Policy> {
  return policyOf(cycle.place, {
    level: groupOf(level ?? highest(cycle.levels)),
    answers: await answersOf(handle, cycle.place),
  })
}

// Codes of GB/T 12407 grow downwards.
const highest = (levels: readonly LevelCode[]): LevelCode => levels.toSorted()[0] ?? '420'

const groupOf = (level: LevelCode): LevelGroup => levelGroupOf(level) ?? 'intermediate'

// What notices say of these they say of reviews; of 考核认定 and 资格确认 no source we hold states any of them.
const OF_REVIEWS: ReadonlySet<Step> = new Set(STEPS.slice(0, STEPS.indexOf('result-confirmation')))

/** The order the policy states, as far as it concerns the route; none where no source states one. */
export function stepsOf(policy: Policy, route: CycleRoute): readonly Step[] {
  if (policy.steps.kind === 'unspecified') return []
  return policy.steps.value.filter((step) => isOfRoute(step, route))
}

/** Has this route the step at all? */
export const isOfRoute = (step: Step, route: CycleRoute): boolean =>
  route === 'review' || !OF_REVIEWS.has(step)
