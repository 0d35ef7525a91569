import { and, eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { endJob, type JobEnd } from './end-job.ts'
import type { JobData } from './job.ts'
import { jobCancelled, leaseLost } from './refusals.ts'
import { jobs } from './schema.ts'
import { leaseEnd, type Taken } from './take-job.ts'

const isOurs = ({ row, lease }: Taken) => and(eq(jobs.id, row.id), eq(jobs.leaseToken, lease))

/** What the beat finds: whether the end was asked for, or null when another process has the job. */
export type Beat = { readonly isCancelling: boolean } | null

/** Says that we are alive and how far we are. */
export async function beat(
  ctx: Context,
  taken: Taken,
  { done, total }: { readonly done: number; readonly total: number },
  leaseMs: number,
): Promise<Beat> {
  const [row] = await ctx.database.read
    .update(jobs)
    .set({ done, total, leaseUntil: leaseEnd(leaseMs) })
    .where(isOurs(taken))
    .returning({ isCancelling: jobs.isCancelling })
  return row ?? null
}

/**
 * Step: locks the row until the transaction ends, so that whoever wants to take the job up passes it by. Refuses
 * `jobs/lease-lost` and `jobs/cancelled`.
 */
export async function holdLease(tx: Transaction, taken: Taken): Promise<void> {
  const [row] = await tx
    .select({ isCancelling: jobs.isCancelling })
    .from(jobs)
    .where(isOurs(taken))
    .for('update')
  if (!row) throw leaseLost()
  if (row.isCancelling) throw jobCancelled()
}

/** Lets the job go where it is, to be taken up again after `waitMs`. A stop of ours is no attempt of the job's. */
export async function releaseJob(
  ctx: Context,
  taken: Taken,
  { waitMs, wasAttempt }: { readonly waitMs: number; readonly wasAttempt: boolean },
): Promise<void> {
  await ctx.database.read
    .update(jobs)
    .set({
      status: 'waiting',
      attempts: taken.row.attempts - (wasAttempt ? 0 : 1),
      leaseToken: null,
      leaseUntil: leaseEnd(waitMs),
    })
    .where(isOurs(taken))
}

/** Writes the end, unless another process has the job by now: then it is theirs to end. */
export function settle(
  ctx: Context,
  taken: Taken,
  progress: { readonly done: number; readonly total: number },
  end: JobEnd,
): Promise<void> {
  return ctx.database.transaction(async (tx) => {
    const { done, total } = progress
    const ours = await tx.update(jobs).set({ done, total }).where(isOurs(taken)).returning({ id: jobs.id })
    if (ours.length > 0) await endJob(ctx, tx, taken.row.id, end)
  })
}

/** Step: remembers where to go on after a crash. Locks and refuses as `holdLease` does. */
export async function keepState(tx: Transaction, taken: Taken, state: JobData): Promise<void> {
  await holdLease(tx, taken)
  await tx.update(jobs).set({ state }).where(isOurs(taken))
}
