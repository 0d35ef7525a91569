import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { ledgerEntries } from '../../../src/ledger/schema.ts'
import { decodeEntry } from '../../../src/ledger/entry.ts'
import { sha256 } from '../../../src/ledger/hash.ts'
import type { Context } from '../../../src/platform/context.ts'
import { publicContent } from '../../../src/results/publicity/content.ts'
import { closePublicity, withdrawPublicity } from '../../../src/results/publicity/end-publicity.ts'
import { extendPublicity } from '../../../src/results/publicity/extend-publicity.ts'
import { findPublication, publicationById } from '../../../src/results/publicity/find-publication.ts'
import { openPublicity, type NewPublicity } from '../../../src/results/publicity/open-publicity.ts'
import { recordChannel } from '../../../src/results/publicity/record-channel.ts'
import { recordRecommendation } from '../../../src/results/publicity/record-recommendation.ts'
import { requirePublicityOver } from '../../../src/results/publicity/require-publicity-over.ts'
import { publications } from '../../../src/results/publicity/schema.ts'
import { publicityState } from '../../../src/results/publicity/state.ts'
import { base64url, utf8 } from '../../../src/signing/bytes.ts'
import { databaseTest } from '../../support/database.ts'
import {
  before,
  DAY_AFTER,
  FIRST_DAY,
  LAST_DAY,
  PEOPLE,
  publishedReview,
  recommended,
  reviewBefore,
  shown,
} from './reviews.ts'

const URL_OF = 'http://www.eryuan.gov.cn/gs/1'

const count = async (ctx: Context) => (await ctx.database.read.select().from(publications)).length

const isOver = (ctx: Context, listId: string, kind: NewPublicity['kind'] = 'pre-meeting') =>
  ctx.database.transaction((tx) => requirePublicityOver(ctx, tx, listId, kind))

const eryuan = async (database: Parameters<typeof reviewBefore>[0], today = '2024-09-29') => {
  const review = await reviewBefore(database, {
    place: 'eryuan-2024',
    year: 2024,
    today,
    stage: 'candidates',
  })
  await recommended(review.ctx, review.cycleId)
  return { ...review, listId: await review.list() }
}

