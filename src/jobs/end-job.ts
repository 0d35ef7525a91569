import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import type { Refusal } from '../platform/refusal.ts'
import type { JobData } from './job.ts'
import { jobs, jobSecrets } from './schema.ts'

export type JobEnd =
  | { readonly status: 'done'; readonly result: JobData }
  | { readonly status: 'failed'; readonly refusal: Refusal }
  | { readonly status: 'cancelled' }

/** Step: writes how a job ended and destroys its file, whatever the end. The caller holds the row. */
export async function endJob(ctx: Context, tx: Transaction, jobId: string, end: JobEnd): Promise<void> {
  await tx
    .update(jobs)
    .set({
      status: end.status,
      leaseToken: null,
      endedAt: ctx.now(),
      ...(end.status === 'done' ? { result: end.result } : {}),
      ...(end.status === 'failed'
        ? { problemCode: end.refusal.code, problemDetail: end.refusal.message }
        : {}),
    })
    .where(eq(jobs.id, jobId))
  await tx.delete(jobSecrets).where(eq(jobSecrets.jobId, jobId))
}
