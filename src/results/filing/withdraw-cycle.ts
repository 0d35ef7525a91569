import { eq } from 'drizzle-orm'
import { cycleById } from '../../cycles/find-cycle.ts'
import { cycleNotFound } from '../../cycles/refusals.ts'
import { holdCycle } from '../../cycles/require-step.ts'
import { markWithdrawn } from '../../cycles/withdraw-cycle.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { listEvidence } from '../lists/evidence/schema.ts'
import { resultLists } from '../lists/schema.ts'
import { filingName } from './packet.ts'
import { filings } from './schema.ts'

/**
 * Withdraws a cycle that was entered by mistake or refused, on a stated ground, so that the same year can be entered
 * anew. Refuses `cycles/cycle-in-use` with everything that hangs on it, `cycles/cycle-withdrawn`,
 * `cycles/cycle-not-found`, `cycles/bad-ground`.
 */
export async function withdrawCycle(
  ctx: Context,
  { cycleId, ground }: { readonly cycleId: string; readonly ground: string },
): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const cycle = await cycleById(tx, cycleId)
    await authorise(ctx, tx, 'cycles.manage', cycle.officeId, cycleNotFound(cycleId))
    await holdCycle(tx, cycleId)
    const record = entryRecord(ctx.random(16))
    const hanging = await hangingOn(tx, cycleId)
    const seal = await markWithdrawn(ctx, tx, record, { cycleId, ground, hanging })
    const { officeId } = cycle
    await recordAct(ctx, tx, { act: 'cycles.manage', officeId, about: cycleId, facts: { withdrawn: true } })
    await appendEntries(tx, [
      {
        type: 'cycle.withdrawn',
        record,
        day: ctx.today(),
        seals: { cycle_withdrawals: seal },
        facts: { cycle: cycleId },
      },
    ])
  })
}

/** Everything else of a cycle (publications, objections, documents) rests on one of its lists. */
async function hangingOn(tx: Transaction, cycleId: string): Promise<readonly string[]> {
  const [list] = await tx
    .select({ id: resultLists.id })
    .from(resultLists)
    .where(eq(resultLists.cycleId, cycleId))
    .limit(1)
  const [paper] = await tx
    .select({ id: listEvidence.id })
    .from(listEvidence)
    .where(eq(listEvidence.cycleId, cycleId))
    .limit(1)
  const filed = await tx
    .selectDistinct({ kind: filings.kind })
    .from(filings)
    .where(eq(filings.cycleId, cycleId))
  return [
    ...(list ? ['名单'] : []),
    ...(paper ? ['支撑材料'] : []),
    ...filed.map(({ kind }) => `已报送的${filingName(kind)}`),
  ]
}
