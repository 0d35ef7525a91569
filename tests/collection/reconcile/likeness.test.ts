import { eq, isNull } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { boundPersons } from '../../../src/collection/corrections/bound-persons.ts'
import { collectionRowTitles } from '../../../src/collection/reconcile/schema.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { personJoins } from '../../../src/people/schema.ts'
import type { Context } from '../../../src/platform/context.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import { titleRecords } from '../../../src/titles/schema.ts'
import { databaseTest as it } from '../../support/database.ts'
import { decideFirst, engineer, pastAtWork, shownOf } from './past-people.ts'

const nobody = engineer(1, { 身份证号: '' })
const titlesOf = (ctx: Context) => ctx.database.read.select().from(titleRecords)

describe('somebody without a number', () => {
  it('is asked about beside who is alike, and is nobody else before somebody says so', async ({
    database,
  }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [nobody])
    const batchId = await report(kunming, [engineer(1, { 专业: '电气' }), engineer(2)])
    expect(await compare(kunming, batchId)).toMatchObject({ conflicting: 1, different: 0, same: 0 })
    const [shown] = await shownOf(kunming.officer, batchId)
    expect(shown).toMatchObject({
      why: '姓名、单位、职称和年份都相同，另一方没有核实的证件号码：没有自动认作一个人',
      differing: [{ name: '专业', mine: '电气', other: '机械' }],
    })
    await decideFirst(kunming.officer, batchId, { outcome: 'different-persons' })
    await finish(kunming, batchId)
    expect(await database.read.$count(personJoins)).toBe(0)
    expect(await titlesOf(ctx)).toHaveLength(3)
  })

  it('decided to be the same has one title, and the number of the other', async ({ database }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1)])
    const batchId = await report(kunming, [nobody])
    await compare(kunming, batchId)
    await decideFirst(kunming.officer, batchId, { outcome: 'same-person' })
    await finish(kunming, batchId)
    const titles = await titlesOf(ctx)
    expect(titles).toHaveLength(1)
    const rows = await database.read.select().from(personJoins)
    const ids = rows.flatMap(({ oneId, otherId }) => [oneId, otherId])
    expect(new Set((await boundPersons(database.read, ids)).values())).toEqual(new Set([titles[0]?.personId]))
  })

  it('reported by two bureaus is settled by the office above both', async ({ database }) => {
    const { kunming, dali, top, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [nobody])
    const batchId = await report(dali, [nobody])
    expect(await compare(dali, batchId)).toMatchObject({ conflicting: 1 })
    const one = { outcome: 'same-person' } as const
    await expect(decideFirst(dali.officer, batchId, one)).rejects.toMatchObject({
      code: 'identity/not-allowed',
    })
    await decideFirst(top, batchId, one)
    expect(await finish(dali, batchId)).toMatchObject({ records: 0 })
  })

  it('who has a sound number on both sides, or works elsewhere, is asked about nobody', async ({
    database,
  }) => {
    const { kunming, accepted, report, compare } = await pastAtWork(database)
    await accepted(kunming, [nobody, engineer(2)])
    const others = [engineer(1, { 工作单位: '另一单位' }), engineer(3, { 姓名: engineer(2).姓名 ?? '' })]
    const batchId = await report(kunming, others)
    expect(await compare(kunming, batchId)).toMatchObject({ conflicting: 0, different: 0 })
  })
})

describe('somebody who was erased', () => {
  const erase = (ctx: Context, personId: string) =>
    erasePerson(ctx, { personId, ground: 'withdrawn' }, KEPT_OF_PERSONS)

  it('is alike nobody, is missing from no list, and keeps no batch from being accepted', async ({
    database,
  }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [nobody, engineer(2)])
    const [gone] = await database.read
      .select({ personId: titleRecords.personId, id: titleRecords.id })
      .from(titleRecords)
      .innerJoin(collectionRowTitles, eq(collectionRowTitles.titleId, titleRecords.id))
      .orderBy(collectionRowTitles.id)
    await erase(ctx, gone?.personId ?? '')
    expect(await database.read.$count(collectionRowTitles, isNull(collectionRowTitles.likeness))).toBe(1)
    const batchId = await report(kunming, [nobody])
    expect(await compare(kunming, batchId, 'whole')).toMatchObject({ missing: 1, conflicting: 0 })
    await decideFirst(kunming.officer, batchId, { outcome: 'still-stands' })
    await finish(kunming, batchId)
  })

  it('leaves a number that another name may have, and no question', async ({ database }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1)])
    const batchId = await report(kunming, [engineer(1, { 姓名: '周改名' })])
    expect(await compare(kunming, batchId)).toMatchObject({ conflicting: 1 })
    const [title] = await titlesOf(ctx)
    await erase(ctx, title?.personId ?? '')
    expect(await compare(kunming, batchId)).toMatchObject({ conflicting: 0 })
    await finish(kunming, batchId)
  })
})

describe('one number under two names at two bureaus', () => {
  it('moves nothing of the other office to another year', async ({ database }) => {
    const { kunming, dali, top, accepted, report, compare } = await pastAtWork(database)
    await accepted(kunming, [engineer(1)])
    const batchId = await report(dali, [engineer(1, { 姓名: '周改名', 取得时间: '1999-01-05' })])
    await compare(dali, batchId)
    const moved = { outcome: 'same-person', choices: { name: 'this', obtainedOn: 'this' } } as const
    await expect(decideFirst(top, batchId, moved)).rejects.toMatchObject({ code: 'collection/bad-decision' })
    await decideFirst(top, batchId, { ...moved, choices: { name: 'this', obtainedOn: 'other' } })
  })
})
