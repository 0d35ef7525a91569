import { and, desc, isNull, lte } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { sessions } from './schema.ts'
import { ABSOLUTE_MS } from './session.ts'

/**
 * Step: the instant at which one-time secrets, codes and assertions are judged: now, or the latest at which anybody
 * was seen at work, so that a clock that goes back lengthens nothing. A sighting more than a working day ahead came
 * from a clock that was wrong then, and is passed over.
 */
export async function steadyNow(ctx: Context, handle: Handle): Promise<Date> {
  const now = ctx.now()
  const [latest] = await handle
    .select({ at: sessions.seenAt })
    .from(sessions)
    .where(and(isNull(sessions.endedAt), lte(sessions.seenAt, new Date(now.getTime() + ABSOLUTE_MS))))
    .orderBy(desc(sessions.seenAt))
    .limit(1)
  return latest && latest.at > now ? latest.at : now
}
