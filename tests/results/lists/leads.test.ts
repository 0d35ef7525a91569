import { findRequest } from '../../../src/approvals/find-request.ts'
import { describe, expect } from 'vitest'
import { leadsOfList } from '../../../src/results/lists/leads/find-leads.ts'
import { settleLead } from '../../../src/results/lists/leads/settle-lead.ts'
import { submitList } from '../../../src/results/lists/submit-list.ts'
import { importList } from '../../../src/results/lists/import-list.ts'
import { registerDocument } from '../../../src/results/document/register-document.ts'
import { databaseTest as test } from '../../support/database.ts'
import { desksAt } from '../../support/desks.ts'
import { signedIn } from '../../support/signed-in.ts'
import { somebody } from '../../support/staff.ts'
import { markThrough, reviewing, teacher, type ListRow, workbookOf } from './reviewing.ts'

/** Two committees of one year; the other already has these candidates. */
async function twoCommittees(database: Parameters<typeof reviewing>[0], others: readonly ListRow[]) {
  const work = await reviewing(database)
  const other = await work.open('另一个中级职称评审委员会')
  await markThrough(work.ctx, other.cycleId, 'meeting', '2023-11-20')
  await work.bring('candidates', others, { cycleId: other.cycleId })
  return work
}

describe('one application a year', () => {
  test('is a lead when somebody stands before two committees, with both sources and the clause', async ({
    database,
  }) => {
    const { ctx, bring } = await twoCommittees(database, [teacher(1, { 申报时间: '2023-09-05' })])
    const { listId } = await bring('candidates', [teacher(2), teacher(1)])
    expect(await leadsOfList(ctx, database.read, listId)).toEqual([
      expect.objectContaining({
        kind: 'same-year',
        position: 2,
        title: '一级教师',
        source: expect.objectContaining({
          day: '2023-09-05',
          where: '2023 年度 另一个中级职称评审委员会',
        }) as unknown,
        rule: expect.stringContaining('一个年度内只能申报一次职称晋升评审') as string,
        settlement: null,
      }),
    ])
  })

  test('is a lead when somebody stands on one list twice, at the later place', async ({ database }) => {
    const { ctx, bring } = await reviewing(database)
    const second = { 申报系列: '工程', 申报专业: '机械', 评审资格名称: '工程师' }
    const { listId } = await bring('candidates', [teacher(1), teacher(2), teacher(1, second)])
    expect(await leadsOfList(ctx, database.read, listId)).toEqual([
      expect.objectContaining({
        kind: 'same-year',
        position: 3,
        title: '工程师',
        source: expect.objectContaining({ title: '一级教师', where: '本名单序号 1' }) as unknown,
        rule: expect.stringContaining('一个年度内只能申报一次职称晋升评审') as string,
      }),
    ])
    const conversion = { ...second, 申报类型: '转评' }
    const corrected = await bring('approved', [teacher(1), teacher(1, conversion)])
    expect(await leadsOfList(ctx, database.read, corrected.listId)).toEqual([])
  })

  test.for([
    ['a conversion, here', { 申报类型: '转评' }, {}],
    ['a conversion, there', {}, { 申报类型: '转评' }],
  ] as const)('is none for %s', async ([, here, there], { database }) => {
    const { ctx, bring } = await twoCommittees(database, [teacher(1, there)])
    const { listId } = await bring('candidates', [teacher(1, here)])
    expect(await leadsOfList(ctx, database.read, listId)).toEqual([])
  })

  test('is none in another year, nor against a list that was replaced', async ({ database }) => {
    const work = await reviewing(database)
    const other = await work.open('另一个中级职称评审委员会')
    const first = await work.bring('candidates', [teacher(1)], { cycleId: other.cycleId })
    await work.bring('candidates', [teacher(3)], { cycleId: other.cycleId, replaces: first.listId })
    const { listId } = await work.bring('candidates', [teacher(1)])
    expect(await leadsOfList(work.ctx, database.read, listId)).toEqual([])
  })
})