describe('a publication', () => {
  databaseTest('is refused under five working days, by the clause that says so', async ({ database }) => {
    const { ctx, listId } = await eryuan(database, '2024-09-20')
    const short = { listId, kind: 'pre-meeting', opensOn: '2024-09-20', closesOn: '2024-09-26' } as const
    await expect(openPublicity(ctx, short)).rejects.toMatchObject({
      code: 'results/publicity-too-short',
      message: expect.stringContaining('洱人社〔2024〕27号 一（三）') as string,
      facts: { leastDays: 5, earliest: '2024-09-27', clause: '一（三）' },
    })
    expect(await count(ctx)).toBe(0)
    await expect(openPublicity(ctx, { ...short, closesOn: '2024-09-27' })).resolves.toBeDefined()
  })

  databaseTest('opened on the eve of a holiday runs until after it', async ({ database }) => {
    const { ctx, listId } = await eryuan(database, '2024-09-30')
    const eve = { listId, kind: 'pre-meeting', opensOn: '2024-09-30' } as const
    await expect(openPublicity(ctx, { ...eve, closesOn: '2024-10-11' })).rejects.toMatchObject({
      code: 'results/publicity-too-short',
      facts: { earliest: '2024-10-12' },
    })
    const opened = await openPublicity(ctx, { ...eve, closesOn: '2024-10-12' })
    // Dali's own holidays of 2024 are not known to us.
    expect(opened.provisional).toBe(true)
  })

  databaseTest(
    'is refused before its step, for a list of another stage, and backdated',
    async ({ database }) => {
      const { ctx, list } = await reviewBefore(database, {
        place: 'guangan-2023',
        year: 2023,
        today: '2024-04-01',
        stage: 'approved',
      })
      const listId = await list()
      const days = { listId, opensOn: '2024-04-01', closesOn: '2024-04-09' }
      await expect(openPublicity(ctx, { ...days, kind: 'pre-meeting' })).rejects.toMatchObject({
        code: 'results/wrong-stage',
      })
      await expect(openPublicity(ctx, { ...days, kind: 'recommendation' })).rejects.toMatchObject({
        code: 'results/not-published-here',
      })
      await expect(
        openPublicity(ctx, { ...days, kind: 'result', opensOn: '2024-03-29' }),
      ).rejects.toMatchObject({ code: 'results/bad-publicity-day' })
      expect(await count(ctx)).toBe(0)
      await expect(openPublicity(ctx, { ...days, kind: 'result' })).resolves.toBeDefined()
    },
  )

  databaseTest('of candidates waits for their employers’ own publicity', async ({ database }) => {
    const { ctx, list } = await reviewBefore(database, {
      place: 'eryuan-2024',
      year: 2024,
      today: '2024-09-20',
      stage: 'candidates',
    })
    const listId = await list()
    await expect(
      openPublicity(ctx, { listId, kind: 'pre-meeting', opensOn: '2024-09-20', closesOn: '2024-09-27' }),
    ).rejects.toMatchObject({
      code: 'results/not-recommended',
      message: expect.stringContaining('不予受理') as string,
      facts: { count: 2, clause: '二（三）3' },
    })
  })

  databaseTest(
    'is public from one midnight in Beijing to another, and leaves its proof',
    async ({ database }) => {
      const { ctx, turn, listId, publicationId } = await publishedReview(database)
      const publication = await publicationById(database.read, publicationId)
      const on = (day: string) => publicityState(publication, day).kind
      expect(['2024-09-01', FIRST_DAY, LAST_DAY, DAY_AFTER].map(on)).toEqual([
        'announced',
        'open',
        'open',
        'over',
      ])
      const content = await publicContent(ctx, database.read, listId, [
        '2024年度工程系列职称评审委员会会前公示',
        '序号\t姓名\t工作单位\t专业\t资格名称',
      ])
      expect(base64url(sha256(utf8(content.text ?? '')))).toBe(base64url(publication.contentDigest))
      const [entry] = await database.read
        .select({ body: ledgerEntries.body })
        .from(ledgerEntries)
        .where(eq(ledgerEntries.record, publication.sealedBy))
      const decoded = decodeEntry(entry?.body ?? new Uint8Array())
      expect(decoded).toMatchObject({
        entry: { type: 'publicity.opened', facts: { content: base64url(publication.contentDigest) } },
      })
      expect(content.text).not.toMatch(/\d{6}/)
      turn(DAY_AFTER)
      await expect(isOver(ctx, listId)).rejects.toMatchObject({ code: 'results/publicity-not-closed' })
      await shown(ctx, publicationId)
      await closePublicity(ctx, { publicationId })
      await expect(isOver(ctx, listId)).resolves.toBeUndefined()
    },
  )

  databaseTest('cannot be closed while it runs, nor twice', async ({ database }) => {
    const { ctx, turn, listId, publicationId } = await publishedReview(database)
    await expect(closePublicity(ctx, { publicationId })).rejects.toMatchObject({
      code: 'results/publicity-running',
    })
    await expect(isOver(ctx, listId)).rejects.toMatchObject({ code: 'results/publicity-running' })
    turn(DAY_AFTER)
    await shown(ctx, publicationId)
    await closePublicity(ctx, { publicationId })
    await expect(closePublicity(ctx, { publicationId })).rejects.toMatchObject({
      code: 'results/publicity-not-open',
    })
  })

  databaseTest(
    'counts only when every channel the notice names has shown it in time',
    async ({ database }) => {
      const { ctx, turn, listId } = await eryuan(database, '2024-09-09')
      const days = { opensOn: '2024-09-09', closesOn: '2024-09-18' }
      const { publicationId } = await openPublicity(ctx, { listId, kind: 'pre-meeting', ...days })
      turn('2024-09-19')
      await expect(closePublicity(ctx, { publicationId })).rejects.toMatchObject({
        code: 'results/channels-missing',
        facts: { channels: ['“信息平台”', '洱源县人民政府门户网站'] },
      })
      const show = (channel: string, upOn: string) =>
        recordChannel(ctx, { publicationId, channel, address: URL_OF, upOn, fileDigest: null })
      await show('“信息平台”', '2024-09-09')
      await show('洱源县人民政府门户网站', '2024-09-13')
      await expect(closePublicity(ctx, { publicationId })).rejects.toMatchObject({
        code: 'results/channel-too-short',
        facts: { earliest: '2024-09-23' },
      })
      // The paper that came later tells of an earlier day.
      await show('洱源县人民政府门户网站', '2024-09-10')
      await expect(closePublicity(ctx, { publicationId })).resolves.toMatchObject({ received: 0 })
    },
  )

  databaseTest('may be given more days, never fewer, and nothing runs again', async ({ database }) => {
    const { ctx, publicationId } = await publishedReview(database)
    await expect(extendPublicity(ctx, { publicationId, closesOn: '2024-09-06' })).rejects.toMatchObject({
      code: 'results/bad-publicity-day',
    })
    await extendPublicity(ctx, { publicationId, closesOn: '2024-09-13' })
    expect(await findPublication(database.read, publicationId)).toMatchObject({
      version: 2,
      opensOn: FIRST_DAY,
      closesOn: '2024-09-13',
    })
  })

  databaseTest('of a corrected list begins again, and the one before ends at once', async ({ database }) => {
    const { ctx, turn, list, listId, publicationId } = await publishedReview(database)
    turn('2024-09-05')
    const corrected = await list(listId, [...PEOPLE.slice(0, 2), { name: '罗丽', person: 9 }])
    const again = { listId: corrected, kind: 'pre-meeting', opensOn: '2024-09-05' } as const
    await expect(openPublicity(ctx, { ...again, closesOn: LAST_DAY })).rejects.toMatchObject({
      code: 'results/publicity-too-short',
      facts: { earliest: '2024-09-12' },
    })
    const second = await openPublicity(ctx, { ...again, closesOn: '2024-09-12' })
    const first = await publicationById(database.read, publicationId)
    expect(publicityState(first, ctx.today())).toEqual({ kind: 'replaced', by: second.publicationId })
    await expect(openPublicity(ctx, { ...again, closesOn: '2024-09-12' })).rejects.toMatchObject({
      code: 'results/already-public',
    })
    await expect(isOver(ctx, listId)).rejects.toMatchObject({ code: 'results/not-publicised' })
  })

  databaseTest('taken down counts for nothing and can be begun again', async ({ database }) => {
    const { ctx, turn, listId, publicationId } = await publishedReview(database)
    await withdrawPublicity(ctx, { publicationId, ground: 'protected' })
    turn(DAY_AFTER)
    await expect(isOver(ctx, listId)).rejects.toMatchObject({
      code: 'results/not-publicised',
      facts: { clause: '一（三）' },
    })
    await expect(
      openPublicity(ctx, { listId, kind: 'pre-meeting', opensOn: DAY_AFTER, closesOn: '2024-09-18' }),
    ).resolves.toBeDefined()
  })

  databaseTest('nobody asks for stands in nobody’s way', async ({ database }) => {
    const { ctx, list, cycleId } = await reviewBefore(database, {
      place: 'kunming-2023',
      year: 2023,
      today: '2023-09-11',
      stage: 'candidates',
    })
    await recommended(ctx, cycleId)
    const listId = await list()
    // Kunming’s notice names no publicity of results below senior titles, and no days for the one before the meeting.
    await expect(isOver(ctx, listId, 'result')).resolves.toBeUndefined()
    await expect(isOver(ctx, listId)).rejects.toMatchObject({
      code: 'results/not-publicised',
      facts: { document: '昆人社通〔2023〕37号', clause: '三（六）' },
    })
    await expect(
      openPublicity(ctx, { listId, kind: 'pre-meeting', opensOn: '2023-09-11', closesOn: '2023-09-12' }),
    ).resolves.toEqual({ publicationId: expect.any(String) as string, provisional: false })
  })
})

