import { count, eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import type { Day } from '../../../src/calendar/day.ts'
import { countsOfCycle, currentList } from '../../../src/results/lists/candidates.ts'
import { findList } from '../../../src/results/lists/find-list.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { resultLists, resultRows } from '../../../src/results/lists/schema.ts'
import { closePublicity } from '../../../src/results/publicity/end-publicity.ts'
import { openPublicity } from '../../../src/results/publicity/open-publicity.ts'
import { chooseApproved } from '../../../src/results/routes/choose-approved.ts'
import { markedElsewhere } from '../../support/cycles-at-work.ts'
import { databaseTest as test } from '../../support/database.ts'
import { PEOPLE, recommended, reviewBefore, workbook } from '../publicity/reviews.ts'
import { COMMITTEE, defectsOf, reviewing, teacher } from './reviewing.ts'

const THREE = [teacher(1), teacher(2), teacher(3)]

describe('the lists of a cycle', () => {
  test('are first the candidates, then those approved, and count for the filing', async ({ database }) => {
    const { ctx, cycleId, bring } = await reviewing(database)
    const candidates = await bring('candidates', THREE)
    const approved = await bring('approved', THREE.slice(0, 2))
    expect(await countsOfCycle(database.read, cycleId)).toEqual({
      candidates: 3,
      approved: 2,
      passPerMille: 667,
    })
    expect(await findList(ctx, database.read, candidates.listId)).toMatchObject({
      cycleId,
      stage: 'candidates',
    })
    const rows = await database.read.select().from(resultRows)
    expect(new Set(rows.map(({ committee }) => committee))).toEqual(new Set([COMMITTEE]))
    expect(rows.every(({ obtainedOn }) => obtainedOn === null)).toBe(true)
    expect((await currentList(database.read, cycleId, 'approved'))?.id).toBe(approved.listId)
  })

  test.for([
    ['another committee', { 评委会名称: '另一个评委会' }, '评委会名称', 'results/another-committee'],
    [
      'a level its committee does not review',
      { 级别: '副高级', 评审资格名称: '高级教师' },
      '级别',
      'results/outside-levels',
    ],
    ['a route that is not the cycle’s', { 取得方式: '资格确认' }, '取得方式', 'results/other-route'],
  ] as const)('refuse a row of %s', async ([, cells, column, code], { database }) => {
    const { bring } = await reviewing(database)
    expect(await defectsOf(bring('candidates', [teacher(1, cells), teacher(2)]))).toEqual([[3, column, code]])
    expect(await database.read.select({ n: count() }).from(resultLists)).toEqual([{ n: 0 }])
  })

  test('tell what is wrong with a row all at once, its own cells and the cycle’s limits', async ({
    database,
  }) => {
    const { bring } = await reviewing(database)
    const row = teacher(1, { 姓名: '测 试', 级别: '副高级', 评审资格名称: '高级教师' })
    expect(await defectsOf(bring('candidates', [row]))).toEqual([
      [3, '姓名', 'people/blank-in-name'],
      [3, '级别', 'results/outside-levels'],
    ])
  })

  test('let a committee recognise by assessment too (云南省2020年通知 二（四）)', async ({ database }) => {
    const { bring } = await reviewing(database)
    expect((await bring('candidates', [teacher(1, { 取得方式: '考核认定' })])).rows).toBe(1)
  })

  test('come after their steps: nobody is approved before the meeting', async ({ database }) => {
    const { bring } = await reviewing(database, { through: 'expert-draw' })
    await bring('candidates', THREE)
    await expect(bring('approved', THREE)).rejects.toMatchObject({
      code: 'cycles/step-not-reached',
      facts: {
        missing: 'meeting',
        clause: expect.any(String) as string,
        quote: expect.any(String) as string,
      },
    })
  })

  test('of candidates need a cycle, and another office’s cycle is not there', async ({ database }) => {
    const { bring, cycleId, codes } = await reviewing(database)
    await expect(bring('candidates', THREE, { cycleId: undefined as never })).rejects.toMatchObject({
      code: 'results/stage-needs-cycle',
    })
    await expect(bring('candidates', THREE, { cycleId, office: codes.dali } as never)).rejects.toMatchObject({
      code: 'cycles/cycle-not-found',
    })
    await expect(bring('candidates', THREE, { cycleId: 'nobody' })).rejects.toMatchObject({
      code: 'cycles/cycle-not-found',
    })
  })
})

describe('whoever was approved', () => {
  test('was a candidate, where the notice has publicity before the meeting (passes)', async ({
    database,
  }) => {
    const { bring } = await reviewing(database)
    await bring('candidates', THREE)
    expect((await bring('approved', THREE)).rows).toBe(3)
  })

  test('and was no candidate is refused at that row, with the clause (fails)', async ({ database }) => {
    const { bring } = await reviewing(database)
    await bring('candidates', THREE)
    const refused = bring('approved', [...THREE, teacher(4)])
    expect(await defectsOf(refused)).toEqual([[6, '姓名', 'results/not-a-candidate']])
    await expect(refused).rejects.toMatchObject({
      facts: { defects: [{ reason: expect.stringContaining('昆人社通〔2023〕37号') as string }] },
    })
    expect(await database.read.select({ n: count() }).from(resultLists)).toEqual([{ n: 1 }])
  })

  test('waits for a candidates’ list where there must be one', async ({ database }) => {
    const { bring } = await reviewing(database)
    await expect(bring('approved', THREE)).rejects.toMatchObject({
      code: 'results/no-candidates',
      facts: { clause: expect.any(String) as string },
    })
  })

  test('needs no candidates’ list where no source asks for that publicity', async ({ database }) => {
    const { bring } = await reviewing(database, { place: 'guangan-2023' })
    expect((await bring('approved', THREE)).rows).toBe(3)
  })

  test('stood on the very list that was published: of a corrected one, only once that was', async ({
    database,
  }) => {
    const review = await reviewBefore(database, {
      place: 'kunming-2023',
      year: 2023,
      today: '2023-09-11',
      stage: 'candidates',
    })
    const { ctx, turn, cycleId, codes } = review
    await recommended(ctx, cycleId)
    const published = async (listId: string, opensOn: Day, closesOn: Day) => {
      const kind = 'pre-meeting'
      const { publicationId } = await openPublicity(ctx, { listId, kind, opensOn, closesOn })
      return () => closePublicity(ctx, { publicationId })
    }
    const first = await review.list()
    const closed = await published(first, '2023-09-11', '2023-09-18')
    turn('2023-09-19')
    await closed()
    const everybody = [...PEOPLE, { name: '后来人', employer: '昆明市第一中学' }]
    const second = await review.list(first, everybody)
    for (const step of ['pre-meeting-filing', 'expert-draw', 'meeting'] as const)
      await markedElsewhere(ctx, cycleId, step, '2023-09-19')
    const approved = async () =>
      importList(ctx, {
        bytes: await workbook(everybody),
        fileName: '评审通过名单.xlsx',
        authority: codes.kunming,
        office: codes.committee,
        cycleId,
        stage: 'approved',
      })
    await expect(approved()).rejects.toMatchObject({ code: 'results/not-publicised' })
    const closedAgain = await published(second, '2023-09-19', '2023-09-26')
    await expect(approved()).rejects.toMatchObject({ code: 'results/publicity-running' })
    turn('2023-09-27')
    await closedAgain()
    expect((await approved()).rows).toBe(4)
  })

  test('for another title than applied for is told, not refused', async ({ database }) => {
    const { bring } = await reviewing(database)
    await bring('candidates', [teacher(1)])
    const { warnings } = await bring('approved', [
      teacher(1, { 评审资格名称: '讲师', 申报系列: '技工院校教师' }),
    ])
    expect(warnings.map(({ code }) => code)).toContain('results/other-than-candidate')
  })
})

describe('a second list of a cycle and stage', () => {
  test('must say which it replaces, and then takes its place', async ({ database }) => {
    const { cycleId, bring } = await reviewing(database, { through: 'expert-draw' })
    const first = await bring('candidates', THREE)
    await expect(bring('candidates', THREE.slice(1))).rejects.toMatchObject({
      code: 'results/list-exists',
      facts: { listId: first.listId },
    })
    const second = await bring('candidates', THREE.slice(1), { replaces: first.listId })
    expect((await currentList(database.read, cycleId, 'candidates'))?.id).toBe(second.listId)
  })

  test('by the second of two clerks is told that somebody was first', async ({ database }) => {
    const { bring } = await reviewing(database, { through: 'expert-draw' })
    const first = await bring('candidates', THREE)
    const second = await bring('candidates', THREE.slice(1), { replaces: first.listId })
    await expect(bring('candidates', THREE.slice(2), { replaces: first.listId })).rejects.toMatchObject({
      code: 'results/list-replaced',
      facts: { by: second.listId },
    })
  })

  test('of another stage or cycle corrects nothing', async ({ database }) => {
    const { bring, open } = await reviewing(database)
    const first = await bring('candidates', THREE)
    const other = await open('另一个中级职称评审委员会')
    await expect(
      bring('candidates', THREE.slice(1), { replaces: first.listId, cycleId: other.cycleId }),
    ).rejects.toMatchObject({ code: 'results/not-the-same-cycle' })
  })

  test('of candidates comes too late once somebody was approved', async ({ database }) => {
    const { bring } = await reviewing(database)
    const first = await bring('candidates', THREE)
    await bring('approved', THREE.slice(1))
    await expect(bring('candidates', THREE.slice(2), { replaces: first.listId })).rejects.toMatchObject({
      code: 'results/candidates-settled',
    })
  })

  test('of candidates comes too late once the committee met', async ({ database }) => {
    const { bring } = await reviewing(database)
    const { listId: replaces } = await bring('candidates', THREE)
    await expect(bring('candidates', [...THREE, teacher(4)], { replaces })).rejects.toMatchObject({
      code: 'results/candidates-settled',
      message: expect.stringContaining('参加下一次评审') as string,
    })
    expect(await database.read.select({ n: count() }).from(resultLists)).toEqual([{ n: 1 }])
  })

  test('may be a file that was replaced, and not the one that holds', async ({ database }) => {
    const { ctx, cycleId, bring } = await reviewing(database)
    const { listId } = await bring('candidates', THREE)
    const rows = await database.read.select().from(resultRows).where(eq(resultRows.listId, listId))
    const choose = (many: number, replaces: string | null) =>
      chooseApproved(ctx, {
        cycleId,
        rowIds: rows.slice(0, many).map(({ id }) => id),
        obtainedOn: null,
        replaces,
      })
    const first = await choose(2, null)
    await expect(choose(2, first.listId)).rejects.toMatchObject({ code: 'results/already-imported' })
    const second = await choose(1, first.listId)
    const third = await choose(2, second.listId)
    expect((await currentList(database.read, cycleId, 'approved'))?.id).toBe(third.listId)
    await expect(choose(2, third.listId)).rejects.toMatchObject({ code: 'results/already-imported' })
  })

  test('may be the very file of the other stage', async ({ database }) => {
    const { bring } = await reviewing(database)
    await bring('candidates', THREE)
    await bring('approved', THREE)
    expect(await database.read.select({ n: count() }).from(resultLists)).toEqual([{ n: 2 }])
  })
})
