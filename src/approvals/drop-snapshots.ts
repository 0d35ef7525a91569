import { and, eq, inArray } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import { approvalRequests, approvalSnapshots } from './schema.ts'

/**
 * Step: destroys what the requests about a subject showed, with its keys; that they were made and decided stays. For whoever
 * destroys the subject itself.
 */
export async function dropSnapshots(
  tx: Transaction,
  about: { readonly kind: string; readonly subjectId: string },
): Promise<void> {
  const requests = tx
    .select({ id: approvalRequests.id })
    .from(approvalRequests)
    .where(and(eq(approvalRequests.kind, about.kind), eq(approvalRequests.subjectId, about.subjectId)))
  await tx
    .update(approvalSnapshots)
    .set({ wrappedKey: new Uint8Array(), snapshot: new Uint8Array(), excluded: '' })
    .where(inArray(approvalSnapshots.requestId, requests))
}
