import { asc, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { approve } from '../../src/approvals/approve.ts'
import { readRequest } from '../../src/approvals/read-request.ts'
import { requireApproved } from '../../src/approvals/require-approved.ts'
import { returnRequest } from '../../src/approvals/return-request.ts'
import { approvalDecisions, approvalQueue, approvalRequests } from '../../src/approvals/schema.ts'
import { closeAccount } from '../../src/identity/sign-in/close-account.ts'
import { grantRole } from '../../src/identity/grant-role.ts'
import { withdrawRole } from '../../src/identity/withdraw-role.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { appendEntries } from '../../src/ledger/append.ts'
import { decodeEntry, entryRecord } from '../../src/ledger/entry.ts'
import { ledgerEntries } from '../../src/ledger/schema.ts'
import { mergePersons } from '../../src/people/merge-persons.ts'
import type { Context } from '../../src/platform/context.ts'
import { rowsOf } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { databaseTest } from '../support/database.ts'
import { agree, desksAtWork, digestOf, type Desks } from './desks-at-work.ts'

const LIST = { kind: 'list', subjectId: 'list-1', digest: digestOf('a') }
const act = ({ ctx }: Desks, asked = LIST) =>
  ctx.database.transaction((tx) => requireApproved(ctx, tx, asked))

const decisions = ({ ctx }: Desks) => ctx.database.read.select().from(approvalDecisions)
const trailLength = async ({ ctx }: Desks) => (await ctx.database.read.select().from(trailRecords)).length

/** Refused with this code, and nothing anywhere says it was tried. */
async function expectRefused(desks: Desks, attempt: () => Promise<unknown>, code: string) {
  const before = [await decisions(desks), await trailLength(desks)]
  await expect(attempt()).rejects.toMatchObject({ code })
  expect([await decisions(desks), await trailLength(desks)]).toEqual(before)
}

const withdraw = ({ ctx, province }: Desks, from: Context) =>
  withdrawRole(ctx, { grantee: from.actor.accountId ?? '', role: 'reviewer', officeId: province })

describe('an approval', () => {
  databaseTest(
    'is one person’s decision on exactly these bytes, recorded, sealed and on the ledger',
    async ({ database }) => {
      const desks = await desksAtWork(database)
      const reviewer = await desks.someone('reviewer', desks.province)
      const requestId = await desks.request()
      expect(await agree(reviewer, requestId)).toEqual({
        requestId,
        decision: 'approved',
        step: 0,
        isComplete: true,
      })
      expect(await act(desks)).toMatchObject({
        requestId,
        version: 1,
        people: [
          {
            step: 0,
            role: 'reviewer',
            personId: reviewer.actor.personId,
            accountId: reviewer.actor.accountId,
          },
        ],
      })
      expect(await database.read.select().from(approvalQueue)).toEqual([])
      const entries = await database.read.select().from(ledgerEntries).orderBy(asc(ledgerEntries.index))
      const facts = entries.flatMap(({ body }) => {
        const decoded = decodeEntry(body)
        return decoded.kind === 'entry' && decoded.entry.type.startsWith('approval.')
          ? [[decoded.entry.type, decoded.entry.facts]]
          : []
      })
      expect(facts).toEqual([
        ['approval.requested', { kind: 'list', version: 1, steps: 1, rows: 1 }],
        ['approval.given', { kind: 'list', version: 1, step: 0 }],
      ])
      const records = await database.read.select().from(trailRecords).orderBy(asc(trailRecords.position))
      expect(records.slice(-2)).toMatchObject([
        { act: 'approvals.request', about: requestId, actor: desks.clerk.actor.name },
        { act: 'approvals.approve', about: requestId, actor: reviewer.actor.name },
      ])
      expect((await auditLedger(desks.ctx, { sealedTables: SEALED_TABLES, memory: null })).defects).toEqual(
        [],
      )
      expect((await auditTrail(desks.ctx)).defects).toEqual([])
    },
  )

  databaseTest('is nobody’s to give twice, whichever account they use', async ({ database }) => {
    const desks = await desksAtWork(database)
    const { province, request, someone } = desks
    const reviewer = await someone('reviewer', province)
    const other = await someone('reviewer', province, reviewer)
    expect(other.actor.personId).toBe(reviewer.actor.personId)
    const requestId = await request({ steps: [{ role: 'reviewer', officeId: province, people: 2 }] })
    await agree(reviewer, requestId)
    await expectRefused(desks, () => agree(reviewer, requestId), 'approvals/already-decided')
    await expectRefused(desks, () => agree(other, requestId), 'approvals/already-decided')
    await expectRefused(desks, () => act(desks), 'approvals/not-approved')
    await agree(await someone('reviewer', province), requestId)
    expect((await act(desks)).people).toHaveLength(2)
  })

  databaseTest('is never the preparer’s, whichever account they use', async ({ database }) => {
    const desks = await desksAtWork(database)
    const { clerk, province, request, someone } = desks
    const requestId = await request()
    const sameClerk = await someone('reviewer', province, clerk)
    await expectRefused(desks, () => agree(clerk, requestId), 'approvals/own-request')
    await expectRefused(desks, () => agree(sameClerk, requestId), 'approvals/own-request')
  })

  databaseTest('of other bytes is none', async ({ database }) => {
    const desks = await desksAtWork(database)
    const reviewer = await desks.someone('reviewer', desks.province)
    const requestId = await desks.request()
    await expectRefused(desks, () => agree(reviewer, requestId, digestOf('b')), 'approvals/changed')
    await expectRefused(desks, () => agree(reviewer, requestId, 'A'.repeat(64)), 'approvals/bad-digest')
    await agree(reviewer, requestId)
    await expectRefused(desks, () => act(desks, { ...LIST, digest: digestOf('b') }), 'approvals/changed')
    await expectRefused(desks, () => act(desks, { ...LIST, subjectId: 'list-2' }), 'approvals/not-requested')
    await expectRefused(desks, () => act(desks, { ...LIST, kind: 'document' }), 'approvals/not-requested')
  })

  databaseTest('keeps the order and the offices the steps name', async ({ database }) => {
    const desks = await desksAtWork(database)
    const { prefecture, province, request, someone } = desks
    const below = await someone('reviewer', prefecture)
    const first = await someone('reviewer', province)
    const second = await someone('document-issuer', province)
    const third = await someone('sealer', province)
    const requestId = await request({
      steps: [
        { role: 'reviewer', officeId: province, people: 1 },
        { role: 'document-issuer', officeId: province, people: 1 },
        { role: 'sealer', officeId: province, people: 1 },
      ],
    })
    await expectRefused(desks, () => agree(third, requestId), 'approvals/out-of-order')
    await expectRefused(desks, () => agree(below, requestId), 'approvals/not-found')
    await agree(first, requestId)
    await expectRefused(desks, () => agree(third, requestId), 'approvals/out-of-order')
    await expectRefused(desks, () => agree(first, requestId), 'approvals/already-decided')
    await expectRefused(desks, async () => act(desks), 'approvals/not-approved')
    expect(await agree(second, requestId)).toMatchObject({ step: 1, isComplete: false })
    expect(await agree(third, requestId)).toMatchObject({ step: 2, isComplete: true })
    const late = await someone('reviewer', province)
    await expectRefused(desks, () => agree(late, requestId), 'approvals/already-complete')
    expect((await act(desks)).people.map(({ role }) => role)).toEqual([
      'reviewer',
      'document-issuer',
      'sealer',
    ])
  })

  databaseTest('is not for who only looks, for machines, or for the console', async ({ database }) => {
    const desks = await desksAtWork(database)
    const { ctx, province, request, someone } = desks
    const requestId = await request()
    const supervisor = await someone('supervisor', province)
    await expectRefused(desks, () => agree(supervisor, requestId), 'approvals/not-yours')
    await expectRefused(desks, () => agree(ctx, requestId), 'approvals/not-a-person')
    const machine: Context = { ...ctx, actor: { ...supervisor.actor, kind: 'client', personId: null } }
    await expectRefused(desks, () => agree(machine, requestId), 'approvals/not-a-person')
    await expect(request({ steps: [{ role: 'supervisor', officeId: province, people: 1 }] })).rejects.toThrow(
      RangeError,
    )
  })

  databaseTest('on something unknown looks as on something of another office', async ({ database }) => {
    const desks = await desksAtWork(database)
    const stranger = await desks.someone('reviewer', desks.prefecture)
    const requestId = await desks.request()
    const refusals = await Promise.all(
      [requestId, 'A'.repeat(22), "' or 1=1", ''].map((id) =>
        agree(stranger, id).catch((error: unknown) => error),
      ),
    )
    expect(
      new Set(refusals.map((error) => JSON.stringify({ ...(error as Error), message: String(error) }))).size,
    ).toBe(1)
    expect(refusals[0]).toMatchObject({ code: 'approvals/not-found', facts: {} })
  })
})

describe('what was approved', () => {
  databaseTest('is void once there is another version', async ({ database }) => {
    const desks = await desksAtWork(database)
    const reviewer = await desks.someone('reviewer', desks.province)
    const late = await desks.someone('reviewer', desks.province)
    const first = await desks.request()
    await agree(reviewer, first)
    const second = await desks.request({ digest: digestOf('b') })
    await expectRefused(desks, () => agree(late, first), 'approvals/superseded')
    await expectRefused(desks, () => act(desks), 'approvals/changed')
    await expectRefused(desks, () => act(desks, { ...LIST, digest: digestOf('b') }), 'approvals/not-approved')
    await agree(reviewer, second, digestOf('b'))
    expect(await act(desks, { ...LIST, digest: digestOf('b') })).toMatchObject({ version: 2 })
  })

  databaseTest(
    'does not count when the role was withdrawn before the act, and can be made good by another',
    async ({ database }) => {
      const desks = await desksAtWork(database)
      const reviewer = await desks.someone('reviewer', desks.province)
      const other = await desks.someone('reviewer', desks.province)
      const requestId = await desks.request()
      await agree(reviewer, requestId)
      await withdraw(desks, reviewer)
      await expectRefused(desks, () => act(desks), 'approvals/role-withdrawn')
      await agree(other, requestId)
      expect((await act(desks)).people.map(({ personId }) => personId)).toEqual([other.actor.personId])
    },
  )

  databaseTest('does not count when the account was closed before the act', async ({ database }) => {
    const desks = await desksAtWork(database)
    const reviewer = await desks.someone('reviewer', desks.province)
    await agree(reviewer, await desks.request())
    await closeAccount(desks.ctx, { accountId: reviewer.actor.accountId ?? '' })
    await expectRefused(desks, () => act(desks), 'approvals/role-withdrawn')
  })

  databaseTest(
    'counts by the role it was given in, not by another the person holds',
    async ({ database }) => {
      const desks = await desksAtWork(database)
      const reviewer = await desks.someone('reviewer', desks.province)
      await agree(reviewer, await desks.request())
      const grantee = reviewer.actor.accountId ?? ''
      await grantRole(desks.ctx, { grantee, role: 'sealer', officeId: desks.province })
      await grantRole(desks.ctx, { grantee, role: 'reviewer', officeId: desks.prefecture })
      await withdraw(desks, reviewer)
      await expectRefused(desks, () => act(desks), 'approvals/role-withdrawn')
    },
  )

  databaseTest(
    'must be prepared again when a role below a later decision was withdrawn',
    async ({ database }) => {
      const desks = await desksAtWork(database)
      const { province, request, someone } = desks
      const [reviewer, other, sealer, second] = [
        await someone('reviewer', province),
        await someone('reviewer', province),
        await someone('sealer', province),
        await someone('sealer', province),
      ]
      const requestId = await request({
        steps: [
          { role: 'reviewer', officeId: province, people: 1 },
          { role: 'sealer', officeId: province, people: 2 },
        ],
      })
      await agree(reviewer, requestId)
      await agree(sealer, requestId)
      await withdraw(desks, reviewer)
      await expectRefused(desks, () => agree(other, requestId), 'approvals/role-withdrawn')
      await expectRefused(desks, () => agree(second, requestId), 'approvals/role-withdrawn')
      await expectRefused(desks, () => act(desks), 'approvals/role-withdrawn')
    },
  )

  databaseTest(
    'is not what a forged row says: the preparer’s own, or of another digest',
    async ({ database }) => {
      const desks = await desksAtWork(database)
      const reviewer = await desks.someone('reviewer', desks.province)
      const requestId = await desks.request()
      await agree(reviewer, requestId)
      await database.read.execute(
        sql`update approval_requests set prepared_person_id = ${reviewer.actor.personId}`,
      )
      await expect(act(desks)).rejects.toMatchObject({ code: 'approvals/not-approved' })
      await database.read.execute(sql`update approval_requests set prepared_person_id = null`)
      await database.read.execute(sql`update approval_decisions set digest = ${digestOf('b')}`)
      await expect(act(desks)).rejects.toMatchObject({ code: 'approvals/not-approved' })
      const { defects } = await auditLedger(desks.ctx, { sealedTables: SEALED_TABLES, memory: null })
      expect(defects.map(({ where }) => where.table)).toEqual(['approval_requests', 'approval_decisions'])
    },
  )
})

describe('a return', () => {
  databaseTest('gives its reasons under the request’s key and ends the version', async ({ database }) => {
    const desks = await desksAtWork(database)
    const [reviewer, other] = [
      await desks.someone('reviewer', desks.province),
      await desks.someone('reviewer', desks.province),
    ]
    const requestId = await desks.request()
    const back = { requestId, digest: digestOf('a'), comment: '第 3 行级别有误\r\n请核对' }
    expect(await returnRequest(reviewer, back)).toMatchObject({ decision: 'returned', isComplete: false })
    await expectRefused(desks, () => agree(other, requestId), 'approvals/returned')
    await expectRefused(desks, () => act(desks), 'approvals/returned')
    const dump = JSON.stringify(
      await rowsOf(database.read, sql`select encode(comment_sealed, 'escape') as c from approval_decisions`),
    )
    expect(dump).not.toContain('级别')
    const again = await desks.request({ digest: digestOf('c') })
    await agree(reviewer, again, digestOf('c'))
    expect(await act(desks, { ...LIST, digest: digestOf('c') })).toMatchObject({ version: 2 })
  })

  databaseTest.for([
    ['empty', ''],
    ['blanks', ' \n '],
    ['too long', '退'.repeat(501)],
    ['with control characters', '退\u0000回'],
    ['like a formula', '=HYPERLINK("x")'],
  ])('with a comment %s is refused', async ([, comment], { database }) => {
    const desks = await desksAtWork(database)
    const reviewer = await desks.someone('reviewer', desks.province)
    const requestId = await desks.request()
    await expectRefused(
      desks,
      () => returnRequest(reviewer, { requestId, digest: digestOf('a'), comment: comment ?? '' }),
      'approvals/bad-comment',
    )
  })
})

databaseTest('a request is bound to a digest that is one', async ({ database }) => {
  const desks = await desksAtWork(database)
  await expect(desks.request({ digest: 'abc' })).rejects.toMatchObject({ code: 'approvals/bad-digest' })
  const twice = [{ key: 'a', label: 'a', fields: {} }]
  const half = [{ key: 'a', label: 'a', fields: { 姓名: '韦\ud800' } }]
  await expect(desks.request({ snapshot: half })).rejects.toMatchObject({ code: 'approvals/bad-snapshot' })
  await expect(desks.request({ snapshot: [...twice, ...twice] })).rejects.toMatchObject({
    code: 'approvals/bad-snapshot',
  })
  expect(await database.read.select().from(approvalRequests)).toEqual([])
  await expect(approve(desks.clerk, { requestId: 'x', digest: digestOf('a') })).rejects.toMatchObject({
    code: 'approvals/not-found',
  })
})

describe('somebody found to be one with another later', () => {
  databaseTest(
    'counts at one step only, and the other waits for somebody else again',
    async ({ database }) => {
      const { province, prefecture, request, someone, ctx } = await desksAtWork(database)
      const [a, b, other] = [
        await someone('reviewer', province),
        await someone('reviewer', prefecture),
        await someone('reviewer', prefecture),
      ]
      const steps = [province, prefecture].map(
        (officeId) => ({ role: 'reviewer', officeId, people: 1 }) as const,
      )
      const requestId = await request({ steps })
      await agree(a, requestId)
      await agree(b, requestId)
      await ctx.database.transaction(async (tx) => {
        const record = entryRecord(ctx.random(16))
        const pair = { oneId: a.actor.personId ?? '', otherId: b.actor.personId ?? '' }
        const join = { ...pair, officeId: 'office', ground: '同一人，两个号码。' }
        const { sealRoot } = await mergePersons(ctx, tx, record, join)
        const seals = { person_joins: sealRoot }
        await appendEntries(tx, [{ type: 'document.committed', record, day: ctx.today(), seals }])
      })
      const act = () =>
        ctx.database.transaction((tx) =>
          requireApproved(ctx, tx, { kind: 'list', subjectId: 'list-1', digest: digestOf('a') }),
        )
      await expect(act()).rejects.toMatchObject({ code: 'approvals/not-approved' })
      expect(await readRequest(other, requestId)).toMatchObject({
        state: 'open',
        current: 1,
        isTheirTurn: true,
      })
      await agree(other, requestId)
      expect((await act()).people).toHaveLength(2)
    },
  )
})
