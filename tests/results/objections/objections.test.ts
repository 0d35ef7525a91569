import { describe, expect, it } from 'vitest'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import type { Context } from '../../../src/platform/context.ts'
import { answerRule } from '../../../src/policy/answer-rule.ts'
import { resultRows } from '../../../src/results/lists/schema.ts'
import { answerObjection } from '../../../src/results/objections/answer-objection.ts'
import { objectionCounts } from '../../../src/results/objections/counts.ts'
import {
  listObjections,
  objectionStatus,
  readObjection,
} from '../../../src/results/objections/find-objection.ts'
import { heldRows } from '../../../src/results/objections/held-rows.ts'
import {
  holds,
  mayFollow,
  OBJECTION_STEPS,
  type ObjectionState,
} from '../../../src/results/objections/objection.ts'
import { raiseObjection } from '../../../src/results/objections/raise-objection.ts'
import { objections } from '../../../src/results/objections/schema.ts'
import { openPublicity } from '../../../src/results/publicity/open-publicity.ts'
import { actorOf } from '../../../src/platform/context.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { databaseTest } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { somebody } from '../../support/staff.ts'
import { DAY_AFTER, PEOPLE, publishedReview } from '../publicity/reviews.ts'

const TEXT = '任职年限不足，单位证明与事实不符。'
const ABOUT = { position: 1, name: '韦娟' }
const anybody = (ctx: Context): Context => ({ ...ctx, actor: actorOf('public', '') })

const raised = (ctx: Context, publicationId: string, more: object = {}) =>
  raiseObjection(anybody(ctx), { publicationId, about: ABOUT, text: TEXT, contact: null, ...more })

const onlyId = async (ctx: Context) => (await listObjections(ctx, ctx.database.read))[0]?.id ?? ''

const rowIds = async (ctx: Context, listId: string) =>
  (await ctx.database.read.select().from(resultRows))
    .filter((row) => row.listId === listId)
    .toSorted((a, b) => a.position - b.position)
    .map(({ id }) => id)

