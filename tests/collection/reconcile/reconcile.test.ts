import { and, eq, isNull } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { decideComparison } from '../../../src/collection/reconcile/decide.ts'
import { collectionDecisions, collectionRowTitles } from '../../../src/collection/reconcile/schema.ts'
import type { Context } from '../../../src/platform/context.ts'
import { collectedCells, titleRecords } from '../../../src/titles/schema.ts'
import { titlesOfPersons } from '../../../src/titles/current-titles.ts'
import { verifySubmitted } from '../../../src/verification/verify.ts'
import { databaseTest as it } from '../../support/database.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { stored } from '../batch/uploads.ts'
import { decideFirst, engineer, pastAtWork, pastCsv, shownOf } from './past-people.ts'

const collected = (ctx: Context) =>
  ctx.database.read.select().from(titleRecords).where(eq(titleRecords.source, 'backfilled'))

describe('an accepted batch', () => {
  it('becomes titles that answer as collected, by number and name, never as a certificate', async ({
    database,
  }) => {
    const { ctx, kunming, accepted } = await pastAtWork(database)
    await accepted(kunming, [engineer(1, { 证书编号: '滇中字第0421号' }), engineer(2, { 取得时间: '1998' })])
    const answer = await verifySubmitted(ctx, { number: '滇中字第 0421 号', name: engineer(1).姓名 ?? '' })
    expect(answer).toMatchObject({
      verdict: 'cannot-tell',
      status: 'historical',
      certificate: null,
      pastTitle: {
        title: '工程师',
        obtainedOn: '1998-12-01',
        document: '云人职发〔1998〕30号',
        issuer: '昆明市职改办',
        provenance:
          '该职称信息由昆明市人力资源和社会保障局于2026年11月21日归集、经云南省人力资源和社会保障厅于2026年11月21日验收。',
      },
    })
    // Without a number on the paper: by the document's, and the person's own.
    const byDocument = { number: '云人职发[1998]30号', name: engineer(2).姓名 ?? '' }
    expect((await verifySubmitted(ctx, byDocument)).status).toBe('unknown')
    const own = await verifySubmitted(ctx, { ...byDocument, idNumber: madeUpNumber(2) })
    expect(own.pastTitle).toMatchObject({ title: '工程师', obtainedOn: '1998' })
    expect((await verifySubmitted(ctx, { ...byDocument, idNumber: madeUpNumber(1) })).status).toBe('unknown')
  })

  it('answers nothing before it is accepted', async ({ database }) => {
    const { ctx, kunming, report, compare } = await pastAtWork(database)
    const batchId = await report(kunming, [engineer(1, { 证书编号: '滇中字第0421号' })])
    await compare(kunming, batchId)
    const answer = await verifySubmitted(ctx, { number: '滇中字第0421号', name: engineer(1).姓名 ?? '' })
    expect(answer.status).toBe('unknown')
    expect(await collected(ctx)).toEqual([])
  })

  it('is not accepted while a difference is undecided', async ({ database }) => {
    const { kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1)])
    const batchId = await report(kunming, [engineer(1, { 取得时间: '1999-01-05' })])
    await expect(finish(kunming, batchId)).rejects.toMatchObject({ code: 'collection/batch-unsettled' })
    expect(await compare(kunming, batchId)).toMatchObject({ different: 1, same: 0, rows: 1 })
    await expect(finish(kunming, batchId)).rejects.toMatchObject({ code: 'collection/batch-unsettled' })
  })
})

