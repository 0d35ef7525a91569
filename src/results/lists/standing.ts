import { decisionsOn, latestRequest, type ApprovalRequest } from '../../approvals/find-request.ts'
import { progressOf } from '../../approvals/step.ts'
import type { Handle } from '../../platform/database.ts'
import type { FoundList } from './find-list.ts'
import { LIST_APPROVAL } from './submit-list.ts'

/**
 * Where a list stands on its way to a document; `requestId`: the review that says so. broken: somebody lost the role
 * they approved in after a later step was decided, so that only a new submission helps.
 */
export type Standing =
  | { readonly kind: 'confirmed' | 'replaced' | 'imported' | 'candidates'; readonly requestId: null }
  | { readonly kind: 'in-review'; readonly requestId: string; readonly missing: number }
  | { readonly kind: 'returned' | 'approved' | 'broken'; readonly requestId: string }

export async function standingOf(handle: Handle, list: FoundList): Promise<Standing> {
  if (list.document !== null) return { kind: 'confirmed', requestId: null }
  if (list.replacedBy !== null) return { kind: 'replaced', requestId: null }
  if (list.stage === 'candidates') return { kind: 'candidates', requestId: null }
  const request = await latestRequest(handle, { kind: LIST_APPROVAL, subjectId: list.id })
  if (!request) return { kind: 'imported', requestId: null }
  return approvalStanding(handle, request)
}

/** Where one request stands. */
export async function approvalStanding(
  handle: Handle,
  request: ApprovalRequest,
): Promise<Exclude<Standing, { readonly requestId: null }>> {
  const requestId = request.id
  const decisions = await decisionsOn(handle, requestId)
  if (decisions.some(({ decision }) => decision === 'returned')) return { kind: 'returned', requestId }
  const { missing, isBroken } = progressOf(
    request.steps,
    decisions.filter(({ decision }) => decision === 'approved'),
  )
  if (isBroken) return { kind: 'broken', requestId }
  return missing === 0 ? { kind: 'approved', requestId } : { kind: 'in-review', requestId, missing }
}
