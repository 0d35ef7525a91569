import { desc, sql } from 'drizzle-orm'
import { approvalOfJoin, type JoinApproval } from './approval-of-join.ts'
import type { Day } from '../../calendar/day.ts'
import { authorise, authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import { lastJoin } from '../../people/join-of.ts'
import { personNames } from '../../people/person-names.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { findProposal, openGround, type Proposal } from './proposal.ts'
import { proposalNotFound } from './refusals.ts'
import { personJoinProposals } from './schema.ts'

/** waiting: for its reviewer; agreed: to be carried out; done: it holds; past: it was done and something followed, or never can be. */
export type JoinState = 'waiting' | 'agreed' | 'done' | 'past'

/** One in a list: never whose. */
export interface ListedJoin {
  readonly proposalId: string
  readonly act: Proposal['act']
  readonly proposedOn: Day
  readonly state: JoinState
}

/** Proposals within reach, the newest first, at most 200. Refuses `identity/not-allowed`. */
export async function listJoins(ctx: Context): Promise<readonly ListedJoin[]> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'persons.see')
  const offices = await officesFor(ctx, read, 'persons.see')
  const rows = await read
    .select()
    .from(personJoinProposals)
    .where(inScope(offices, sql`${personJoinProposals.officeId}`))
    .orderBy(desc(personJoinProposals.proposedOn), personJoinProposals.id)
    .limit(200)
  const listed: ListedJoin[] = []
  for (const row of rows) {
    const state = await stateOf(read, row, await approvalOfJoin(read, row))
    listed.push({ proposalId: row.id, act: row.act, proposedOn: row.proposedOn, state })
  }
  return listed
}

/** A proposal as those at work on it see it. */
export interface OpenedJoin extends ListedJoin {
  readonly officeId: string
  readonly people: readonly { readonly personId: string; readonly name: string }[]
  readonly ground: string
  readonly approval: JoinApproval | null
}

/** Opens a proposal; that somebody looked is recorded first. Refuses `integrity/join-not-found`, `people/erased`. */
export async function readJoin(ctx: Context, proposalId: string): Promise<OpenedJoin> {
  return ctx.database.transaction(async (tx) => {
    const proposal = await findProposal(tx, proposalId)
    const { act, oneId, otherId, officeId, proposedOn } = proposal
    await authorise(ctx, tx, 'persons.see', officeId, proposalNotFound(proposalId))
    const names = await personNames(ctx, tx, [oneId, otherId])
    const { ground } = await openGround(ctx, tx, proposal)
    const approval = await approvalOfJoin(tx, proposal)
    const state = await stateOf(tx, proposal, approval)
    await recordAct(ctx, tx, {
      act: 'persons.see',
      officeId,
      about: proposalId,
      subjects: [oneId, otherId],
    })
    const people = [oneId, otherId].map((personId) => ({ personId, name: names.get(personId) ?? '' }))
    return { proposalId, act, proposedOn, state, officeId, people, ground, approval }
  })
}

async function stateOf(
  handle: Handle,
  { oneId, otherId, position }: Proposal,
  approval: JoinApproval | null,
): Promise<JoinState> {
  const reached = (await lastJoin(handle, oneId, otherId))?.position ?? 0
  if (reached === position) return 'done'
  if (reached > position || approval === null) return 'past'
  return approval.isComplete ? 'agreed' : 'waiting'
}
