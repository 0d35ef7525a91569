import type { Context } from '../platform/context.ts'
import { findJob } from './find-job.ts'
import { hasEnded, type Job } from './job.ts'

const LOOK_MS = 400
/** Below the half minute after which proxies close a silent connection. */
const LOOKS_A_HEARTBEAT = 25

/**
 * A job's course as it happens: the job whenever it changed, null as a sign of life, until it ends. Every look asks
 * again whether the actor may still see it.
 */
export async function* watchJob(ctx: Context, jobId: string): AsyncGenerator<Job | null> {
  let shown = ''
  for (let looks = 1; ; looks++) {
    const job = await findJob(ctx, ctx.database.read, jobId)
    const now = JSON.stringify(job)
    if (now !== shown) yield job
    else if (looks % LOOKS_A_HEARTBEAT === 0) yield null
    shown = now
    if (hasEnded(job)) return
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
  }
}
