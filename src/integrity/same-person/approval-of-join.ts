import { decisionsOn, latestRequest } from '../../approvals/find-request.ts'
import { progressOf } from '../../approvals/step.ts'
import type { Handle } from '../../platform/database.ts'
import { JOIN_APPROVAL, type Proposal } from './proposal.ts'

export interface JoinApproval {
  readonly requestId: string
  readonly isComplete: boolean
}

/** Where the approval of a proposal stands; null: it was returned. */
export async function approvalOfJoin(
  handle: Handle,
  { id }: Pick<Proposal, 'id'>,
): Promise<JoinApproval | null> {
  const request = await latestRequest(handle, { kind: JOIN_APPROVAL, subjectId: id })
  if (request === null) return null
  const decisions = await decisionsOn(handle, request.id)
  if (decisions.some(({ decision }) => decision === 'returned')) return null
  return { requestId: request.id, isComplete: progressOf(request.steps, decisions).missing === 0 }
}
