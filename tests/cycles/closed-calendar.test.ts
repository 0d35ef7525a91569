import { describe, expect } from 'vitest'
import { knownThrough } from '../../src/calendar/calendar.ts'
import { CALENDARS } from '../../src/calendar/calendars.ts'
import { addWorkingDays } from '../../src/calendar/working-days.ts'
import { rateLimits } from '../../src/platform/rate-limit.ts'
import type { Database } from '../../src/platform/database.ts'
import { publications } from '../../src/results/publicity/schema.ts'
import { desksAt } from '../support/desks.ts'
import { databaseTest } from '../support/database.ts'
import { signedIn } from '../support/signed-in.ts'
import { recommended, reviewBefore } from '../results/publicity/reviews.ts'

const CLAUSE = '洱人社〔2024〕27号'
/** The last year whose holidays are announced; what comes after nobody knows. */
const LAST = Number(knownThrough(CALENDARS.national)?.slice(0, 4))
const TODAY = `${LAST}-12-28`

/** Eryuan's review in the last days that anybody knows the holidays of. */
async function atTheEnd(database: Database) {
  const review = await reviewBefore(database, {
    place: 'eryuan-2024',
    year: LAST,
    today: TODAY,
    stage: 'candidates',
  })
  const { ctx, ids } = review
  await recommended(ctx, review.cycleId)
  const app = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
  const { headers } = await signedIn(ctx, {
    officeId: ids.committee,
    roles: ['committee-secretary'],
    person: 9,
  })
  const look = async (path: string) => (await app.request(path, { headers })).text()
  const post = async (path: string, fields: Readonly<Record<string, string>>) => {
    const body = new URLSearchParams(fields)
    const answer = await app.request(path, { method: 'POST', headers, body })
    return { status: answer.status, to: answer.headers.get('Location') ?? '', text: await answer.text() }
  }
  return { ...review, listId: await review.list(), look, post }
}

const later = (days: number) => addWorkingDays(CALENDARS.national, TODAY, days).day

describe('at a desk, days beyond the holidays anybody knows', () => {
  databaseTest('are shown as provisional, each with its clause', async ({ database }) => {
    const { cycleId, look, post } = await atTheEnd(database)
    const cycle = `/desk/cycles/${cycleId}`
    await post(`${cycle}/plan`, { meetingOn: `${LAST + 1}-03-16`, ground: '年度评审计划' })
    const page = await look(cycle)
    expect(page).toContain('（节假日安排未公布，暂定）')
    expect(page).toContain(CLAUSE)
  })

  databaseTest(
    'count for publicity: too few are refused with the clause, enough are taken as provisional',
    async ({ database }) => {
      const { listId, look, post } = await atTheEnd(database)
      const form = { list: listId, opensOn: TODAY }
      const short = await post('/desk/publicity', { ...form, closesOn: later(4) })
      expect(short.status).toBe(422)
      expect(short.text).toContain(CLAUSE)
      expect(short.text).toContain('暂定')
      expect(await database.read.select().from(publications)).toEqual([])
      const taken = await post('/desk/publicity', { ...form, closesOn: later(5) })
      expect(taken.status).toBe(303)
      expect(await look(taken.to)).toContain('暂定')
    },
  )
})
