import { count } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import type { Day } from '../../../src/calendar/day.ts'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { ownStatus } from '../../../src/integrity/own/own-status.ts'
import { misconductTerms, sealedMisconductTerms } from '../../../src/integrity/schema.ts'
import { sealRows } from '../../../src/ledger/seal.ts'
import { appendEntries } from '../../../src/ledger/append.ts'
import { entryRecord } from '../../../src/ledger/entry.ts'
import { mergePersons } from '../../../src/people/merge-persons.ts'
import { persons } from '../../../src/people/schema.ts'
import type { Context } from '../../../src/platform/context.ts'
import { onceOnly } from '../../../src/platform/idempotency.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { receiveList } from '../../../src/results/lists/receive-list.ts'
import { resultLists } from '../../../src/results/lists/schema.ts'
import { whoLooked } from '../../../src/trail/who-looked.ts'
import { listed } from '../../integrity/listed.ts'
import { termRow } from '../../integrity/term-row.ts'
import { databaseTest as test } from '../../support/database.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { defectsOf, reviewing, teacher, workbookOf } from './reviewing.ts'

/** A term of misconduct for everybody we know. */
async function barEverybody(ctx: Context, startsOn: Day, endsOn: Day): Promise<void> {
  const known = await ctx.database.read.select({ personId: persons.id }).from(persons)
  const { rows } = sealRows(
    sealedMisconductTerms,
    'test',
    known.map(({ personId }) => termRow({ personId, startsOn, endsOn })),
    ctx.random(32 * known.length),
  )
  await ctx.database.transaction((tx) => tx.insert(misconductTerms).values([...rows]))
}

const DECLARED = { 申报时间: '2023-10-01' }
const BARRED = [[3, '姓名', 'results/not-accepted']]