describe('an objection', () => {
  databaseTest('holds the row it names and no other, until it is answered', async ({ database }) => {
    const { ctx, listId, publicationId } = await publishedReview(database)
    const [first] = await rowIds(ctx, listId)
    await raised(ctx, publicationId)
    expect([...(await heldRows(database.read, listId))]).toEqual([first])
    const objectionId = await onlyId(ctx)
    await answerObjection(ctx, { objectionId, step: 'taken-up', ground: '' })
    expect([...(await heldRows(database.read, listId))]).toEqual([first])
    await answerObjection(ctx, { objectionId, step: 'dismissed', ground: '经核查，年限符合条件。' })
    expect([...(await heldRows(database.read, listId))]).toEqual([])
    expect(await objectionCounts(database.read, listId)).toMatchObject({
      received: 1,
      open: 0,
      dismissed: 1,
      anonymous: 1,
      late: 0,
    })
  })

  databaseTest('that was right holds its person in every later list of the cycle', async ({ database }) => {
    const { ctx, turn, list, listId, publicationId } = await publishedReview(database)
    await raised(ctx, publicationId)
    const objectionId = await onlyId(ctx)
    await answerObjection(ctx, { objectionId, step: 'taken-up', ground: '' })
    await answerObjection(ctx, { objectionId, step: 'upheld', ground: '经核查，年限不符合条件。' })
    turn('2024-09-05')
    const corrected = await list(
      listId,
      [PEOPLE[1]!, PEOPLE[0]!].map((each, i) => ({ ...each, person: 2 - i })),
    )
    const [, second] = await rowIds(ctx, corrected)
    expect([...(await heldRows(database.read, corrected))]).toEqual([second])
  })

  databaseTest('about the procedure holds nobody', async ({ database }) => {
    const { ctx, listId, publicationId } = await publishedReview(database)
    await raised(ctx, publicationId, { about: null })
    expect((await heldRows(database.read, listId)).size).toBe(0)
    expect(await objectionCounts(database.read, listId)).toMatchObject({ received: 1, open: 1 })
  })

  databaseTest('needs number and name to agree while the list is public', async ({ database }) => {
    const { ctx, publicationId } = await publishedReview(database)
    await expect(raised(ctx, publicationId, { about: { position: 2, name: '韦娟' } })).rejects.toMatchObject({
      code: 'results/bad-objection',
    })
    await expect(raised(ctx, publicationId, { text: '太短' })).rejects.toMatchObject({
      code: 'results/bad-objection',
    })
    expect(await database.read.select().from(objections)).toEqual([])
  })

  databaseTest(
    'after the last day is marked late and holds only once it is taken up',
    async ({ database }) => {
      const { ctx, turn, listId, publicationId } = await publishedReview(database)
      turn(DAY_AFTER)
      await raised(ctx, publicationId, { about: { position: null, name: '韦娟' } })
      // Nobody learns from it whether a name was on the list.
      await raised(ctx, publicationId, { about: { position: null, name: '查无此人' } })
      expect((await heldRows(database.read, listId)).size).toBe(0)
      expect(await objectionCounts(database.read, listId)).toMatchObject({ received: 2, late: 2 })
      const named = (await listObjections(ctx, database.read)).find(({ namesSomebody }) => namesSomebody)
      await answerObjection(ctx, { objectionId: named?.id ?? '', step: 'taken-up', ground: '' })
      expect((await heldRows(database.read, listId)).size).toBe(1)
    },
  )

  databaseTest(
    'without a name, or late, is refused where the office has answered so',
    async ({ database }) => {
      const { ctx, turn, codes, publicationId } = await publishedReview(database)
      const answer = (rule: string) =>
        answerRule(ctx, {
          place: 'eryuan-2024',
          rule,
          level: null,
          value: 'not-accepted',
          ground: '本县信访工作规定',
          office: codes.eryuan,
        })
      await answer('anonymousObjection')
      await expect(raised(ctx, publicationId)).rejects.toMatchObject({
        code: 'results/anonymous-not-accepted',
        facts: { quote: '本县信访工作规定' },
      })
      await expect(raised(ctx, publicationId, { contact: '李某 13800000000' })).resolves.toBeDefined()
      await answer('lateObjection')
      turn(DAY_AFTER)
      await expect(raised(ctx, publicationId, { contact: '李某 13800000000' })).rejects.toMatchObject({
        code: 'results/objection-late',
      })
    },
  )

  databaseTest('is read with its receipt only, and the answer with it', async ({ database }) => {
    const { ctx, publicationId } = await publishedReview(database)
    const { reference, secret } = await raised(ctx, publicationId)
    const objectionId = await onlyId(ctx)
    await answerObjection(ctx, { objectionId, step: 'not-accepted', ground: '没有写明事实。' })
    const typed = { reference: reference.toLowerCase(), secret: secret.replace(/(.{4})/g, '$1-') }
    expect(await objectionStatus(ctx, typed)).toMatchObject({
      state: 'not-accepted',
      steps: [{ ground: '没有写明事实。' }],
    })
    for (const wrong of [
      { reference, secret: 'AAAAAAAAAAAA' },
      { reference: 'AAAAAAAA', secret },
    ])
      await expect(objectionStatus(ctx, wrong)).rejects.toMatchObject({ code: 'results/objection-not-found' })
  })

  databaseTest('is answered once, with a ground, by the convening body', async ({ database }) => {
    const { ctx, ids, publicationId } = await publishedReview(database)
    await raised(ctx, publicationId)
    const objectionId = await onlyId(ctx)
    await expect(
      answerObjection(ctx, { objectionId, step: 'upheld', ground: '经核查属实。' }),
    ).rejects.toMatchObject({ code: 'results/objection-step-not-possible' })
    const other = await somebody(ctx, { officeId: ids.kunming, roles: ['committee-secretary'], person: 901 })
    await expect(answerObjection(other, { objectionId, step: 'taken-up', ground: '' })).rejects.toMatchObject(
      { code: 'results/objection-not-found' },
    )
    const secretary = await somebody(ctx, {
      officeId: ids.committee,
      roles: ['committee-secretary'],
      person: 902,
    })
    await answerObjection(secretary, { objectionId, step: 'taken-up', ground: '' })
    await expect(
      answerObjection(secretary, { objectionId, step: 'dismissed', ground: '' }),
    ).rejects.toMatchObject({ code: 'results/bad-objection' })
  })

  databaseTest('says who spoke to those who handle it, and to nobody who looks on', async ({ database }) => {
    const { ctx, ids, publicationId } = await publishedReview(database)
    await raised(ctx, publicationId, { contact: '李某 13800000000' })
    const objectionId = await onlyId(ctx)
    const handler = await somebody(ctx, {
      officeId: ids.committee,
      roles: ['committee-secretary'],
      person: 903,
    })
    const looker = await somebody(ctx, { officeId: ids.committee, roles: ['supervisor'], person: 904 })
    expect(await readObjection(handler, objectionId)).toMatchObject({
      text: TEXT,
      contact: '李某 13800000000',
    })
    expect(await readObjection(looker, objectionId)).toMatchObject({ text: TEXT, contact: null })
  })

  databaseTest('goes with the person it is about, and every audit stands', async ({ database }) => {
    const { ctx, listId, publicationId } = await publishedReview(database)
    await raised(ctx, publicationId)
    const memory = memoryInMemory()
    await publishCheckpoint(ctx, memory)
    const audit = () => auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })
    expect((await audit()).defects).toEqual([])
    const row = (await database.read.select().from(resultRows)).find(
      (each) => each.listId === listId && each.position === 1,
    )
    await erasePerson(ctx, { personId: row?.personId ?? '', ground: 'ordered' }, KEPT_OF_PERSONS)
    await publishCheckpoint(ctx, memory)
    expect((await audit()).defects).toEqual([])
    expect(await readObjection(ctx, await onlyId(ctx))).toMatchObject({ text: null })
  })

  databaseTest('to a corrected publication goes to the new one', async ({ database }) => {
    const { ctx, list, listId, publicationId } = await publishedReview(database)
    const corrected = await list(listId, PEOPLE.slice(0, 2))
    await openPublicity(ctx, {
      listId: corrected,
      kind: 'pre-meeting',
      opensOn: '2024-09-02',
      closesOn: '2024-09-09',
    })
    await expect(raised(ctx, publicationId)).rejects.toMatchObject({ code: 'results/no-more-public' })
  })
})

describe('the states of an objection', () => {
  const STATES: readonly ObjectionState[] = [null, ...OBJECTION_STEPS]

  it.each([
    [null, ['taken-up', 'not-accepted']],
    ['taken-up', ['upheld', 'dismissed', 'not-accepted']],
    ['upheld', []],
    ['dismissed', []],
    ['not-accepted', []],
  ] as const)('after %s', (state, steps) =>
    expect(OBJECTION_STEPS.filter((step) => mayFollow(state, step))).toEqual(steps),
  )

  it('hold in time from the first day, late from being taken up', () => {
    expect(STATES.filter((state) => holds(state, false))).toEqual([null, 'taken-up', 'upheld'])
    expect(STATES.filter((state) => holds(state, true))).toEqual(['taken-up', 'upheld'])
  })
})
