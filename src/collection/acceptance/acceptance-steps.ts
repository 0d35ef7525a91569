import type { ApprovalStep } from '../../approvals/step.ts'
import type { Assignment } from '../programme/find-programme.ts'
import type { ProgrammeRules } from '../programme/programme.ts'

/** Who agrees, in the programme's order; where an office reports to itself, two different people of it. */
export const stepsFor = (
  { checkedBy }: ProgrammeRules,
  { officeId, assignedById }: Assignment,
): readonly ApprovalStep[] =>
  checkedBy.map((checker) => ({
    role: 'reviewer',
    officeId: checker === 'reporting' ? officeId : assignedById,
    people: 1,
  }))
