import { decisionsOn, latestRequest } from '../../approvals/find-request.ts'
import { progressOf } from '../../approvals/step.ts'
import type { Handle } from '../../platform/database.ts'
import { hex } from '../../signing/bytes.ts'
import type { VersionRow } from './content.ts'
import { RECORD_APPROVAL } from './submit-record.ts'

/** Where the approval of exactly this version stands; null: it was not asked for, or was returned. */
export async function approvalOf(
  handle: Handle,
  version: VersionRow,
): Promise<{ readonly requestId: string; readonly words: string; readonly isComplete: boolean } | null> {
  const request = await latestRequest(handle, { kind: RECORD_APPROVAL, subjectId: version.recordId })
  if (request === null || request.digest !== hex(version.digest)) return null
  const decisions = await decisionsOn(handle, request.id)
  if (decisions.some(({ decision }) => decision === 'returned')) return null
  const { missing } = progressOf(request.steps, decisions)
  return {
    requestId: request.id,
    words: missing === 0 ? '已批准，待办理生效' : `送审中，还差 ${missing} 人`,
    isComplete: missing === 0,
  }
}
