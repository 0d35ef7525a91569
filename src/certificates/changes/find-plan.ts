import { eq } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { hex } from '../../signing/bytes.ts'
import { planNotFound } from '../refusals.ts'
import { appliedPlans, changePlans } from '../schema.ts'

export type ChangePlan = typeof changePlans.$inferSelect

/** A plan as desks see it; what it says of persons stays closed. */
const SHOWN = [
  'id',
  'authorityId',
  'scope',
  'act',
  'document',
  'decidedOn',
  'certificates',
  'preparedBy',
  'preparedOn',
] as const satisfies readonly (keyof ChangePlan)[]

export interface PlanView extends Pick<ChangePlan, (typeof SHOWN)[number]> {
  readonly digest: string
  readonly appliedOn: Day | null
}

/** Reads a plan. Refuses `certificates/plan-not-found`, also for one out of reach. */
export async function readPlan(ctx: Context, planId: string): Promise<PlanView> {
  const { read } = ctx.database
  const plan = await findPlan(read, planId)
  if (!plan) throw planNotFound(planId)
  await authorise(ctx, read, 'certificates.see', plan.authorityId, planNotFound(planId))
  const shown = Object.fromEntries(SHOWN.map((name) => [name, plan[name]]))
  return {
    ...(shown as Pick<ChangePlan, (typeof SHOWN)[number]>),
    digest: hex(plan.digest),
    appliedOn: await appliedOn(read, planId),
  }
}

export async function findPlan(handle: Handle, planId: string): Promise<ChangePlan | null> {
  const [plan] = await handle.select().from(changePlans).where(eq(changePlans.id, planId))
  return plan ?? null
}

/** The day a plan was carried out; null when it was not. */
export async function appliedOn(handle: Handle, planId: string): Promise<Day | null> {
  const [applied] = await handle.select().from(appliedPlans).where(eq(appliedPlans.id, planId))
  return applied?.appliedOn ?? null
}
