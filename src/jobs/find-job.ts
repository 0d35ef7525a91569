import { and, desc, eq, lt, or, sql } from 'drizzle-orm'
import { inScope, officesFor } from '../identity/authorise.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import type { Job } from './job.ts'
import { jobNotFound } from './refusals.ts'
import { jobs } from './schema.ts'
import type { JobRow } from './take-job.ts'

/** The job, if the actor may see it; else refuses `jobs/not-found`, as for one that does not exist. */
export async function findJob(ctx: Context, handle: Handle, jobId: string): Promise<Job> {
  const offices = await officesFor(ctx, handle, 'jobs.see')
  const [row] = await handle
    .select()
    .from(jobs)
    .where(and(eq(jobs.id, jobId), inScope(offices, jobs.officeId)))
  if (!row) throw jobNotFound(jobId)
  return jobOf(row)
}

/** Which office the job is about. Refuses `jobs/not-found`. */
export async function officeOfJob(handle: Handle, jobId: string): Promise<string> {
  const [row] = await handle.select({ officeId: jobs.officeId }).from(jobs).where(eq(jobs.id, jobId))
  if (!row) throw jobNotFound(jobId)
  return row.officeId
}

export interface JobPage {
  readonly items: readonly Job[]
  /** Pass as `after` for the page that follows; null at the end. */
  readonly next: string | null
}

/** The jobs of every office in reach, latest first. `limit`: 1 to 200. An unknown `after` is the end. */
export async function listJobs(
  ctx: Context,
  handle: Handle,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<JobPage> {
  const offices = await officesFor(ctx, handle, 'jobs.see')
  const rows = await handle
    .select()
    .from(jobs)
    .where(and(inScope(offices, jobs.officeId), after === undefined ? undefined : isBelow(handle, after)))
    .orderBy(desc(jobs.startedAt), desc(jobs.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(jobOf)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

// Jobs of one instant are told apart by their id.
function isBelow(handle: Handle, jobId: string) {
  const at = handle.select({ at: jobs.startedAt }).from(jobs).where(eq(jobs.id, jobId))
  return or(lt(jobs.startedAt, sql`(${at})`), and(eq(jobs.startedAt, sql`(${at})`), lt(jobs.id, jobId)))
}

export const jobOf = (row: JobRow): Job => ({
  id: row.id,
  kind: row.kind,
  officeId: row.officeId,
  startedBy: row.startedBy,
  status: row.status,
  done: row.done,
  total: row.total,
  attempts: row.attempts,
  isCancelling: row.isCancelling,
  result: row.result,
  problem: row.problemCode === null ? null : { code: row.problemCode, detail: row.problemDetail ?? '' },
  startedAt: row.startedAt,
  endedAt: row.endedAt,
})
