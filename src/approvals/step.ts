import { changes } from '../identity/act.ts'
import { roleRow, type Grant, type Role } from '../identity/role.ts'

/** Who has to agree at one step: so many people who hold the role for exactly this office. */
export interface ApprovalStep {
  readonly role: Role
  readonly officeId: string
  readonly people: number
  /** What this step is called where the role says too little: 复审复校. */
  readonly name?: string
}

/** Steps are data of policy, not input: a list that nobody could satisfy, or that asks who only looks, is a bug. */
export function checkSteps(steps: readonly ApprovalStep[]): void {
  if (steps.length < 1 || steps.length > 20) throw new RangeError('an approval has 1 to 20 steps')
  for (const { role, people } of steps) {
    if (!Number.isSafeInteger(people) || people < 1 || people > 20)
      throw new RangeError('a step asks 1 to 20 people')
    if (!roleRow(role).acts.some(changes)) throw new RangeError(`a ${role} sees and never decides`)
  }
}

/** Is one of these grants what the step asks for? */
export const fits = (step: ApprovalStep, grants: readonly Grant[]): boolean =>
  grants.some(({ role, officeId }) => role === step.role && officeId === step.officeId)

/** Somebody's approval, and whether they still hold the role they gave it in. */
export interface Given {
  readonly step: number
  readonly personId: string
  readonly isHeld: boolean
}

export interface Progress {
  /** The first step that lacks people; the number of steps when none does. */
  readonly current: number
  /** People still to agree, all steps together. */
  readonly missing: number
  /** A later step was decided, and then somebody before it lost their role: this version cannot be mended. */
  readonly isBroken: boolean
}

/** Where a request stands now. */
export function progressOf(steps: readonly ApprovalStep[], given: readonly Given[]): Progress {
  const lacking = steps.map(({ people }, step) => {
    const counted = given.filter((each) => each.step === step && each.isHeld)
    return Math.max(0, people - new Set(counted.map(({ personId }) => personId)).size)
  })
  const open = lacking.findIndex((count) => count > 0)
  const current = open === -1 ? steps.length : open
  return {
    current,
    missing: lacking.reduce((sum, count) => sum + count, 0),
    isBroken: given.some(({ step }) => step > current),
  }
}
