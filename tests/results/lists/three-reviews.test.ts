import { findRequest } from '../../../src/approvals/find-request.ts'
import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { eventsOf } from '../../../src/cycles/find-events.ts'
import { registerAuthority } from '../../../src/identity/register-authority.ts'
import { creditCodeCheck } from '../../../src/identity/credit-code.ts'
import type { Database } from '../../../src/platform/database.ts'
import { PROPOSED_ANSWERS } from '../../../src/policy/proposed-answers.ts'
import { answerRule } from '../../../src/policy/answer-rule.ts'
import { listDigest } from '../../../src/results/lists/list-digest.ts'
import {
  finishThreeReviews,
  requestThreeReviews,
  requireThreeReviews,
  threeReviewsOf,
} from '../../../src/results/lists/three-reviews.ts'
import type { Duty } from '../../../src/policy/rule.ts'
import type { Context } from '../../../src/platform/context.ts'
import { databaseTest as test } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { markThrough, reviewing, shownTo, teacher, workbookOf } from './reviewing.ts'

const ROWS = [teacher(1), teacher(2)]

/** A list of a place whose notice wants three reviews and does not say by whom; data was collected. */
async function collected(database: Database) {
  const work = await reviewing(database, { place: 'guangan-2023' })
  const { ctx, cycleId, bring } = work
  const { listId, bytes } = await bring('approved', ROWS)
  await markThrough(ctx, cycleId, 'data-collection', '2023-11-20')
  return { ...work, listId, bytes }
}

/** The bureau of the place says who does the rounds. */
async function answered(ctx: Context, rounds: readonly Duty[] = PROPOSED_ANSWERS.threeReviewsRounds) {
  const body = '11511600000000001'
  const { creditCode } = await registerAuthority(ctx, {
    parentId: null,
    kind: 'prefecture',
    name: '广安市人力资源和社会保障局',
    creditCode: body + creditCodeCheck(body),
    place: '511600',
    documentWord: null,
    numberPrefix: null,
  })
  await answerRule(ctx, {
    place: 'guangan-2023',
    rule: 'threeReviewsRounds',
    level: null,
    value: rounds,
    ground: '局务会议决定',
    office: creditCode,
  })
}

const requires = (ctx: Context, listId: string) =>
  ctx.database.transaction((tx) => requireThreeReviews(ctx, tx, listId))

describe('三审三校', () => {
  test('are not asked for where no notice has them', async ({ database }) => {
    const work = await reviewing(database)
    await work.bring('candidates', ROWS)
    const { listId } = await work.bring('approved', ROWS)
    expect(await threeReviewsOf(database.read, listId)).toBe(null)
    await expect(requires(work.ctx, listId)).resolves.toBeUndefined()
    await expect(requestThreeReviews(work.ctx, { listId })).rejects.toMatchObject({
      code: 'results/no-three-reviews',
    })
  })

  test('wait until somebody entitled to has said by whom: nothing is invented', async ({ database }) => {
    const { ctx, listId } = await collected(database)
    await expect(requires(ctx, listId)).rejects.toMatchObject({ code: 'approvals/not-requested' })
    await expect(requestThreeReviews(ctx, { listId })).rejects.toMatchObject({
      code: 'results/three-reviews-not-answered',
      facts: { clause: '六（四）', quote: expect.stringContaining('三审三校') as string },
    })
  })

  test('come after what the notice puts before them', async ({ database }) => {
    const work = await reviewing(database, { place: 'guangan-2023' })
    await answered(work.ctx)
    const { listId } = await work.bring('approved', ROWS)
    await expect(requestThreeReviews(work.ctx, { listId })).rejects.toMatchObject({
      code: 'cycles/step-not-reached',
      facts: { step: 'three-reviews' },
    })
  })

  test('are three rounds by three people, bound to the list, and then noted in the cycle', async ({
    database,
  }) => {
    const { ctx, ids, cycleId, listId, bytes } = await collected(database)
    await answered(ctx)
    const reviewer = (officeId: string, person: number) =>
      somebody(ctx, { officeId, roles: ['reviewer'], person })
    const [first, second, third] = [
      await reviewer(ids.committee, 21),
      await reviewer(ids.committee, 22),
      await reviewer(ids.kunming, 23),
    ]
    const requestId = await requestThreeReviews(ctx, { listId, source: bytes })
    const digest = await listDigest(database.read, listId)
    expect((await findRequest(database.read, requestId))?.title).toBe(
      '三审三校（2 人；2 人与源文件逐项一致）',
    )
    expect((await shownTo(first, requestId)).added).toHaveLength(2)
    await approve(first, { requestId, digest })
    await expect(approve(first, { requestId, digest })).rejects.toMatchObject({
      code: 'approvals/already-decided',
    })
    await approve(second, { requestId, digest })
    await expect(requires(ctx, listId)).rejects.toMatchObject({
      code: 'approvals/not-approved',
      facts: { missing: 1 },
    })
    await expect(finishThreeReviews(ctx, { listId })).rejects.toMatchObject({
      code: 'approvals/not-approved',
    })
    await approve(third, { requestId, digest })
    await expect(requires(ctx, listId)).resolves.toBeUndefined()
    await finishThreeReviews(ctx, { listId })
    expect(
      (await eventsOf(database.read, cycleId)).find(({ step }) => step === 'three-reviews'),
    ).toMatchObject({
      about: listId,
    })
  })

  test('refuse another file than the one the list came from', async ({ database }) => {
    const { ctx, listId } = await collected(database)
    await answered(ctx)
    await expect(
      requestThreeReviews(ctx, { listId, source: await workbookOf([teacher(1), teacher(3)]) }),
    ).rejects.toMatchObject({ code: 'results/not-the-source' })
  })

  test('by an office nobody registered are refused with its name', async ({ database }) => {
    const { ctx, listId } = await collected(database)
    await answered(ctx, [{ of: '初审', by: '某某中心' }])
    await expect(requestThreeReviews(ctx, { listId })).rejects.toMatchObject({
      code: 'results/unknown-round-office',
      facts: { by: '某某中心' },
    })
  })
})
