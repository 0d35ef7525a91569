import { and, eq, isNull } from 'drizzle-orm'
import { createHash } from 'node:crypto'
import type { Context } from '../../platform/context.ts'
import { base64url, utf8 } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { findCycle } from '../find-cycle.ts'
import { notAnAccount } from '../refusals.ts'
import { calendarFeeds } from '../schema.ts'

/** What is kept of the secret in an address. */
export const tokenDigest = (token: string): Uint8Array =>
  new Uint8Array(
    createHash('sha256')
      .update(utf8(`zhengxin/v1|calendar|${token}`))
      .digest(),
  )

/**
 * Makes a calendar's secret address for the actor's own account; one before it stops. The secret is told once. Refuses
 * `cycles/cycle-not-found`, `cycles/not-an-account`.
 */
export async function openFeed(ctx: Context, cycleId: string): Promise<{ readonly token: string }> {
  const { accountId } = ctx.actor
  if (accountId === null) throw notAnAccount()
  const token = base64url(ctx.random(32))
  await ctx.database.transaction(async (tx) => {
    const cycle = await findCycle(ctx, tx, cycleId)
    await tx
      .update(calendarFeeds)
      .set({ closedAt: ctx.now() })
      .where(
        and(
          eq(calendarFeeds.accountId, accountId),
          eq(calendarFeeds.cycleId, cycleId),
          isNull(calendarFeeds.closedAt),
        ),
      )
    await tx.insert(calendarFeeds).values({
      id: base64url(ctx.random(16)),
      accountId,
      cycleId,
      tokenDigest: tokenDigest(token),
      openedAt: ctx.now(),
    })
    await recordAct(ctx, tx, {
      act: 'cycles.see',
      officeId: cycle.officeId,
      about: cycleId,
      facts: { calendar: 'opened' },
    })
  })
  return { token }
}

/** Stops the actor's calendar of a cycle; nothing happens when there is none. */
export async function closeFeed(ctx: Context, cycleId: string): Promise<void> {
  const { accountId } = ctx.actor
  if (accountId === null) throw notAnAccount()
  await ctx.database.transaction(async (tx) => {
    const cycle = await findCycle(ctx, tx, cycleId)
    await tx
      .update(calendarFeeds)
      .set({ closedAt: ctx.now() })
      .where(
        and(
          eq(calendarFeeds.accountId, accountId),
          eq(calendarFeeds.cycleId, cycleId),
          isNull(calendarFeeds.closedAt),
        ),
      )
    await recordAct(ctx, tx, {
      act: 'cycles.see',
      officeId: cycle.officeId,
      about: cycleId,
      facts: { calendar: 'closed' },
    })
  })
}
