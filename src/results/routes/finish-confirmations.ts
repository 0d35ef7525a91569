import { cycleById } from '../../cycles/find-cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { markStep } from '../../cycles/mark-step.ts'
import { cycleNotFound } from '../../cycles/refusals.ts'
import { requireStep } from '../../cycles/require-step.ts'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { confirmationsOfCycle, requireConfirmationsAnswered } from './find-confirmations.ts'

/**
 * Notes in the cycle that 职称确认 is over: every original title entered has its answer, or none was entered. Refuses
 * `cycles/cycle-not-found`, `cycles/step-not-reached`, `results/confirmations-open`.
 */
export async function finishConfirmations(
  ctx: Context,
  { cycleId }: { readonly cycleId: string },
): Promise<{ readonly sent: number; readonly confirmed: number }> {
  return ctx.database.transaction(async (tx) => {
    const cycle = await cycleById(tx, cycleId)
    await authorise(ctx, tx, 'lists.submit', cycle.officeId, cycleNotFound(cycleId))
    await requireStep(tx, cycleId, 'title-confirmation')
    await requireConfirmationsAnswered(tx, cycleId)
    const all = await confirmationsOfCycle(ctx, tx, cycleId)
    const confirmed = all.filter(({ answer }) => answer === 'genuine').length
    const facts = { sent: all.length, confirmed }
    const before = (await eventsOf(tx, cycleId)).find(({ step }) => step === 'title-confirmation')
    const record = entryRecord(ctx.random(16))
    const sealRoot = await markStep(ctx, tx, record, {
      cycleId,
      step: 'title-confirmation',
      day: ctx.today(),
      facts,
      replacesId: before?.id ?? null,
    })
    await recordAct(ctx, tx, {
      act: 'lists.submit',
      officeId: cycle.officeId,
      about: cycleId,
      facts: { step: 'title-confirmation', ...facts },
    })
    await appendEntries(tx, [
      {
        type: 'cycle.recorded',
        record,
        day: ctx.today(),
        seals: { cycle_events: sealRoot },
        facts: { cycle: cycleId, step: 'title-confirmation' },
      },
    ])
    return facts
  })
}
