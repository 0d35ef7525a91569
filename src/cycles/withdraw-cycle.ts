import type { SealRoot } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { Step } from '../policy/rule.ts'
import { base64url } from '../signing/bytes.ts'
import { checkedGround } from './checked.ts'
import { eventsOf } from './find-events.ts'
import { cycleInUse } from './refusals.ts'
import { stepName } from '../policy/wording.ts'
import { cycleWithdrawals, sealedCycleWithdrawals } from './schema.ts'

// What only this cycle's own record holds, and goes with it; from the draw on others rest on it.
const OWN_RECORD: ReadonlySet<Step | 'plan'> = new Set<Step | 'plan'>([
  'plan',
  'notice',
  'expert-pool',
  'qualification-check',
])

/**
 * Step: withdraws a cycle the caller holds (`holdCycle`). `hanging`: what other capabilities keep of it, in words.
 * Answers `seals.cycle_withdrawals`. Refuses `cycles/cycle-in-use` with everything that hangs on it, `cycles/bad-ground`.
 */
export async function markWithdrawn(
  ctx: Context,
  tx: Transaction,
  record: string,
  of: { readonly cycleId: string; readonly ground: string; readonly hanging: readonly string[] },
): Promise<SealRoot> {
  const ground = checkedGround(of.ground)
  const steps = (await eventsOf(tx, of.cycleId)).flatMap(({ step }) =>
    OWN_RECORD.has(step) || step === 'plan' ? [] : [stepName(step).zh],
  )
  const hanging = [...new Set([...steps, ...of.hanging])]
  if (hanging.length > 0) throw cycleInUse(hanging)
  const { rows, sealRoot } = sealRows(
    sealedCycleWithdrawals,
    record,
    [
      {
        id: base64url(ctx.random(16)),
        cycleId: of.cycleId,
        ground,
        withdrawnOn: ctx.today(),
        withdrawnBy: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  await tx.insert(cycleWithdrawals).values([...rows])
  return sealRoot
}
