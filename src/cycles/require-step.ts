import { eq } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import type { Step } from '../policy/rule.ts'
import { cycleById } from './find-cycle.ts'
import { eventsOf } from './find-events.ts'
import { policyOfCycle } from './policy-of-cycle.ts'
import { cycleNotFound, cycleWithdrawn, stepNotReached } from './refusals.ts'
import { cycleWithdrawals, reviewCycles } from './schema.ts'
import { stepsBefore } from './step-order.ts'

/**
 * Step: refuses unless every step that the policy puts before this one was done; holds the cycle until commit, so call
 * it after `authorise` and `requireApproved`. Refuses `cycles/step-not-reached`, and as `holdCycle`.
 */
export async function requireStep(tx: Transaction, cycleId: string, step: Step): Promise<void> {
  await holdCycle(tx, cycleId)
  const cycle = await cycleById(tx, cycleId)
  const policy = await policyOfCycle(tx, cycle)
  const done = new Set((await eventsOf(tx, cycleId)).map((event) => event.step))
  const missing = stepsBefore(policy, cycle.route, step).find((earlier) => !done.has(earlier.step))
  if (missing) throw stepNotReached(step, missing)
}

/** Step: waits for whoever changes the cycle, beside others who only wait; until commit. */
export async function waitForCycle(tx: Transaction, cycleId: string): Promise<void> {
  await tx.select({ id: reviewCycles.id }).from(reviewCycles).where(eq(reviewCycles.id, cycleId)).for('share')
}

/** Step: one change of a cycle at a time, until commit. Refuses `cycles/cycle-not-found`, `cycles/cycle-withdrawn`. */
export async function holdCycle(tx: Transaction, cycleId: string): Promise<void> {
  const [row] = await tx
    .select({ id: reviewCycles.id })
    .from(reviewCycles)
    .where(eq(reviewCycles.id, cycleId))
    .for('update')
  if (!row) throw cycleNotFound(cycleId)
  const [withdrawn] = await tx
    .select({ id: cycleWithdrawals.id })
    .from(cycleWithdrawals)
    .where(eq(cycleWithdrawals.cycleId, cycleId))
  if (withdrawn) throw cycleWithdrawn()
}