describe('a recommendation', () => {
  databaseTest('shorter than five working days is refused, by its clause', async ({ database }) => {
    const { ctx, cycleId } = await reviewBefore(database, {
      place: 'eryuan-2024',
      year: 2024,
      today: '2024-06-21',
      stage: 'candidates',
    })
    const paper = {
      cycleId,
      employer: '洱源县第一中学',
      place: '校务公开栏',
      votes: { attending: 30, agreeing: 20 },
      fileDigest: 'cd'.repeat(32),
    }
    await expect(
      recordRecommendation(ctx, { ...paper, opensOn: '2024-06-11', closesOn: '2024-06-17' }),
    ).rejects.toMatchObject({
      code: 'results/publicity-too-short',
      facts: { clause: '二（三）3', earliest: '2024-06-18' },
    })
    await expect(
      recordRecommendation(ctx, { ...paper, opensOn: '2024-06-11', closesOn: '2024-06-18' }),
    ).resolves.toBeUndefined()
  })

  databaseTest('with fewer than two thirds of the votes is refused, by its clause', async ({ database }) => {
    const { ctx, cycleId } = await reviewBefore(database, {
      place: 'eryuan-2024',
      year: 2024,
      today: '2024-06-21',
      stage: 'candidates',
    })
    const paper = {
      cycleId,
      employer: '洱源县第一中学',
      place: '校务公开栏',
      opensOn: before('2024-06-21', 8),
      closesOn: before('2024-06-21', 1),
      fileDigest: 'cd'.repeat(32),
    }
    await expect(
      recordRecommendation(ctx, { ...paper, votes: { attending: 31, agreeing: 20 } }),
    ).rejects.toMatchObject({ code: 'results/too-few-votes', facts: { needed: 21, clause: '二（三）2' } })
    await expect(
      recordRecommendation(ctx, { ...paper, votes: { attending: 0, agreeing: 0 } }),
    ).rejects.toMatchObject({ code: 'results/bad-publicity-evidence', facts: { field: '票数' } })
    await expect(
      recordRecommendation(ctx, { ...paper, votes: { attending: 30, agreeing: 20 } }),
    ).resolves.toBeUndefined()
  })
})
