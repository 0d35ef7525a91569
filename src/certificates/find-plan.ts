import { authorise } from '../identity/authorise.ts'
import type { Context } from '../platform/context.ts'
import { hex } from '../signing/bytes.ts'
import { findPlan, type ChangePlan } from './apply-change.ts'
import { planNotFound } from './refusals.ts'

/** A plan as desks see it; what it says of persons stays closed. */
export interface PlanView extends Pick<
  ChangePlan,
  | 'id'
  | 'authorityId'
  | 'scope'
  | 'act'
  | 'document'
  | 'decidedOn'
  | 'certificates'
  | 'preparedBy'
  | 'preparedOn'
  | 'appliedOn'
> {
  readonly digest: string
}

/** Reads a plan. Refuses `certificates/plan-not-found`, also for one out of reach. */
export async function readPlan(ctx: Context, planId: string): Promise<PlanView> {
  const { read } = ctx.database
  const plan = await findPlan(read, planId)
  if (!plan) throw planNotFound(planId)
  await authorise(ctx, read, 'certificates.see', plan.authorityId, planNotFound(planId))
  const {
    id,
    authorityId,
    scope,
    act,
    document,
    decidedOn,
    certificates,
    preparedBy,
    preparedOn,
    appliedOn,
  } = plan
  return {
    id,
    authorityId,
    scope,
    act,
    document,
    decidedOn,
    certificates,
    preparedBy,
    preparedOn,
    appliedOn,
    digest: hex(plan.digest),
  }
}
