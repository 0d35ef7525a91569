import { requireApproved } from '../../approvals/require-approved.ts'
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
import { currentList } from '../lists/candidates.ts'
import { FILING_APPROVAL, filingSubject, isAccepted, latestFiling } from './find-filing.ts'
import { packetDigest, stageOfFiling, stepOfFiling, type FilingKind } from './packet.ts'
import { filingAccepted, filingNotFound, filingOutdated } from './refusals.ts'

/**
 * Takes in the filing that was approved: the step is done, as of the day it was handed in. Refuses
 * `results/filing-not-found`, `/filing-accepted`, `/filing-outdated` when the list is another one by now, and as
 * `requireApproved`.
 */
export async function acceptFiling(
  ctx: Context,
  { cycleId, kind }: { readonly cycleId: string; readonly kind: FilingKind },
): Promise<void> {
  const record = entryRecord(ctx.random(16))
  await ctx.database.transaction(async (tx) => {
    const cycle = await cycleById(tx, cycleId)
    await authorise(ctx, tx, 'filings.decide', cycle.filingAuthorityId, cycleNotFound(cycleId))
    const filing = await latestFiling(tx, cycleId, kind)
    if (!filing) throw filingNotFound(cycleId, kind)
    const subjectId = filingSubject(cycleId, kind)
    await requireApproved(ctx, tx, { kind: FILING_APPROVAL, subjectId, digest: packetDigest(filing) })
    await requireStep(tx, cycleId, stepOfFiling(kind))
    if (await isAccepted(tx, filing)) throw filingAccepted(kind)
    const list = await currentList(tx, cycleId, stageOfFiling(kind))
    if ((list?.id ?? null) !== filing.listId) throw filingOutdated()

    const { submittedOn, late } = filing
    // What was taken in of a list that was corrected since: this one takes its place.
    const before = (await eventsOf(tx, cycleId)).find(({ step }) => step === stepOfFiling(kind))
    const seal = await markStep(ctx, tx, record, {
      cycleId,
      step: stepOfFiling(kind),
      day: ctx.today(),
      about: filing.id,
      facts: { submittedOn, late },
      replacesId: before?.id ?? null,
    })
    await recordAct(ctx, tx, {
      act: 'filings.decide',
      officeId: cycle.filingAuthorityId,
      about: filing.id,
      facts: { kind, late },
    })
    await appendEntries(tx, [
      {
        type: 'filing.accepted',
        record,
        day: ctx.today(),
        seals: { cycle_events: seal },
        facts: { kind, submittedOn, late },
      },
    ])
  })
}
