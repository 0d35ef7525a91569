import { and, asc, desc, eq, sql } from 'drizzle-orm'
import type { Handle, Transaction } from '../platform/database.ts'
import { approvalDecisions, approvalRequests } from './schema.ts'
import type { ApprovalStep } from './step.ts'

type Row = typeof approvalRequests.$inferSelect

/** A request as its acts read it. */
export type ApprovalRequest = Omit<Row, 'steps' | 'seal' | 'sealSalt' | 'sealedBy'> & {
  readonly steps: readonly ApprovalStep[]
}

const read = (stored: Row): ApprovalRequest => {
  const { seal: _, sealSalt: __, sealedBy: ___, ...row } = stored
  return { ...row, steps: JSON.parse(row.steps) as readonly ApprovalStep[] }
}

export async function findRequest(handle: Handle, id: string): Promise<ApprovalRequest | null> {
  const [row] = await handle.select().from(approvalRequests).where(eq(approvalRequests.id, id))
  return row ? read(row) : null
}

/** Step: the entry, or the day's batch, a request is sealed under. */
export async function sealerOf(handle: Handle, id: string): Promise<string> {
  const [row] = await handle
    .select({ sealedBy: approvalRequests.sealedBy })
    .from(approvalRequests)
    .where(eq(approvalRequests.id, id))
  return row?.sealedBy ?? ''
}

/** The newest version of a subject. */
export async function latestRequest(
  handle: Handle,
  { kind, subjectId }: { readonly kind: string; readonly subjectId: string },
): Promise<ApprovalRequest | null> {
  const [row] = await handle
    .select()
    .from(approvalRequests)
    .where(and(eq(approvalRequests.kind, kind), eq(approvalRequests.subjectId, subjectId)))
    .orderBy(desc(approvalRequests.version))
    .limit(1)
  return row ? read(row) : null
}

/** Step: one decision, new version or act on a request at a time, until commit. */
export async function holdRequest(tx: Transaction, id: string): Promise<void> {
  await tx
    .select({ id: approvalRequests.id })
    .from(approvalRequests)
    .where(eq(approvalRequests.id, id))
    .for('update')
}

/** What was decided on a request, step by step; `isHeld`: by somebody who holds that role for that office now. */
export const decisionsOn = (handle: Handle, requestId: string) =>
  handle
    .select({
      step: approvalDecisions.step,
      personId: approvalDecisions.personId,
      accountId: approvalDecisions.accountId,
      role: approvalDecisions.role,
      officeId: approvalDecisions.officeId,
      digest: approvalDecisions.digest,
      decision: approvalDecisions.decision,
      id: approvalDecisions.id,
      comment: approvalDecisions.comment,
      decidedAt: approvalDecisions.decidedAt,
      isHeld: isHeldNow,
    })
    .from(approvalDecisions)
    .where(eq(approvalDecisions.requestId, requestId))
    .orderBy(asc(approvalDecisions.step), asc(approvalDecisions.decidedAt), asc(approvalDecisions.id))

export type Decision = Awaited<ReturnType<typeof decisionsOn>>[number]

// In plain SQL: inside a selection the query builder leaves out the tables' names, and role would equal itself.
/** Does whoever decided still hold the role they decided in? For a query on `approval_decisions` under that name. */
export const isHeldNow = sql<boolean>`exists (
  select 1 from current_role_grants held where held.grantee = approval_decisions.account_id
    and held.role = approval_decisions.role and held.authority_id = approval_decisions.office_id)
  and not exists (select 1 from closings where closings.holder_id = approval_decisions.account_id)`
