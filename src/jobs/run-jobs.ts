import type { Context } from '../platform/context.ts'
import type { JobKind } from './job.ts'
import { runNextJob, type RunMeans } from './run-next-job.ts'

export interface RunOptions extends Partial<RunMeans> {
  /** How long an idle worker waits before it looks again. */
  readonly idleMs?: number
  /** Jobs at the same time in this process. */
  readonly workers?: number
}

const LEASE_MS = 30_000
const IDLE_MS = 500
const TROUBLE_MS = 5_000

/**
 * Takes up jobs of these kinds as long as the process lives. Any number of processes may do the same on one database.
 * The answer stops it: running jobs are let go where they are, to be resumed by another process or the next start.
 */
export function runJobs(
  ctx: Context,
  kinds: readonly JobKind[],
  { idleMs = IDLE_MS, leaseMs = LEASE_MS, workers = 1, log = () => {}, publish }: RunOptions = {},
): () => Promise<void> {
  const stopping = new AbortController()
  const work = async (): Promise<void> => {
    while (!stopping.signal.aborted) {
      let wait = 0
      try {
        const ran = await runNextJob(ctx, kinds, {
          leaseMs,
          log,
          ...(publish && { publish }),
          stopping: stopping.signal,
        })
        if (!ran) wait = idleMs
      } catch (error) {
        // The database is away: nothing of a job is lost by asking again later.
        log(error)
        wait = TROUBLE_MS
      }
      if (wait > 0) await pause(wait, stopping.signal)
    }
  }
  const running = Promise.all(Array.from({ length: workers }, work))
  return async () => {
    stopping.abort()
    await running
  }
}

/** Keeps no process alive, and ends at once when told to stop. */
const pause = (ms: number, stopping: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (stopping.aborted) return resolve()
    const done = () => {
      clearTimeout(timer)
      stopping.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    timer.unref()
    stopping.addEventListener('abort', done)
  })
