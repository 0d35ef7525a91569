import type { Context } from '../platform/context.ts'
import { anchorTrail } from './anchor.ts'
import { closeBatches } from './close-batches.ts'
import type { ViewCounter } from './view-counts.ts'

const EVERY_MS = 60_000

/**
 * Ends days that are over, anchors the trail and writes the counts every minute as long as the process lives; keeps no process alive. The
 * answer ends it and does both a last time: call it before the last checkpoint is published.
 */
export function keepTrail(ctx: Context, views: ViewCounter, everyMs = EVERY_MS): () => Promise<void> {
  let running: Promise<void> = Promise.resolve()
  const keep = async (): Promise<void> => {
    await views.flush()
    await closeBatches(ctx)
    await anchorTrail(ctx)
  }
  // What fails is tried again in a minute; an act that cannot be recorded is refused by itself meanwhile.
  const timer = setInterval(() => {
    running = running.then(keep).catch(() => {})
  }, everyMs).unref()
  return async () => {
    clearInterval(timer)
    await running
    await keep()
  }
}
