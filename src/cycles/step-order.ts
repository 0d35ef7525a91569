import type { Policy } from '../policy/policy-of.ts'
import type { PublicityKind, Step } from '../policy/rule.ts'
import type { CycleRoute } from './cycle.ts'
import { stepsOf } from './policy-of-cycle.ts'
import { sourceOf, type Source } from './source.ts'

/** The step a kind of publicity is. */
export const stepOfPublicity = (kind: PublicityKind): Step => `${kind}-publicity`

// 推荐 and 会前: their names say that the meeting comes after, even where the notice's order leaves them out.
const BEFORE_MEETING: readonly PublicityKind[] = ['recommendation', 'pre-meeting']

export interface EarlierStep {
  readonly step: Step
  /** What says that it comes before. */
  readonly source: Source | null
}

/** The steps that must be over before this one, in the policy's order; empty for one whose place nothing states. */
export function stepsBefore(policy: Policy, route: CycleRoute, step: Step): readonly EarlierStep[] {
  const order = stepsOf(policy, route)
  const place = order.indexOf(step)
  const stated = place === -1 ? [] : order.slice(0, place)
  const steps = stated.map((earlier) => ({ step: earlier, source: sourceOf(policy.steps) }))
  const meeting = order.indexOf('meeting')
  if (meeting === -1 || place < meeting) return steps
  const unplaced = publicityBeforeMeeting(policy, route).filter((each) => !order.includes(each))
  return [
    ...unplaced.map((earlier) => ({ step: earlier, source: sourceOf(policy.publicityKinds) })),
    ...steps,
  ]
}

/** The publicity that notices name without a place in their order, and that comes before the meeting. */
export function publicityBeforeMeeting(policy: Policy, route: CycleRoute): readonly Step[] {
  if (route !== 'review' || policy.publicityKinds.kind === 'unspecified') return []
  return policy.publicityKinds.value.filter((kind) => BEFORE_MEETING.includes(kind)).map(stepOfPublicity)
}
