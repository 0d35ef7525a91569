import { grantsOf } from '../identity/authorise.ts'
import type { Role } from '../identity/role.ts'
import { revealText, type PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { recordAct } from '../trail/record-act.ts'
import type { Differences } from './differences.ts'
import { byHuman, isOwn } from './distinct-people.ts'
import {
  decisionsOn,
  findRequest,
  latestRequest,
  type ApprovalRequest,
  type Decision,
} from './find-request.ts'
import { isPreparer, maySee } from './may-see.ts'
import { requestNotFound } from './refusals.ts'
import { readShown } from './snapshot.ts'
import { fits, progressOf } from './step.ts'
import { isVoid } from './void-requests.ts'

/** Where a request stands, for who reads it. */
export interface RequestView {
  readonly request: Omit<ApprovalRequest, 'snapshotHash'>
  /** The first step that lacks people; the number of steps when none does. */
  readonly current: number
  readonly state: 'open' | 'complete' | 'returned' | 'superseded' | 'broken'
  readonly decisions: readonly DecisionView[]
  /** May the reader decide it now? */
  readonly isTheirTurn: boolean
  readonly isOwn: boolean
  /** Against the version before; null for who may not see the content. */
  readonly differences: Differences | null
}

export interface DecisionView {
  readonly step: number
  readonly role: Role
  readonly accountId: string
  readonly decision: 'approved' | 'returned'
  /** Why it went back; null for who may not see the content. */
  readonly comment: string | null
  readonly decidedAt: Date
  /** False: the role was withdrawn since, and it does not count. */
  readonly counts: boolean
}

/**
 * Shows one request; looking at its content is recorded before anything is shown. Refuses `approvals/not-found`, also
 * for requests of others.
 */
export async function readRequest(ctx: Context, requestId: string): Promise<RequestView> {
  const handle = ctx.database.read
  const request = await findRequest(handle, requestId)
  const sees = request && (await maySee(ctx, handle, request))
  if (!request || !sees) throw requestNotFound()
  const shown = sees === 'content' ? await readShown(ctx, handle, request) : null
  if (shown) await recordLook(ctx, request)

  const decisions = await decisionsOn(handle, requestId)
  const latest = await latestRequest(handle, request)
  const { current, isBroken } = progressOf(request.steps, await byHuman(handle, request, decisions))
  const isReturned = decisions.some(({ decision }) => decision === 'returned')
  const isComplete = current === request.steps.length
  const standing = isReturned ? 'returned' : isBroken ? 'broken' : isComplete ? 'complete' : 'open'
  const isLatest = latest?.id === request.id && !(await isVoid(handle, request, decisions))
  const state = isLatest ? standing : 'superseded'
  const { snapshotHash: _, ...told } = request
  return {
    request: told,
    current,
    state,
    decisions: decisions.map((decision) => decisionView(decision, shown?.key ?? null)),
    isTheirTurn: state === 'open' && (await isTurnOf(ctx, handle, request, { current, decisions })),
    isOwn: isPreparer(ctx, request),
    differences: shown?.differences ?? null,
  }
}

const recordLook = (
  ctx: Context,
  { id, officeId, kind, subjectId, version }: ApprovalRequest,
): Promise<void> =>
  ctx.database.transaction((tx) =>
    recordAct(ctx, tx, {
      act: 'approvals.see',
      officeId,
      about: id,
      facts: { kind, subject: subjectId, version },
    }),
  )

const decisionView = (
  { id, step, role, accountId, decision, comment, decidedAt, isHeld }: Decision,
  key: PersonKey | null,
): DecisionView => ({
  step,
  role,
  accountId,
  decision,
  comment:
    key && comment ? revealText(key, { column: 'approval_decisions.comment', row: id }, comment) : null,
  decidedAt,
  counts: isHeld,
})

async function isTurnOf(
  ctx: Context,
  handle: Handle,
  request: ApprovalRequest,
  { current, decisions }: { readonly current: number; readonly decisions: readonly Decision[] },
): Promise<boolean> {
  const { personId } = ctx.actor
  const step = request.steps[current]
  if (!step || personId === null || (await isOwn(ctx, handle, request))) return false
  if (decisions.some((each) => each.personId === personId)) return false
  return fits(step, await grantsOf(handle, ctx.actor))
}
