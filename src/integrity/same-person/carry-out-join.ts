import { requireApproved } from '../../approvals/require-approved.ts'
import { authorise } from '../../identity/authorise.ts'
import { openBatch } from '../../ledger/day-batch.ts'
import { lastJoin } from '../../people/join-of.ts'
import { mergePersons } from '../../people/merge-persons.ts'
import { unmergePersons } from '../../people/unmerge-persons.ts'
import type { Context } from '../../platform/context.ts'
import { hex } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { promised } from '../../trail/waiting.ts'
import { findProposal, JOIN_APPROVAL, openGround, proposalDigest } from './proposal.ts'
import { joinSettled, proposalNotFound } from './refusals.ts'

/**
 * Carries out what was agreed: from this commit on the two are asked for together, or apart. Once, and only while the pair
 * is as it was when it was proposed. Refuses `integrity/join-not-found`, `/join-settled`, `people/already-joined`,
 * `/not-joined`, `/erased`, `approvals/…`, `identity/not-allowed`.
 */
export async function carryOutJoin(ctx: Context, proposalId: string): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    const proposal = await findProposal(tx, proposalId)
    const { act, oneId, otherId, officeId, position } = proposal
    await authorise(ctx, tx, 'persons.join', officeId, proposalNotFound(proposalId))
    const said = await openGround(ctx, tx, proposal)
    const digest = proposalDigest(proposal, said)
    await requireApproved(ctx, tx, { kind: JOIN_APPROVAL, subjectId: proposalId, digest })
    const last = await lastJoin(tx, oneId, otherId)
    if ((last?.position ?? 0) + 1 !== position || digest !== hex(proposal.digest)) throw joinSettled()
    const batch = await openBatch(ctx, tx)
    const pair = { oneId, otherId, officeId, ground: said.ground }
    const { waits } =
      act === 'merge' ? await mergePersons(ctx, tx, batch, pair) : await unmergePersons(ctx, tx, batch, pair)
    await recordAct(ctx, tx, {
      act: 'persons.join',
      officeId,
      about: proposalId,
      subjects: [oneId, otherId],
      facts: { what: act === 'merge' ? 'merged' : 'parted', ...promised(batch, waits) },
    })
  })
}