describe('a row that somebody reported before', () => {
  it('becomes no second title when it says the same, and fills in what was not told', async ({
    database,
  }) => {
    const { ctx, kunming, accepted } = await pastAtWork(database)
    await accepted(kunming, [engineer(1, { 取得时间: '1998', 专业: '' })])
    await accepted(kunming, [engineer(1)])
    const titles = await collected(ctx)
    expect(titles).toHaveLength(2)
    const [current] = titles.filter(({ replaces }) => replaces !== null)
    expect(current).toMatchObject({ obtainedOn: '1998-12-01', obtainedPrecision: 'day', specialty: '机械' })
    expect(current?.replaces).toBe(titles.find(({ replaces }) => replaces === null)?.id)
    await accepted(kunming, [engineer(1), engineer(2)])
    expect(await collected(ctx)).toHaveLength(3)
    const [cell] = await ctx.database.read
      .select()
      .from(collectedCells)
      .where(and(eq(collectedCells.year, 1998), eq(collectedCells.version, 3)))
    expect(cell?.records).toBe(2)
  })

  it('is decided field by field, and what was seen is kept', async ({ database }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1)])
    const batchId = await report(kunming, [engineer(1, { 取得时间: '1999-01-05', 专业: '电气' })])
    await compare(kunming, batchId)
    const [shown] = await shownOf(kunming.officer, batchId)
    expect(shown).toMatchObject({
      why: '证件类型和号码相同（15位与18位视为同一号码），姓名相同',
      differing: [
        { name: '专业', mine: '电气', other: '机械' },
        { name: '取得时间', mine: '1999年1月5日', other: '1998年12月1日' },
      ],
    })
    const decision = { batchId, key: shown?.comparison.key ?? '', digest: shown?.digest ?? '', ground: '' }
    await expect(
      decideComparison(kunming.officer, {
        ...decision,
        outcome: 'one-title',
        choices: { specialty: 'this' },
      }),
    ).rejects.toMatchObject({ code: 'collection/bad-decision' })
    await expect(
      decideComparison(kunming.officer, {
        ...decision,
        digest: '0'.repeat(64),
        outcome: 'one-title',
        choices: { specialty: 'this', obtainedOn: 'other' },
      }),
    ).rejects.toMatchObject({ code: 'collection/shown-otherwise' })
    expect(await ctx.database.read.$count(collectionDecisions)).toBe(0)
    await decideComparison(kunming.officer, {
      ...decision,
      outcome: 'one-title',
      choices: { specialty: 'this', obtainedOn: 'other' },
    })
    await finish(kunming, batchId)
    const current = (await collected(ctx)).find(({ replaces }) => replaces !== null)
    expect(current).toMatchObject({ specialty: '电气', obtainedOn: '1998-12-01' })
  })

  it('comes to a cell neither side was in, and is counted there', async ({ database }) => {
    const { ctx, ids, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    const assessed = { 取得途径: '考核认定' }
    await accepted(kunming, [
      engineer(1, { 取得时间: '1999' }),
      engineer(2, { ...assessed, 取得时间: '1999' }),
    ])
    const batchId = await report(kunming, [engineer(1, { ...assessed, 取得时间: '1998' })])
    await compare(kunming, batchId)
    const choices = { route: 'this', obtainedOn: 'other' } as const
    await decideFirst(kunming.officer, batchId, { outcome: 'one-title', choices })
    await finish(kunming, batchId)
    const sealed = await ctx.database.read
      .select()
      .from(collectedCells)
      .where(and(eq(collectedCells.authorityId, ids.kunming), eq(collectedCells.route, 'assessment')))
      .orderBy(collectedCells.year, collectedCells.version)
    expect(sealed.map(({ year, version, records }) => [year, version, records])).toEqual([
      [1998, 1, 0],
      [1999, 1, 1],
      [1999, 2, 2],
    ])
  })

  it('leaves the cell it comes to open when nobody has accepted that yet', async ({ database }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1, { 取得时间: '1999' })])
    const batchId = await report(kunming, [engineer(1, { 取得途径: '考核认定', 取得时间: '1998' })])
    await compare(kunming, batchId)
    const choices = { route: 'this', obtainedOn: 'other' } as const
    await decideFirst(kunming.officer, batchId, { outcome: 'one-title', choices })
    await finish(kunming, batchId)
    const sealed = await ctx.database.read.select().from(collectedCells)
    expect(sealed.filter(({ year, route }) => year === 1999 && route === 'assessment')).toEqual([])
  })

  it('is told twice in one file with one thing put right in each row: both are kept', async ({
    database,
  }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1, { 证书编号: '甲1号' })])
    const batchId = await report(kunming, [
      engineer(1, { 证书编号: '甲2号' }),
      engineer(1, { 证书编号: '甲1号', 专业: '电气' }),
    ])
    await compare(kunming, batchId)
    // Of the first row the number is right, of the second one the specialty, whatever each is held against.
    for (const { comparison, digest } of await shownOf(kunming.officer, batchId)) {
      const right = comparison.rowId?.endsWith('1') ? 'paper' : 'specialty'
      const sides = comparison.fields.map((field) => [field, field === right ? 'this' : 'other'])
      const { key } = comparison
      const choices = Object.fromEntries(sides) as Record<string, 'this' | 'other'>
      const decision = { outcome: 'one-title', choices, ground: '' } as const
      await decideComparison(kunming.officer, { batchId, key, digest, ...decision })
    }
    await finish(kunming, batchId)
    const titles = await collected(ctx)
    expect(titles).toHaveLength(2)
    const next = titles.find(({ replaces }) => replaces !== null)
    expect(next).toMatchObject({ specialty: '电气', past: { number: '甲2号' } })
    const became = await ctx.database.read
      .select()
      .from(collectionRowTitles)
      .where(eq(collectionRowTitles.batchId, batchId))
      .orderBy(collectionRowTitles.id)
    expect(became.map((row) => [row.titleId, row.became])).toEqual([
      [next?.id, 'next-version'],
      [next?.id, 'said-already'],
    ])
  })

  it('twice in one file and wholly alike is one title, with nothing to decide', async ({ database }) => {
    const { ctx, kunming, report, compare, finish } = await pastAtWork(database)
    const batchId = await report(kunming, [engineer(1), engineer(1), engineer(2)])
    expect(await compare(kunming, batchId)).toMatchObject({ same: 1, different: 0, conflicting: 0 })
    await finish(kunming, batchId)
    expect(await collected(ctx)).toHaveLength(2)
  })

  it('in the batch it corrects is known there by its number, if it has one', async ({ database }) => {
    const { ctx, programmeId, officeId, kunming, dali, accepted, report, compare } =
      await pastAtWork(database)
    const nobody = engineer(2, { 身份证号: '' })
    const replacesId = await report(kunming, [engineer(1), nobody])
    const other = { 发证机关: '大理州人事局' }
    await accepted(dali, [engineer(1, other)])
    const bytes = pastCsv([engineer(1), nobody, engineer(3)])
    const batchId = await stored(kunming.officer, { programmeId, officeId, bytes, replacesId })
    await compare(kunming, batchId)
    expect((await shownOf(ctx, batchId)).map(({ why }) => why)).toEqual([
      '证件类型和号码相同（15位与18位视为同一号码），姓名相同',
    ])
  })

  it('of another office is decided by the office above both', async ({ database }) => {
    const { ctx, ids, kunming, dali, top, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1)])
    const batchId = await report(dali, [engineer(1, { 发证机关: '大理州人事局' })])
    expect(await compare(dali, batchId)).toMatchObject({ conflicting: 1, different: 0 })
    const choice = { outcome: 'one-title', choices: { issuer: 'this' } } as const
    await expect(decideFirst(dali.officer, batchId, choice)).rejects.toMatchObject({
      code: 'identity/not-allowed',
    })
    await decideFirst(top, batchId, choice)
    await finish(dali, batchId)
    const titles = await collected(ctx)
    expect(titles.find(({ replaces }) => replaces !== null)).toMatchObject({
      collectedById: ids.kunming,
      past: { issuer: '大理州人事局', collectedBy: '昆明市人力资源和社会保障局' },
    })
    expect(titles).toHaveLength(2)
  })

  it('that was left out becomes nothing', async ({ database }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1)])
    const batchId = await report(kunming, [engineer(1, { 取得时间: '2003-01-05' }), engineer(2)])
    await compare(kunming, batchId)
    await decideFirst(kunming.officer, batchId, { outcome: 'leave-out' })
    await finish(kunming, batchId)
    expect((await collected(ctx)).map(({ obtainedOn }) => obtainedOn)).toEqual(['1998-12-01', '1998-12-01'])
  })

  it('is compared again when something else was accepted since', async ({ database }) => {
    const { kunming, dali, report, accepted, compare, finish } = await pastAtWork(database)
    const batchId = await report(dali, [engineer(3), engineer(1)])
    await compare(dali, batchId)
    await accepted(kunming, [engineer(1, { 发证机关: '云南省人事厅' })])
    await expect(finish(dali, batchId)).rejects.toMatchObject({ code: 'collection/compare-again' })
    expect(await compare(dali, batchId)).toMatchObject({ conflicting: 1, round: 2 })
  })
})

