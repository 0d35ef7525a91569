import { eq } from 'drizzle-orm'
import { authorise } from '../identity/authorise.ts'
import type { Context } from '../platform/context.ts'
import { recordAct } from '../trail/record-act.ts'
import { endJob } from './end-job.ts'
import { hasEnded, type Job } from './job.ts'
import { jobOf, officeOfJob } from './find-job.ts'
import { jobEnded, jobNotFound } from './refusals.ts'
import { jobs } from './schema.ts'

/**
 * Asks for the end of a job. One that waits ends at once; one that runs ends before its next commit. Asking twice is
 * asking once. Refuses `jobs/not-found`, `jobs/ended`.
 */
export function cancelJob(ctx: Context, jobId: string): Promise<Job> {
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'jobs.cancel', await officeOfJob(tx, jobId), jobNotFound(jobId))
    const [row] = await tx.select().from(jobs).where(eq(jobs.id, jobId)).for('update')
    if (!row) throw jobNotFound(jobId)
    if (hasEnded(row)) throw jobEnded(jobId)

    await tx.update(jobs).set({ isCancelling: true }).where(eq(jobs.id, jobId))
    if (row.status === 'waiting') await endJob(ctx, tx, jobId, { status: 'cancelled' })
    await recordAct(ctx, tx, { act: 'jobs.cancel', officeId: row.officeId, about: jobId })

    const [after] = await tx.select().from(jobs).where(eq(jobs.id, jobId))
    return jobOf(after ?? row)
  })
}
