import { eq, inArray } from 'drizzle-orm'
import type { Handle, Transaction } from '../platform/database.ts'
import type { ApprovalRequest, Decision } from './find-request.ts'
import { approvalQueue, approvalRequests } from './schema.ts'
import { progressOf } from './step.ts'

/**
 * Step: nobody is asked about this subject any more, since something else stands in its place. The caller holds the
 * subject, and its own sealed rows say what took the place.
 */
export async function voidRequests(tx: Transaction, subjectId: string): Promise<void> {
  const held = await tx
    .select({ id: approvalRequests.id })
    .from(approvalRequests)
    .where(eq(approvalRequests.subjectId, subjectId))
    .orderBy(approvalRequests.id)
    .for('update')
  if (held.length === 0) return
  await tx.delete(approvalQueue).where(
    inArray(
      approvalQueue.requestId,
      held.map(({ id }) => id),
    ),
  )
}

/** Was it voided: nobody waits for it, though not everybody ever agreed and nobody returned it? */
export async function isVoid(
  handle: Handle,
  { id, steps }: ApprovalRequest,
  decisions: readonly Decision[],
): Promise<boolean> {
  if (decisions.some(({ decision }) => decision === 'returned')) return false
  const ever = decisions.map((decision) => ({ ...decision, isHeld: true }))
  if (progressOf(steps, ever).current === steps.length) return false
  const [waiting] = await handle
    .select({ step: approvalQueue.step })
    .from(approvalQueue)
    .where(eq(approvalQueue.requestId, id))
    .limit(1)
  return waiting === undefined
}
