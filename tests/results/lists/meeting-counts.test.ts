import { describe, expect } from 'vitest'
import { findRequest } from '../../../src/approvals/find-request.ts'
import { policyOfCycle, stepsOf } from '../../../src/cycles/policy-of-cycle.ts'
import { cycleById } from '../../../src/cycles/find-cycle.ts'
import type { Database } from '../../../src/platform/database.ts'
import { countDiffers } from '../../../src/results/lists/meeting-counts.ts'
import { submitList } from '../../../src/results/lists/submit-list.ts'
import { markedElsewhere } from '../../support/cycles-at-work.ts'
import { rateLimits } from '../../../src/platform/rate-limit.ts'
import { desksAt } from '../../support/desks.ts'
import { signedIn } from '../../support/signed-in.ts'
import { databaseTest as test } from '../../support/database.ts'
import { markThrough, reviewing, teacher } from './reviewing.ts'

const DAY = '2023-11-20'

/** A cycle whose meeting counted so many applicants and passed so many of them. */
async function met(database: Database, facts: { applicants: number; passed: number }) {
  const review = await reviewing(database, { through: null, first: DAY })
  const cycle = await cycleById(database.read, review.cycleId)
  const order = stepsOf(await policyOfCycle(database.read, cycle), cycle.route)
  await markThrough(review.ctx, cycle.id, order[order.indexOf('meeting') - 1]!, DAY)
  await markedElsewhere(review.ctx, cycle.id, 'meeting', DAY, facts)
  return review
}

const people = [teacher(1), teacher(2)].map((row) => ({ ...row, 取得时间: '2023-11-20' }))

describe('the numbers the meeting recorded', () => {
  test('that are not the list’s are shown to whoever approves it, both of them', async ({ database }) => {
    const { ctx, bring, cycleId } = await met(database, { applicants: 5, passed: 3 })
    await bring('candidates', people)
    const { listId } = await bring('approved', people)
    const request = await findRequest(database.read, await submitList(ctx, { listId }))
    expect(request?.title).toContain('会议记录评审通过 3 人，名单 2 人，不一致')
    expect(await countDiffers(database.read, { cycleId, stage: 'candidates', rowCount: 2 })).toEqual({
      what: '参评',
      meeting: 5,
      list: 2,
    })
  })

  test('that are the list’s, or that nobody recorded, are passed over', async ({ database }) => {
    const { ctx, bring, cycleId } = await met(database, { applicants: 2, passed: 2 })
    await bring('candidates', people)
    const { listId } = await bring('approved', people)
    const request = await findRequest(database.read, await submitList(ctx, { listId }))
    expect(request?.title).not.toContain('不一致')
    expect(await countDiffers(database.read, { cycleId, stage: 'candidates', rowCount: 2 })).toBeNull()
    expect(await countDiffers(database.read, { cycleId: null, stage: 'approved', rowCount: 9 })).toBeNull()
  })

  test('and are not the list’s stand on the pages of the list and of its cycle', async ({ database }) => {
    const { ctx, ids, bring, cycleId } = await met(database, { applicants: 5, passed: 3 })
    await bring('candidates', people)
    const { listId } = await bring('approved', people)
    const app = desksAt(ctx, { ...rateLimits(ctx), count: () => Promise.resolve() })
    const { headers } = await signedIn(ctx, {
      officeId: ids.committee,
      roles: ['committee-secretary'],
      person: 31,
    })
    const look = async (path: string) => (await app.request(path, { headers })).text()
    expect(await look(`/desk/lists/${listId}`)).toContain('会议记录评审通过 3 人，名单 2 人，不一致')
    expect(await look(`/desk/lists/cycles/${cycleId}`)).toContain('会议登记参评 5 人、通过 3')
  })
})
