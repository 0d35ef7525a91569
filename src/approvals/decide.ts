import { eq } from 'drizzle-orm'
import { grantsOf } from '../identity/authorise.ts'
import { holdGrants } from '../identity/hold-grants.ts'
import { appendEntries } from '../ledger/append.ts'
import { isBatch, openBatch, waitingRows } from '../ledger/day-batch.ts'
import { entryRecord } from '../ledger/entry.ts'
import { sealRows } from '../ledger/seal.ts'
import { NONCE_LENGTH, protectText } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import { uniqueViolation, type Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { recordAct } from '../trail/record-act.ts'
import { promised } from '../trail/waiting.ts'
import { byHuman, isOwn, ownIds } from './distinct-people.ts'
import {
  decisionsOn,
  findRequest,
  holdRequest,
  latestRequest,
  sealerOf,
  type ApprovalRequest,
} from './find-request.ts'
import { maySee } from './may-see.ts'
import {
  alreadyComplete,
  alreadyDecided,
  badDigest,
  changed,
  noLongerAsked,
  notAPerson,
  notYours,
  outOfOrder,
  ownRequest,
  requestNotFound,
  returned,
  roleWithdrawn,
  superseded,
} from './refusals.ts'
import { DIGEST } from './request-approval.ts'
import { approvalDecisions, approvalQueue, sealedApprovalDecisions } from './schema.ts'
import { readShown, type Shown } from './snapshot.ts'
import { fits, progressOf, type ApprovalStep } from './step.ts'
import { isVoid } from './void-requests.ts'

export interface Decided {
  readonly requestId: string
  readonly decision: 'approved' | 'returned'
  /** Of the step decided, beginning with 0. */
  readonly step: number
  /** Nobody is missing any more. */
  readonly isComplete: boolean
}

interface Deciding {
  readonly requestId: string
  /** As the decider saw it. */
  readonly digest: string
  readonly decision: 'approved' | 'returned'
  /** Why it goes back. */
  readonly comment: string | null
}

interface Decider {
  readonly personId: string
  readonly accountId: string
}

/** What `approve` and `returnRequest` share: one decision of one person on the step whose turn it is. */
export async function decide(ctx: Context, input: Deciding): Promise<Decided> {
  const { personId, accountId } = ctx.actor
  if (ctx.actor.kind !== 'account' || personId === null || accountId === null) throw notAPerson()
  if (!DIGEST.test(input.digest)) throw badDigest()

  // 1. What never changes is read before anybody has to wait for us.
  const request = await findRequest(ctx.database.read, input.requestId)
  if (!request || !(await maySee(ctx, ctx.database.read, request))) throw requestNotFound()
  if (await isOwn(ctx, ctx.database.read, request)) throw ownRequest()
  if (input.digest !== request.digest) throw changed()
  const shown = await readShown(ctx, ctx.database.read, request)
  const own = await ownIds(ctx, ctx.database.read)

  try {
    return await ctx.database.transaction(async (tx) => {
      // 2. Our own roles stay until commit, then one decision at a time.
      await holdGrants(tx, { shared: accountId })
      await holdRequest(tx, request.id)
      const { step, isLast } = await turnOf(ctx, tx, request, own)
      await store(ctx, tx, { request, shown, input, step, decider: { personId, accountId } })
      const isOver = isLast || input.decision === 'returned'
      if (isOver) await tx.delete(approvalQueue).where(eq(approvalQueue.requestId, request.id))
      return {
        requestId: request.id,
        decision: input.decision,
        step,
        isComplete: isLast && input.decision === 'approved',
      }
    })
  } catch (error) {
    if (uniqueViolation(error) === 'approval_decisions_person') throw alreadyDecided()
    throw error
  }
}

/** The step that may be decided now, by this person; `isLast`: they are the last who is missing. */
async function turnOf(
  ctx: Context,
  tx: Transaction,
  request: ApprovalRequest,
  own: readonly string[],
): Promise<{ readonly step: number; readonly isLast: boolean }> {
  const latest = await latestRequest(tx, request)
  if (latest && latest.id !== request.id) throw superseded(latest.version)
  const decisions = await decisionsOn(tx, request.id)
  if (decisions.some(({ decision }) => decision === 'returned')) throw returned()
  if (decisions.some((each) => own.includes(each.personId))) throw alreadyDecided()
  if (await isVoid(tx, request, decisions)) throw noLongerAsked()

  const { current, missing, isBroken } = progressOf(request.steps, await byHuman(tx, request, decisions))
  if (isBroken) throw roleWithdrawn()
  if (current === request.steps.length) throw alreadyComplete()
  const grants = await grantsOf(tx, ctx.actor)
  if (!fits(request.steps[current] as ApprovalStep, grants))
    throw request.steps.slice(current + 1).some((step) => fits(step, grants))
      ? outOfOrder(current)
      : notYours()
  return { step: current, isLast: missing === 1 }
}

interface Storing {
  readonly request: ApprovalRequest
  readonly shown: Shown
  readonly input: Deciding
  readonly step: number
  readonly decider: Decider
}

async function store(
  ctx: Context,
  tx: Transaction,
  { request, shown, input, step, decider }: Storing,
): Promise<void> {
  const { role, officeId } = request.steps[step] as ApprovalStep
  const id = base64url(ctx.random(16))
  // A request whose moment is not told has decisions whose moment is not told either.
  const batch = (await isBatch(tx, await sealerOf(tx, request.id))) ? await openBatch(ctx, tx) : null
  const record = batch ?? entryRecord(ctx.random(16))
  const place = { column: 'approval_decisions.comment', row: id } as const
  const decision = {
    id,
    requestId: request.id,
    step,
    ...decider,
    role,
    officeId,
    digest: input.digest,
    displayed: shown.displayed,
    decision: input.decision,
    comment:
      input.comment === null ? null : protectText(shown.key, place, input.comment, ctx.random(NONCE_LENGTH)),
    decidedAt: ctx.now(),
  }
  const { rows, sealRoot } = sealRows(sealedApprovalDecisions, record, [decision], ctx.random(32))
  await tx.insert(approvalDecisions).values([...rows])
  await recordAct(ctx, tx, {
    act: input.decision === 'approved' ? 'approvals.approve' : 'approvals.return',
    officeId: request.officeId,
    about: request.id,
    facts: {
      kind: request.kind,
      subject: request.subjectId,
      version: request.version,
      step,
      role,
      ...(batch !== null && promised(batch, waitingRows(sealedApprovalDecisions, rows))),
    },
  })
  if (batch !== null) return
  await appendEntries(tx, [
    {
      type: input.decision === 'approved' ? 'approval.given' : 'approval.returned',
      record,
      day: ctx.today(),
      seals: { approval_decisions: sealRoot },
      facts: { kind: request.kind, version: request.version, step },
    },
  ])
}
