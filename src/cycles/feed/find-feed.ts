import { and, eq, isNull } from 'drizzle-orm'
import { shanghaiMinute } from '../../calendar/day.ts'
import type { Context } from '../../platform/context.ts'
import { calendarFeeds } from '../schema.ts'

/** The actor's own calendar of a cycle; null without one. */
export async function ownFeed(
  { actor, database }: Context,
  cycleId: string,
): Promise<{ readonly id: string; readonly openedOn: string } | null> {
  if (actor.accountId === null) return null
  const [feed] = await database.read
    .select({ id: calendarFeeds.id, openedAt: calendarFeeds.openedAt })
    .from(calendarFeeds)
    .where(
      and(
        eq(calendarFeeds.accountId, actor.accountId),
        eq(calendarFeeds.cycleId, cycleId),
        isNull(calendarFeeds.closedAt),
      ),
    )
  return feed ? { id: feed.id, openedOn: shanghaiMinute(feed.openedAt) } : null
}
