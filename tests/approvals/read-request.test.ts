import { eq, sql } from 'drizzle-orm'
import { expect } from 'vitest'
import { readRequest } from '../../src/approvals/read-request.ts'
import { requireApproved } from '../../src/approvals/require-approved.ts'
import { returnRequest } from '../../src/approvals/return-request.ts'
import { approvalDecisions } from '../../src/approvals/schema.ts'
import { rowsOf } from '../../src/platform/database.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { whoLooked } from '../../src/trail/who-looked.ts'
import { databaseTest } from '../support/database.ts'
import { tamper } from '../ledger/ledger-at-work.ts'
import { agree, desksAtWork, digestOf } from './desks-at-work.ts'

const person = (n: number, level: string) => ({
  key: `row-${n}`,
  label: `韦娟${n}`,
  fields: { 证件号码: '519901196004034197', 级别: level },
})

databaseTest(
  'an approver sees what changed since the version before, and that they looked is recorded',
  async ({ database }) => {
    const { ctx, province, request, someone } = await desksAtWork(database)
    const reviewer = await someone('reviewer', province)
    const first = await request({
      snapshot: [person(1, '副高级'), person(2, '副高级')],
      subjects: ['person-1'],
    })
    await returnRequest(reviewer, { requestId: first, digest: digestOf('a'), comment: '第 1 行应为正高级' })
    const second = await request({
      snapshot: [person(1, '正高级'), person(2, '副高级')],
      digest: digestOf('b'),
    })

    const view = await readRequest(reviewer, second)
    expect(view).toMatchObject({ state: 'open', current: 0, isTheirTurn: true, isOwn: false })
    expect(view.differences).toEqual({
      changed: [
        { key: 'row-1', label: '韦娟1', fields: [{ name: '级别', before: '副高级', after: '正高级' }] },
      ],
      added: [],
      removed: [],
      same: 1,
    })
    expect(await readRequest(reviewer, first)).toMatchObject({
      state: 'superseded',
      isTheirTurn: false,
      decisions: [{ decision: 'returned', comment: '第 1 行应为正高级', counts: true }],
    })
    const looks = await database.read.select().from(trailRecords).where(eq(trailRecords.act, 'approvals.see'))
    expect(looks.map(({ about }) => about)).toEqual([second, first])
    expect((await whoLooked(ctx, database.read, 'person-1')).map(({ act, actor }) => [act, actor])).toEqual([
      ['approvals.see', reviewer.actor.name],
      ['approvals.return', reviewer.actor.name],
      ['approvals.request', view.request.preparedBy],
    ])
    expect(await whoLooked(ctx, database.read, 'person-2')).toEqual([])
  },
)

databaseTest(
  'who only oversees sees how it stands, not whom it names; a stranger sees nothing',
  async ({ database }) => {
    const { clerk, prefecture, province, request, someone } = await desksAtWork(database)
    const requestId = await request()
    const auditor = await readRequest(await someone('auditor', province), requestId)
    expect(auditor).toMatchObject({ state: 'open', differences: null, isTheirTurn: false })
    expect(await readRequest(await someone('supervisor', province), requestId)).toMatchObject({
      differences: { same: 0 },
    })
    expect(await readRequest(clerk, requestId)).toMatchObject({ isOwn: true, isTheirTurn: false })
    const stranger = await someone('reviewer', prefecture)
    for (const id of [requestId, 'unknown'])
      await expect(readRequest(stranger, id)).rejects.toMatchObject({
        code: 'approvals/not-found',
        facts: {},
      })
  },
)

databaseTest(
  'nothing of a snapshot stands in the clear, and one that was altered is not shown',
  async ({ database }) => {
    const { province, request, someone } = await desksAtWork(database)
    const reviewer = await someone('reviewer', province)
    const requestId = await request({ snapshot: [person(1, '副高级')] })
    const [stored] = await rowsOf<{ t: string }>(
      database.read,
      sql`select encode(snapshot_sealed, 'escape') || (select steps || coalesce(title, '') from approval_requests) as t from approval_snapshots`,
    )
    for (const secret of ['韦娟', '519901196004034197', '级别']) expect(stored?.t).not.toContain(secret)
    await tamper(
      database.read,
      `update approval_snapshots set snapshot_sealed = overlay(snapshot_sealed placing '\\x00' from 40)`,
    )
    await expect(readRequest(reviewer, requestId)).rejects.toMatchObject({
      code: 'approvals/snapshot-altered',
    })
    await expect(agree(reviewer, requestId)).rejects.toMatchObject({ code: 'approvals/snapshot-altered' })
    expect(await database.read.select().from(approvalDecisions)).toEqual([])
  },
)

databaseTest(
  'nobody takes themselves off those who may not decide: what was altered decides nothing',
  async ({ database }) => {
    const { ctx, province, request, someone } = await desksAtWork(database)
    const [reviewer, other] = [await someone('reviewer', province), await someone('reviewer', province)]
    const requestId = await request({ excluded: [reviewer.actor.personId ?? ''] })
    expect((await readRequest(reviewer, requestId)).isTheirTurn).toBe(false)
    expect((await readRequest(other, requestId)).isTheirTurn).toBe(true)
    await agree(other, requestId)
    await tamper(database.read, `update approval_snapshots set excluded = ''`)
    const asked = { kind: 'list', subjectId: 'list-1', digest: digestOf('a') }
    for (const tried of [
      () => agree(reviewer, requestId),
      () => ctx.database.transaction((tx) => requireApproved(ctx, tx, asked)),
    ])
      await expect(tried()).rejects.toMatchObject({ code: 'approvals/snapshot-altered' })
  },
)

databaseTest('ten thousand rows are prepared, compared and approved', async ({ database }) => {
  const { province, request, someone } = await desksAtWork(database)
  const reviewer = await someone('reviewer', province)
  const rows = (level: (i: number) => string) => Array.from({ length: 10_000 }, (_, i) => person(i, level(i)))
  await request({ snapshot: rows(() => '副高级') })
  const second = await request({
    snapshot: rows((i) => (i % 1000 === 0 ? '正高级' : '副高级')),
    digest: digestOf('b'),
  })
  expect((await readRequest(reviewer, second)).differences).toMatchObject({
    changed: { length: 10 },
    same: 9_990,
  })
  expect(await agree(reviewer, second, digestOf('b'))).toMatchObject({ isComplete: true })
})

databaseTest(
  'a decision keeps what its maker was shown: other differences, other proof',
  async ({ database }) => {
    const { province, request, someone } = await desksAtWork(database)
    const reviewer = await someone('reviewer', province)
    await agree(reviewer, await request({ snapshot: [person(1, '副高级')] }))
    await agree(reviewer, await request({ snapshot: [person(1, '正高级')] }))
    const decisions = await database.read.select().from(approvalDecisions)
    expect(decisions.map(({ displayed }) => displayed.length)).toEqual([32, 32])
    expect(decisions[0]?.displayed).not.toEqual(decisions[1]?.displayed)
  },
)

databaseTest('what is shown keeps the order in which it was prepared', async ({ database }) => {
  const { clerk, request } = await desksAtWork(database)
  const rows = [
    { key: '2', label: '乙', fields: { 姓名: '乙', 备注: '', 级别: '中级' } },
    { key: '1', label: '甲', fields: { 级别: '中级', 姓名: '甲' } },
  ]
  const view = await readRequest(clerk, await request({ snapshot: rows }))
  expect(JSON.stringify(view.differences?.added)).toBe(JSON.stringify(rows))
})