describe('one number under two names', () => {
  it('is two persons until somebody decides, and one human after', async ({ database }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1)])
    const other = engineer(1, { 姓名: '周改名', 职称名称: '高级工程师', 级别: '副高级', 取得时间: '1999' })
    const batchId = await report(kunming, [other])
    expect(await compare(kunming, batchId)).toMatchObject({ conflicting: 1 })
    const [shown] = await shownOf(kunming.officer, batchId)
    expect(shown).toMatchObject({
      why: '证件号码相同，姓名不同：没有自动认作一个人',
      differing: [{ name: '姓名', mine: '周改名', other: engineer(1).姓名 }],
    })
    await decideFirst(kunming.officer, batchId, { outcome: 'same-person', ground: '户口簿记载1999年改名。' })
    await finish(kunming, batchId)
    const [first] = await ctx.database.read
      .select()
      .from(titleRecords)
      .where(and(eq(titleRecords.title, '工程师'), isNull(titleRecords.replaces)))
    const titles = await titlesOfPersons(ctx.database.read, [first?.personId ?? ''])
    expect(
      titles
        .get(first?.personId ?? '')
        ?.map(({ title }) => title)
        .toSorted(),
    ).toEqual(['工程师', '高级工程师'])
  })
})

describe('somebody who shares a number', () => {
  it('and is reported again is asked about again, and stays one title', async ({ database }) => {
    const { ctx, kunming, report, compare, finish } = await pastAtWork(database)
    const other = engineer(1, { 姓名: '周同号' })
    const apart = { outcome: 'different-persons' } as const
    const first = await report(kunming, [engineer(1), other])
    await compare(kunming, first)
    await decideFirst(kunming.officer, first, apart)
    await finish(kunming, first)
    const again = await report(kunming, [other])
    expect(await compare(kunming, again)).toMatchObject({ same: 1, conflicting: 1 })
    await decideFirst(kunming.officer, again, apart)
    await finish(kunming, again)
    expect(await collected(ctx)).toHaveLength(2)
    const cells = await ctx.database.read.select().from(collectedCells)
    expect(cells.map(({ version, records }) => [version, records])).toEqual([
      [1, 2],
      [2, 2],
    ])
  })
})

describe('a list that says it is all there is', () => {
  it('asks about every accepted title it does not name, and takes back what was wrong', async ({
    database,
  }) => {
    const { ctx, kunming, accepted, report, compare, finish } = await pastAtWork(database)
    await accepted(kunming, [engineer(1, { 证书编号: '甲1号' }), engineer(2, { 证书编号: '甲2号' })])
    const batchId = await report(kunming, [engineer(2, { 证书编号: '甲2号' }), engineer(3)])
    expect(await compare(kunming, batchId)).toMatchObject({ missing: 0, same: 1 })
    expect(await compare(kunming, batchId, 'whole')).toMatchObject({ missing: 1, same: 1, round: 2 })
    await decideFirst(kunming.officer, batchId, { outcome: 'take-back', ground: '档案中查无此人。' })
    await finish(kunming, batchId)
    const ask = (number: string, person: number) =>
      verifySubmitted(ctx, { number, name: engineer(person).姓名 ?? '' })
    expect((await ask('甲1号', 1)).status).toBe('unknown')
    expect((await ask('甲2号', 2)).status).toBe('historical')
  })
})
