import { and, asc, eq, inArray, lte, sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import { base64url } from '../signing/bytes.ts'
import { endJob, type JobEnd } from './end-job.ts'
import { jobBroken } from './refusals.ts'
import { jobs } from './schema.ts'

/** A job is broken when it died under this many who took it up. */
export const MOST_ATTEMPTS = 5

export type JobRow = typeof jobs.$inferSelect

/** A row and the token that proves it is ours. */
export interface Taken {
  readonly row: JobRow
  readonly lease: string
}

/** The end of a lease that begins now, by the database's clock: instances need not agree on the time. */
export const leaseEnd = (leaseMs: number) =>
  sql<Date>`clock_timestamp() + ${leaseMs} * interval '1 millisecond'`

/**
 * Takes up the job that has waited longest, or one whose process died (its lease ran out). Of many that ask at the
 * same moment each gets another one. Null when there is nothing to do.
 */
export function takeJob(ctx: Context, kinds: readonly string[], leaseMs: number): Promise<Taken | null> {
  return ctx.database.transaction(async (tx) => {
    const [row] = await tx
      .select()
      .from(jobs)
      .where(
        and(
          inArray(jobs.kind, [...kinds]),
          inArray(jobs.status, ['waiting', 'running']),
          // Not `lt`: PGlite's clock counts milliseconds, and a job may be asked for in the one it was entered in.
          lte(jobs.leaseUntil, sql`clock_timestamp()`),
        ),
      )
      .orderBy(asc(jobs.startedAt))
      .limit(1)
      .for('update', { skipLocked: true })
    if (!row) return null
    const end = endWithoutRunning(row)
    if (end) {
      await endJob(ctx, tx, row.id, end)
      return null
    }
    const lease = base64url(ctx.random(16))
    await tx
      .update(jobs)
      .set({
        status: 'running',
        attempts: row.attempts + 1,
        leaseToken: lease,
        leaseUntil: leaseEnd(leaseMs),
      })
      .where(eq(jobs.id, row.id))
    return { row: { ...row, attempts: row.attempts + 1 }, lease }
  })
}

// Its last process died: of the wish to end it, or of the job itself.
function endWithoutRunning(row: JobRow): JobEnd | null {
  if (row.isCancelling) return { status: 'cancelled' }
  return row.attempts >= MOST_ATTEMPTS ? { status: 'failed', refusal: jobBroken() } : null
}
