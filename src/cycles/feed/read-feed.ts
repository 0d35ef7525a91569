import { and, eq, isNull } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { Refusal } from '../../platform/refusal.ts'
import { findCycle } from '../find-cycle.ts'
import { calendarFeeds } from '../schema.ts'
import { sourceText } from '../source.ts'
import { stationsOf } from '../stations-of.ts'
import { icalendar, type CalendarDay } from './icalendar.ts'
import { tokenDigest } from './open-feed.ts'

const REMIND_DAYS = 3

/**
 * The calendar behind a secret, as its account may see it now: null for an unknown or stopped secret, and once the
 * account's roles no longer reach the cycle.
 */
export async function readFeed(ctx: Context, token: string): Promise<string | null> {
  const { read } = ctx.database
  const [feed] = await read
    .select()
    .from(calendarFeeds)
    .where(and(eq(calendarFeeds.tokenDigest, tokenDigest(token)), isNull(calendarFeeds.closedAt)))
  if (!feed) return null
  const { accountId, cycleId } = feed
  const actor = { ...ctx.actor, kind: 'account', name: `account:${accountId}`, accountId } as const
  const cycle = await findCycle({ ...ctx, actor }, read, cycleId).catch((error: unknown) => {
    if (error instanceof Refusal) return null
    throw error
  })
  if (cycle === null) return null
  const stations = await stationsOf(read, cycleId, ctx.today())
  const days = stations.flatMap(({ step, name, state, doneOn, latest }): readonly CalendarDay[] => {
    const host = new URL(ctx.config.publicOrigin).host
    const uid = `${step}.${cycleId}@${host}`
    if (state === 'done')
      return doneOn === null
        ? []
        : [{ uid, day: doneOn, summary: `${name}（已完成）`, description: cycle.name, remindDays: null }]
    if (latest === null || cycle.withdrawnOn !== null) return []
    const provisional = latest.provisional ? '（暂定）' : ''
    return [
      {
        uid,
        day: latest.day,
        summary: `${name} 最迟${provisional}`,
        description: `${cycle.name} ${cycle.year} 年度\n${sourceText(latest.source)}`,
        remindDays: REMIND_DAYS,
      },
    ]
  })
  return icalendar(`${cycle.name} ${cycle.year} 年度`, days, ctx.now())
}
