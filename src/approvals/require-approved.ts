import { holdGrants } from '../identity/hold-grants.ts'
import type { Role } from '../identity/role.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { byHuman } from './distinct-people.ts'
import {
  decisionsOn,
  holdRequest,
  latestRequest,
  type ApprovalRequest,
  type Decision,
} from './find-request.ts'
import { changed, notApproved, notRequested, returned, roleWithdrawn } from './refusals.ts'
import { progressOf } from './step.ts'

/** Who agreed, as the act may keep it. */
export interface ApprovedBy {
  readonly requestId: string
  readonly version: number
  readonly people: readonly {
    readonly step: number
    readonly role: Role
    readonly officeId: string
    readonly personId: string
    readonly accountId: string
    readonly decidedAt: Date
  }[]
}

/**
 * Step: refuses unless the subject's newest request was approved for exactly this digest, by as many distinct people
 * as its steps ask, none of them the preparer or excluded, each still holding the role now. Their roles and the request stay as
 * they are until commit. Call it before any row is locked and before `recordAct`. Refuses `approvals/not-requested`,
 * `/changed`, `/returned`, `/not-approved`, `/role-withdrawn`, `/snapshot-altered`.
 */
export async function requireApproved(
  _ctx: Context,
  tx: Transaction,
  asked: { readonly kind: string; readonly subjectId: string; readonly digest: string },
): Promise<ApprovedBy> {
  const request = await latestRequest(tx, asked)
  if (!request) throw notRequested()

  // 1. Roles first, then the request: the order everybody takes them in. Who decides in between does not count yet.
  const known = new Set<string>()
  const accounts = new Set<string>()
  for (const { id, accountId } of await decisionsOn(tx, request.id)) {
    known.add(id)
    accounts.add(accountId)
  }
  for (const accountId of [...accounts].toSorted()) await holdGrants(tx, { shared: accountId })
  await holdRequest(tx, request.id)

  // 2. Read again what can no longer change.
  const latest = await latestRequest(tx, asked)
  if (latest?.id !== request.id || request.digest !== asked.digest) throw changed()
  const decisions = (await decisionsOn(tx, request.id)).filter(({ id }) => known.has(id))
  if (decisions.some(({ decision }) => decision === 'returned')) throw returned()
  return {
    requestId: request.id,
    version: request.version,
    people: counted(request, await byHuman(tx, request, decisions)),
  }
}

function counted(request: ApprovalRequest, decisions: readonly Decision[]): ApprovedBy['people'] {
  const given = decisions.filter(({ digest }) => digest === request.digest)
  const { missing, isBroken } = progressOf(request.steps, given)
  if (missing > 0)
    throw given.some(({ isHeld }) => !isHeld) || isBroken ? roleWithdrawn() : notApproved(missing)
  return given
    .filter(({ isHeld }) => isHeld)
    .map(({ step, role, officeId, personId, accountId, decidedAt }) => ({
      step,
      role,
      officeId,
      personId,
      accountId,
      decidedAt,
    }))
}
