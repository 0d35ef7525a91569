import type { MiddlewareHandler } from 'hono'
import type { Env } from '../platform/context.ts'
import { RATE_RULES, type RateLimits } from '../platform/rate-limit.ts'
import type { AddressOf } from './client-address.ts'

/**
 * Stops whoever counts through numbers or codes: 100 questions an hour that lead nowhere (`missed`, set by the
 * handler), then `request/too-many`, whatever is asked. What leads somewhere costs one look into memory.
 */
export const limitMisses =
  (limits: RateLimits, addressOf: AddressOf): MiddlewareHandler<Env> =>
  async (c, next) => {
    const who = addressOf(c)
    limits.refuseIfSpent(RATE_RULES.misses, who)
    await next()
    if (c.get('missed')) await limits.count(RATE_RULES.misses, who)
  }
