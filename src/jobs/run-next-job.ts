import { authorise } from '../identity/authorise.ts'
import type { Context } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { fileOf, starterOf } from './job-secrets.ts'
import type { JobKind, RunningJob } from './job.ts'
import { beat, holdLease, keepState, releaseJob, settle } from './lease.ts'
import { jobBroken, jobCancelled } from './refusals.ts'
import { MOST_ATTEMPTS, takeJob, type Taken } from './take-job.ts'

export interface RunMeans {
  /** How long a silent process keeps a job before another takes it up. */
  readonly leaseMs: number
  log(error: unknown): void
  /** What a job appended becomes public before its success is told. */
  publish?(ctx: Context): Promise<unknown>
  /** Set when the process stops. */
  readonly stopping?: AbortSignal
}

const BEAT_MS = 500
const RETRY_MS = 2_000

/** Takes up one job and runs it to its end, or until it is lost, let go or broken. False when there was none. */
export async function runNextJob(ctx: Context, kinds: readonly JobKind[], means: RunMeans): Promise<boolean> {
  const byName = new Map(kinds.map((kind) => [kind.kind, kind]))
  const taken = await takeJob(ctx, [...byName.keys()], means.leaseMs)
  if (!taken) return false
  const kind = byName.get(taken.row.kind) as JobKind
  const pulse = startPulse(ctx, taken, means)
  try {
    const acting = { ...ctx, actor: await starterOf(ctx, taken.row) }
    // Whoever lost the role since then has lost its work too.
    await authorise(acting, ctx.database.read, kind.needs, taken.row.officeId)
    const result = await kind.act(acting, runningJob(ctx, taken, pulse))
    await means.publish?.(ctx).catch(means.log)
    await pulse.stop()
    await settle(ctx, taken, pulse, { status: 'done', result })
  } catch (error) {
    // Parts of it may have been committed.
    await means.publish?.(ctx).catch(means.log)
    await pulse.stop()
    await giveUp(ctx, taken, pulse, error, means)
  }
  return true
}

/** How a job ends that did not finish: for good, or to be taken up again. */
async function giveUp(ctx: Context, taken: Taken, pulse: Pulse, error: unknown, means: RunMeans) {
  const refusal = error instanceof Refusal ? error : null
  if (refusal?.code === 'jobs/lease-lost') return
  if (refusal?.code === 'jobs/cancelled') {
    const isOurStop = means.stopping?.aborted && !pulse.isCancelling
    if (isOurStop) return releaseJob(ctx, taken, { waitMs: 0, wasAttempt: false })
    return settle(ctx, taken, pulse, { status: 'cancelled' })
  }
  if (refusal && refusal.kind !== 'unavailable')
    return settle(ctx, taken, pulse, { status: 'failed', refusal })
  means.log(error)
  if (taken.row.attempts >= MOST_ATTEMPTS)
    return settle(ctx, taken, pulse, { status: 'failed', refusal: refusal ?? jobBroken() })
  const waitMs = RETRY_MS * 2 ** (taken.row.attempts - 1)
  return releaseJob(ctx, taken, { waitMs, wasAttempt: true })
}

interface Pulse {
  done: number
  total: number
  isCancelling: boolean
  /** The work must not go on: the end was asked for, the lease is another's, or the process stops. */
  isOver(): boolean
  stop(): Promise<void>
}

/** Beats twice a second beside the work: progress out, the wish to end in. Nothing of it is inside a transaction. */
function startPulse(ctx: Context, taken: Taken, { leaseMs, log, stopping }: RunMeans): Pulse {
  const { done, total, isCancelling } = taken.row
  let beating: Promise<void> | null = null
  let isLost = false
  const once = async () => {
    try {
      const found = await beat(ctx, taken, pulse, leaseMs)
      isLost = found === null
      pulse.isCancelling = found?.isCancelling ?? false
    } catch (error) {
      log(error)
    }
    beating = null
  }
  const timer = setInterval(() => void (beating ??= once()), Math.min(BEAT_MS, leaseMs / 3))
  const pulse: Pulse = {
    done,
    total,
    isCancelling,
    isOver: () => isLost || pulse.isCancelling || (stopping?.aborted ?? false),
    async stop() {
      clearInterval(timer)
      await beating
    },
  }
  return pulse
}

function runningJob(ctx: Context, taken: Taken, pulse: Pulse): RunningJob {
  const { id, officeId, input } = taken.row
  let { state } = taken.row
  const goOn = () => {
    if (pulse.isOver()) throw jobCancelled()
  }
  return {
    id,
    officeId,
    input,
    get state() {
      return state
    },
    progress(done, total) {
      pulse.done = done
      pulse.total = total
    },
    cancelled: () => pulse.isOver(),
    async holdLease(tx) {
      goOn()
      await holdLease(tx, taken)
    },
    async keep(tx, next) {
      goOn()
      await keepState(tx, taken, next)
      state = next
    },
    file: () => fileOf(ctx, id),
  }
}
