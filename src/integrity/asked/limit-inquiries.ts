import type { Context } from '../../platform/context.ts'
import type { Database } from '../../platform/database.ts'
import { RATE_RULES, rateLimits, type RateLimits } from '../../platform/rate-limit.ts'
import { Refusal } from '../../platform/refusal.ts'
import { tooManyInquiries } from './refusals.ts'

// Counted with the database they protect: all instances together on a server, this process alone otherwise.
const counters = new WeakMap<Database, RateLimits>()

/**
 * Counts the askings of whoever asks before they are looked at, whatever comes of them. Refuses
 * `integrity/too-many-inquiries`. Outside the transaction: what is taken back there must stay counted.
 */
export async function limitInquiries(ctx: Context, times: number): Promise<void> {
  let limits = counters.get(ctx.database)
  if (!limits) counters.set(ctx.database, (limits = rateLimits(ctx)))
  try {
    await limits.count(RATE_RULES.inquiries, ctx.actor.name, times)
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind !== 'too-many') throw error
    throw tooManyInquiries(Number(error.facts['retryAfterSeconds']))
  }
}
