import type { SealRoot } from '../../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { appliedPlans, changePlans, sealedAppliedPlans, sealedChangePlans } from '../schema.ts'

/** Step: a plan as its approvers will find it, under the entry of the request that asks them. */
export async function keepPlan(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  plan: UnsealedRow<typeof changePlans>,
): Promise<Readonly<Record<string, SealRoot>>> {
  const { rows, sealRoot } = sealRows(sealedChangePlans, entryRecord, [plan], ctx.random(32))
  await tx.insert(changePlans).values([...rows])
  return { change_plans: sealRoot }
}

/** Step: that a plan was carried out, under the entry of what it did. */
export async function keepApplied(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  planId: string,
): Promise<Readonly<Record<string, SealRoot>>> {
  const applied = { id: planId, appliedOn: ctx.today(), appliedBy: ctx.actor.name }
  const { rows, sealRoot } = sealRows(sealedAppliedPlans, entryRecord, [applied], ctx.random(32))
  await tx.insert(appliedPlans).values([...rows])
  return { applied_plans: sealRoot }
}