describe('the bar, for a declaration of 1 October and a meeting of 20 November', () => {
  test.for([
    ['ended the day before the declaration: reviewed', '2020-10-01', '2023-09-30', []],
    ['ended on the day of the declaration: refused', '2020-10-02', '2023-10-01', BARRED],
    ['covers the whole time: refused', '2022-01-01', '2024-12-31', BARRED],
    ['lies within it: refused', '2023-10-10', '2023-10-20', BARRED],
    ['began on the day of the meeting: refused', '2023-11-20', '2026-11-19', BARRED],
    ['began the day after the meeting: reviewed', '2023-11-21', '2026-11-20', []],
  ] as const)('a term that %s', async ([, startsOn, endsOn, told], { database }) => {
    const { ctx, bring, turn } = await reviewing(database)
    await bring('candidates', [teacher(1, DECLARED)])
    await barEverybody(ctx, startsOn, endsOn)
    // However much later the list is brought.
    turn('2026-11-20')
    expect(await defectsOf(bring('approved', [teacher(1)]))).toEqual(told)
  })

  test('says the same few words to the clerk and stores nothing', async ({ database }) => {
    const { ctx, bring, codes, cycleId } = await reviewing(database)
    await bring('candidates', [teacher(1, DECLARED), teacher(2, DECLARED)])
    await barEverybody(ctx, '2022-01-01', '2024-12-31')
    const bytes = await workbookOf([teacher(1), teacher(2)])
    const by = { authority: codes.kunming, office: codes.committee, cycleId }
    const refusal = (await receiveList(ctx, { bytes, fileName: 'a.xlsx', ...by }).catch(
      (error: unknown) => error,
    )) as { facts: { defects: { reason: string }[] } }
    const reasons = refusal.facts.defects.map(({ reason }) => reason)
    expect(new Set(reasons)).toEqual(new Set(['不能受理：请从名单中删去这一行，由本人向评委会组建单位查询']))
    expect(await database.read.select({ n: count() }).from(resultLists)).toEqual([{ n: 1 }])
  })

  test('says them too of whoever an employer recommended that may recommend nobody, and of no other', async ({
    database,
  }) => {
    const { ctx, bring, turn } = await reviewing(database)
    const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')
    const theirs = (declared: string, person = 1) =>
      teacher(person, {
        申报时间: declared,
        工作单位: employer?.name ?? '',
        统一社会信用代码: employer?.creditCode ?? '',
      })
    await bring('candidates', [theirs('2023-10-01'), teacher(2, DECLARED)])
    const plain = termRow({ personId: 'nobody', startsOn: '2023-10-01', endsOn: '2023-10-31' })
    const row = { ...plain, personId: null, officeId: employer?.id ?? '' }
    const { rows } = sealRows(sealedMisconductTerms, 'test', [row], ctx.random(32))
    await ctx.database.transaction((tx) => tx.insert(misconductTerms).values([...rows]))
    turn('2026-11-20')
    const again = (declared: string) =>
      bring('approved', [theirs(declared), teacher(2, { ...DECLARED, 备注: declared })])
    // The same code, the same words and the same column as of a record of their own.
    const told = (await again('2023-10-01').catch((error: unknown) => error)) as {
      facts: { defects: { reason: string }[] }
    }
    expect(told.facts.defects.map(({ reason }) => reason)).toEqual([
      '不能受理：请从名单中删去这一行，由本人向评委会组建单位查询',
    ])
    expect(await defectsOf(again('2023-10-01'))).toEqual(BARRED)
    expect(await defectsOf(again('2023-10-31'))).toEqual(BARRED)
    expect(await defectsOf(again('2023-11-01'))).toEqual([])
  })

  test('holds under another number of somebody merged, from the day they declared under the first', async ({
    database,
  }) => {
    const { ctx, bring, turn } = await reviewing(database)
    const one = { 姓名: '某甲', 性别: '男', 证件号码: madeUpNumber(871) }
    const other = { 姓名: '某甲', 性别: '男', 证件号码: madeUpNumber(873) }
    await bring('candidates', [teacher(1, { ...DECLARED, ...one })])
    const none = { startsOn: null, endsOn: null }
    const [oneId, otherId] = [await listed(ctx, 871, none), await listed(ctx, 873, none)]
    turn('2026-11-20')
    const approved = () => bring('approved', [teacher(1, other)])
    await ctx.database.transaction(async (tx) => {
      const record = entryRecord(ctx.random(16))
      const ground = '同一人，两个号码。'
      const { sealRoot } = await mergePersons(ctx, tx, record, { oneId, otherId, officeId: 'office', ground })
      const seals = { person_joins: sealRoot }
      await appendEntries(tx, [{ type: 'document.committed', record, day: ctx.today(), seals }])
    })
    // In a term on the day of the declaration alone, which the other number's list does not say.
    await listed(ctx, 871, { startsOn: '2020-10-02', endsOn: '2023-10-01', position: 2 })
    expect(await defectsOf(approved())).toEqual(BARRED)
    await listed(ctx, 871, { startsOn: '2020-10-01', endsOn: '2023-09-30', position: 3 })
    expect(await defectsOf(approved())).toEqual([])
  })

  test('lets nobody try numbers unseen: who was refused sees who brought them', async ({ database }) => {
    const { ctx, bring, codes, cycleId } = await reviewing(database)
    await bring('candidates', [teacher(1, DECLARED), teacher(2, DECLARED)])
    const [first] = await database.read.select({ personId: persons.id }).from(persons)
    const personId = first?.personId ?? ''
    const bytes = await workbookOf([teacher(1), teacher(2)])
    const by = { authority: codes.kunming, office: codes.committee, cycleId }
    const tried = () => receiveList(ctx, { bytes, fileName: 'a.xlsx', ...by }).catch(() => null)
    const seen = async () =>
      (await whoLooked(ctx, database.read, personId)).filter(({ outcome }) => outcome === 'refused')
    await tried()
    expect(await seen()).toEqual([])
    await barEverybody(ctx, '2022-01-01', '2024-12-31')
    await tried()
    expect(await seen()).toMatchObject([{ act: 'lists.import' }])
    const own = { ...ctx, actor: { ...ctx.actor, personId } }
    expect((await ownStatus(own)).looks).toMatchObject([{ what: 'not-accepted' }])

    // Nor by a request that is undone whole when it is refused.
    const request = { key: 'k', actor: ctx.actor.name, route: 'POST /api/v1/lists', asked: '' }
    const keyed = onceOnly(ctx, request, async (within) => {
      await receiveList(within, { bytes, fileName: 'a.xlsx', ...by })
      return { status: 202, body: '' }
    })
    await expect(keyed).rejects.toMatchObject({ code: 'results/list-has-defects' })
    expect(await seen()).toHaveLength(2)
  })

  test('does not reach a title obtained before the term, and does one obtained within it', async ({
    database,
  }) => {
    const { ctx, codes } = await reviewing(database, { through: null })
    const bring = async (obtainedOn: string) =>
      importList(ctx, {
        bytes: await workbookOf([
          teacher(1, { 评委会名称: '省外评委会', 取得时间: obtainedOn, 备注: obtainedOn }),
        ]),
        fileName: 'elsewhere.xlsx',
        authority: codes.kunming,
      })
    await bring('2019-11-12')
    await barEverybody(ctx, '2022-01-01', '2024-12-31')
    expect((await bring('2021-12-31')).rows).toBe(1)
    expect(await defectsOf(bring('2023-01-31'))).toEqual(BARRED)
  })
})
