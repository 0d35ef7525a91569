import { decisionsOn, latestRequest } from '../../approvals/find-request.ts'
import { progressOf } from '../../approvals/step.ts'
import type { Handle } from '../../platform/database.ts'
import { CHANGE_KIND } from './propose-change.ts'

/** How far a proposed change is. broken: a role was withdrawn after a later step was decided, it must be proposed anew. */
export type PlanStanding =
  | { readonly kind: 'applied' | 'approved' | 'returned' | 'broken' }
  | { readonly kind: 'open'; readonly missing: number }

/** Step: the newest request for a plan that was not carried out, and how it stands. */
export async function planStanding(
  handle: Handle,
  planId: string,
): Promise<{ readonly requestId: string | null; readonly standing: PlanStanding }> {
  const request = await latestRequest(handle, { kind: CHANGE_KIND, subjectId: planId })
  if (!request) return { requestId: null, standing: { kind: 'broken' } }
  const decisions = await decisionsOn(handle, request.id)
  const requestId = request.id
  if (decisions.some(({ decision }) => decision === 'returned'))
    return { requestId, standing: { kind: 'returned' } }
  const { missing, isBroken } = progressOf(request.steps, decisions)
  if (isBroken) return { requestId, standing: { kind: 'broken' } }
  return { requestId, standing: missing === 0 ? { kind: 'approved' } : { kind: 'open', missing } }
}
