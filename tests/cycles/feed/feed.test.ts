import { Hono } from 'hono'
import { describe, expect } from 'vitest'
import { calendarApi } from '../../../src/cycles/feed/api.ts'
import { closeFeed, openFeed } from '../../../src/cycles/feed/open-feed.ts'
import { withdrawRole } from '../../../src/identity/withdraw-role.ts'
import { actorOf, type Context, type Env } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { problem } from '../../../src/platform/problem.ts'
import { Refusal } from '../../../src/platform/refusal.ts'
import { officesOn, reviewAtWork, soundStep } from '../../support/cycles-at-work.ts'
import { databaseTest } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { readCalendar, valueOf } from './read-calendar.ts'

async function subscribed(database: Database) {
  const at = await officesOn(database, '2023-06-01')
  const { ctx, codes, ids } = at
  const { cycleId } = await reviewAtWork(ctx, {
    office: codes.committee,
    filingAuthority: codes.province,
    place: 'yunnan-2023',
    year: 2023,
    levels: ['412'],
    meetingOn: '2023-10-16',
  })
  const secretary = await somebody(ctx, {
    officeId: ids.committee,
    roles: ['committee-secretary'],
    person: 1,
  })
  const { token } = await openFeed(secretary, cycleId)
  return { ...at, cycleId, secretary, token, ask: asker(ctx) }
}

/** As whoever comes to the public address. */
const asker = (ctx: Context) => {
  const app = new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', { ...ctx, actor: actorOf('public', '') })
      await next()
    })
    .route('/', calendarApi)
    .onError((error, c) => {
      if (error instanceof Refusal) return problem(c, error)
      throw error
    })
  return (token: string) => app.request(`/calendars/${token}.ics`)
}

describe('a subscribed calendar', () => {
  databaseTest(
    'tells the days that are left, with clause and words, and moves with them',
    async ({ database }) => {
      const { ctx, ask, token, cycleId, turn } = await subscribed(database)
      const events = async () => readCalendar(await (await ask(token)).text()).parts
      const days = async () =>
        (await events()).map((event) => [valueOf(event, 'SUMMARY'), valueOf(event, 'DTSTART')])
      expect(await days()).toContainEqual(['发布评审通知 最迟', '20230829'])
      const notice = (await events()).find((event) => valueOf(event, 'SUMMARY')?.startsWith('发布评审通知'))
      expect(valueOf(notice!, 'DESCRIPTION')).toContain('评审30个工作日前要向社会发布评审通知')
      turn('2023-08-20')
      await soundStep(ctx, cycleId, 'notice', '2023-08-20')
      expect(await days()).toContainEqual(['发布评审通知（已完成）', '20230820'])
      expect((await ask(token)).headers.get('Content-Type')).toBe('text/calendar; charset=utf-8')
    },
  )

  databaseTest(
    'is gone when it is stopped, when another is made, and when the role is withdrawn',
    async ({ database }) => {
      const { ctx, ids, ask, token, cycleId, secretary } = await subscribed(database)
      const { token: second } = await openFeed(secretary, cycleId)
      expect([(await ask(token)).status, (await ask(second)).status]).toEqual([404, 200])
      await closeFeed(secretary, cycleId)
      expect((await ask(second)).status).toBe(404)
      const { token: third } = await openFeed(secretary, cycleId)
      const { accountId } = secretary.actor
      await withdrawRole(ctx, { grantee: accountId, role: 'committee-secretary', officeId: ids.committee })
      expect((await ask(third)).status).toBe(404)
    },
  )

  databaseTest(
    'answers a wrong secret like an address nobody has, and is nobody’s but an account’s',
    async ({ database }) => {
      const { ctx, ids, ask, cycleId } = await subscribed(database)
      for (const wrong of ['A'.repeat(43), 'short', `${'A'.repeat(42)}%00`])
        expect((await ask(wrong)).status).toBe(404)
      await expect(openFeed(ctx, cycleId)).rejects.toMatchObject({ code: 'cycles/not-an-account' })
      const stranger = await somebody(ctx, { officeId: ids.dali, roles: ['committee-secretary'], person: 2 })
      await expect(openFeed(stranger, cycleId)).rejects.toMatchObject({ code: 'cycles/cycle-not-found' })
    },
  )
})
