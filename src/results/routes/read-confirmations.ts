import type { Cycle } from '../../cycles/cycle.ts'
import { cycleNotFound } from '../../cycles/refusals.ts'
import { authorise, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { confirmationsOfCycle, type FoundConfirmation } from './find-confirmations.ts'

/** Shows the confirmations of a cycle to whoever may see its lists, and records whose they were. */
export async function readConfirmations(ctx: Context, cycle: Cycle): Promise<readonly FoundConfirmation[]> {
  return ctx.database.transaction(async (tx) => {
    const offices = await officesFor(ctx, tx, 'lists.see')
    // Who convenes it and who takes its filings both look.
    const officeId =
      offices === 'all' || offices.includes(cycle.officeId) ? cycle.officeId : cycle.filingAuthorityId
    await authorise(ctx, tx, 'lists.see', officeId, cycleNotFound(cycle.id))
    const found = await confirmationsOfCycle(ctx, tx, cycle.id)
    await recordAct(ctx, tx, {
      act: 'lists.see',
      officeId,
      about: cycle.id,
      subjects: found.map(({ personId }) => personId),
      facts: { confirmations: found.length },
    })
    return found
  })
}