describe('a hidden title', () => {
  /** Teacher 1 got a title earlier, by a document made elsewhere. */
  async function withTitle(database: Parameters<typeof reviewing>[0], title: ListRow) {
    const work = await reviewing(database)
    const bytes = await workbookOf([
      teacher(1, { 评委会名称: '省外评委会', 取得时间: '2023-05-12', ...title }),
    ])
    const { listId } = await importList(work.ctx, {
      bytes,
      fileName: 'a.xlsx',
      authority: work.codes.kunming,
    })
    await registerDocument(work.ctx, {
      listId,
      documentNumber: '昆人社发〔2023〕5号',
      issuedOn: '2023-06-01',
      persons: bytes,
    })
    const brought = await work.bring('candidates', [teacher(1)])
    return leadsOfList(work.ctx, database.read, brought.listId)
  }

  test('at the same level in the same series is a lead', async ({ database }) =>
    expect(await withTitle(database, {})).toMatchObject([
      { kind: 'hidden-title', source: { title: '一级教师', day: '2023-05-12' } },
    ]))

  test.for([
    ['at a lower level', { 评审资格名称: '二级教师', 级别: '助理级' }],
    ['in another series', { 申报系列: '工程', 评审资格名称: '工程师' }],
  ] as const)('%s is none', async ([, title], { database }) =>
    expect(await withTitle(database, title)).toEqual([]),
  )
})

describe('a lead', () => {
  test('is settled once, by a reviewer, with a ground; reviewers see how many are open', async ({
    database,
  }) => {
    const { ctx, ids, bring } = await twoCommittees(database, [teacher(1), teacher(2)])
    await bring('candidates', [teacher(1), teacher(2)])
    const { listId } = await bring('approved', [teacher(1), teacher(2)])
    const reviewer = await somebody(ctx, { officeId: ids.committee, roles: ['reviewer'], person: 7 })
    const clerk = await somebody(ctx, { officeId: ids.committee, roles: ['clerk'], person: 8 })
    const [lead] = await leadsOfList(ctx, database.read, listId)
    const settle = {
      listId,
      rowId: lead?.rowId ?? '',
      kind: 'same-year',
      sourceId: lead?.source.id ?? '',
      outcome: 'explained',
      ground: '已电话核实，另一评委会的申报已撤回',
    } as const
    await expect(settleLead(clerk, settle)).rejects.toMatchObject({ code: 'identity/not-allowed' })
    await expect(settleLead(reviewer, { ...settle, ground: ' ' })).rejects.toMatchObject({
      code: 'results/bad-lead-ground',
    })
    await expect(settleLead(reviewer, { ...settle, sourceId: 'nothing' })).rejects.toMatchObject({
      code: 'results/lead-not-found',
    })
    await settleLead(reviewer, settle)
    await expect(settleLead(reviewer, settle)).rejects.toMatchObject({ code: 'results/lead-settled' })
    const leads = await leadsOfList(ctx, database.read, listId)
    expect(leads.map(({ settlement }) => settlement?.ground ?? null)).toEqual([settle.ground, null])

    const requestId = await submitList(ctx, { listId })
    expect((await findRequest(database.read, requestId))?.title).toBe(
      '名单 approved.xlsx（2 人，1 条线索待核实）',
    )
  })

  test('comes back at the desk with the ground that was typed for it, and for no other', async ({
    database,
  }) => {
    const { ctx, ids, bring } = await twoCommittees(database, [teacher(1), teacher(2)])
    const { listId } = await bring('candidates', [teacher(1), teacher(2)])
    const who = await signedIn(ctx, { officeId: ids.committee, roles: ['reviewer'], person: 9 })
    const [lead] = await leadsOfList(ctx, database.read, listId)
    const settle = async (ground: string, outcome = 'confirmed') => {
      const fields = { rowId: lead!.rowId, kind: lead!.kind, sourceId: lead!.source.id, outcome, ground }
      const answer = await desksAt(ctx).request(`/desk/lists/${listId}/leads`, {
        method: 'POST',
        headers: { ...who.headers, Accept: 'text/html' },
        body: new URLSearchParams(fields),
      })
      return { status: answer.status, text: await answer.text() }
    }
    const refused = await settle('查')
    expect(refused.status).toBe(422)
    expect(
      [...refused.text.matchAll(/name="ground"[^>]*?value="([^"]*)"/g)].map(([, typed]) => typed),
    ).toEqual(['查'])
    expect(refused.text.match(/role="alert"/g)).toHaveLength(1)
    expect(refused.text.indexOf('role="alert"')).toBeLessThan(refused.text.indexOf('value="查"'))
    expect((await leadsOfList(ctx, database.read, listId)).every(({ settlement }) => !settlement)).toBe(true)

    expect((await settle('两处申报属实')).status).toBe(303)
    const later = await settle('另一人同时核实', 'explained')
    expect(later.status).toBe(409)
    // Who comes second sees what the first found.
    expect(later.text).toContain('两处申报属实')
    expect(later.text).not.toContain('另一人同时核实')
  })
})
