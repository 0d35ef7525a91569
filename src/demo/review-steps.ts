import type { Cycle } from '../cycles/cycle.ts'
import { stepsOf } from '../cycles/policy-of-cycle.ts'
import type { OwnStep } from '../cycles/step-facts.ts'
import { publicityBeforeMeeting } from '../cycles/step-order.ts'
import type { Policy } from '../policy/policy-of.ts'
import type { Step } from '../policy/rule.ts'

/**
 * What a walk does, in order: the policy's own steps, the publicity it names without a place before the meeting's
 * draw, and in the end the document and the certificates, whether or not it states their place.
 */
export function walkedSteps(policy: Policy, { route }: Pick<Cycle, 'route'>): readonly Step[] {
  const order = stepsOf(policy, route)
  const unplaced = publicityBeforeMeeting(policy, route).filter((step) => !order.includes(step))
  const before = order.findIndex((step) => step === 'expert-draw' || step === 'meeting')
  const at = before === -1 ? 0 : before
  const all = withExamination([...order.slice(0, at), ...unplaced, ...order.slice(at)])
  return [...all, ...(['document', 'certificate'] as const).filter((step) => !order.includes(step))]
}

/** 资格审核: what a filing before the meeting reports, also where the notice gives it no place of its own. */
function withExamination(steps: readonly Step[]): readonly Step[] {
  const before = steps.findIndex((step) => step === 'title-confirmation' || step === 'pre-meeting-filing')
  if (before === -1 || steps.includes('qualification-check')) return steps
  return [...steps.slice(0, before), 'qualification-check', ...steps.slice(before)]
}

/** What somebody counts at each step without a desk of its own, so that no rule of a notice is broken. */
export function stepFacts(
  step: OwnStep,
  people: { readonly candidates: number; readonly passed: number; readonly today: string },
): Readonly<Record<string, string | number>> {
  const { candidates, passed, today } = people
  const facts: Readonly<Record<OwnStep, Readonly<Record<string, string | number>>>> = {
    notice: { where: '信息平台和门户网站', filedOn: today },
    'expert-pool': { experts: 60 },
    'qualification-check': { accepted: candidates, rejected: 3 },
    'expert-draw': { members: 9, spares: 2, outsiders: 3, drawers: 3, supervisors: 2 },
    meeting: {
      present: 9,
      supervisors: 2,
      readers: 3,
      votes: 9,
      fewestVotes: 7,
      signed: 9,
      applicants: candidates,
      passed,
    },
    'bureau-recheck': { passed, failed: 0 },
    upload: { people: passed },
    'bureau-audit': { people: passed },
    'data-collection': { people: passed },
  }
  return facts[step]
}
