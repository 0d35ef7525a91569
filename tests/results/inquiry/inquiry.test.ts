import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { approve } from '../../../src/approvals/approve.ts'
import { latestRequest } from '../../../src/approvals/find-request.ts'
import { applyInvalidation } from '../../../src/certificates/changes/apply-invalidation.ts'
import { changeStatus } from '../../../src/certificates/changes/change-status.ts'
import { planBulk } from '../../../src/certificates/changes/plan-bulk.ts'
import { certificates } from '../../../src/certificates/schema.ts'
import { listAuthorities } from '../../../src/identity/find-authority.ts'
import { appendEntries } from '../../../src/ledger/append.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { entryRecord } from '../../../src/ledger/entry.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { mergePersons } from '../../../src/people/merge-persons.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { confirmResults } from '../../../src/results/document/confirm-results.ts'
import { issueDocument } from '../../../src/results/document/issue-document.ts'
import { answerReexamination } from '../../../src/results/inquiry/answer-reexamination.ts'
import { readReexamination } from '../../../src/results/inquiry/find-inquiries.ts'
import { holdResult } from '../../../src/results/inquiry/hold-result.ts'
import { INVALIDATION_KIND, proposeInvalidation } from '../../../src/results/inquiry/propose-invalidation.ts'
import { receiveReexamination } from '../../../src/results/inquiry/receive-reexamination.ts'
import { invalidRows, reexaminations } from '../../../src/results/inquiry/schema.ts'
import { rowsOfList } from '../../../src/results/lists/find-list.ts'
import { resultLists, resultRows } from '../../../src/results/lists/schema.ts'
import { heldRows } from '../../../src/results/objections/held-rows.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { verifyByCode } from '../../../src/verification/verify.ts'
import { databaseTest } from '../../support/database.ts'
import { markedElsewhere } from '../../support/cycles-at-work.ts'
import { officesAtWork } from '../../support/offices-at-work.ts'
import { madeUpNumber, OFFICES, somebody } from '../../support/staff.ts'
import { atWork, NUMBER } from '../document/document-at-work.ts'
import { reviewing, teacher } from '../lists/reviewing.ts'
import { reviewBefore } from '../publicity/reviews.ts'

const DECISION = {
  document: '云人社发〔2026〕99号',
  decidedOn: '2026-11-20',
  ground: '经查，评审程序违规。',
} as const

/** A list of three with certificates, and people who may declare one invalid. */
async function issuedThree(database: Database) {
  const offices = await officesAtWork(database)
  const { ctx, memory } = offices
  const issued = await offices.issued(3)
  const [list] = await database.read.select().from(resultLists)
  const listId = list?.id ?? ''
  const people = await rowsOfList(ctx, database.read, listId)
  const officeId =
    (await listAuthorities(database.read)).find(({ name }) => name === OFFICES.province)?.id ?? ''
  const officer = await somebody(ctx, { officeId, roles: ['integrity-officer'], person: 910 })
  const reviewer = await somebody(ctx, { officeId, roles: ['reviewer'], person: 911 })
  const person = (i: number) => ({
    kind: 'person' as const,
    listId,
    position: people[i]?.position ?? 0,
    name: people[i]?.name ?? '',
  })
  return { ctx, memory, issued, listId, people, officer, reviewer, person }
}

async function agreed(by: Context, planId: string): Promise<void> {
  const request = await latestRequest(by.database.read, { kind: INVALIDATION_KIND, subjectId: planId })
  await approve(by, { requestId: request?.id ?? '', digest: request?.digest ?? '' })
}

describe('a result declared invalid', () => {
  databaseTest('takes its certificate with it, and nobody else’s', async ({ database }) => {
    const { ctx, memory, issued, listId, people, officer, reviewer, person } = await issuedThree(database)
    const { planId, rows } = await proposeInvalidation(officer, { scope: person(1), ...DECISION })
    expect(rows).toBe(1)
    await expect(applyInvalidation(officer, planId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    expect(await database.read.select().from(invalidRows)).toEqual([])

    await agreed(reviewer, planId)
    expect(await applyInvalidation(officer, planId)).toEqual({ results: 1, certificates: 1 })
    await expect(applyInvalidation(officer, planId)).rejects.toMatchObject({
      code: 'results/invalidation-applied',
    })
    expect([...(await heldRows(database.read, listId))]).toEqual([people[1]?.id])
    const verdicts = await Promise.all(
      issued.map(async ({ row }) => [
        row.personId === people[1]?.personId,
        (await verifyByCode(ctx, row.code, null)).verdict,
      ]),
    )
    for (const [isTheirs, verdict] of verdicts) expect(verdict).toBe(isTheirs ? 'not-valid' : 'valid')

    await publishCheckpoint(ctx, memory)
    expect((await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
  })

  databaseTest(
    'needs the right name, another person’s approval, and somebody who may',
    async ({ database }) => {
      const { ctx, officer, person, listId } = await issuedThree(database)
      await expect(
        proposeInvalidation(officer, { scope: { ...person(1), name: person(0).name }, ...DECISION }),
      ).rejects.toMatchObject({ code: 'results/row-not-found' })
      await expect(
        proposeInvalidation(officer, { scope: { ...person(1), listId: 'none' }, ...DECISION }),
      ).rejects.toMatchObject({ code: 'results/row-not-found' })
      const elsewhere =
        (await listAuthorities(database.read)).find(({ name }) => name === OFFICES.eryuan)?.id ?? ''
      const other = await somebody(ctx, { officeId: elsewhere, roles: ['clerk'], person: 912 })
      await expect(proposeInvalidation(other, { scope: person(1), ...DECISION })).rejects.toMatchObject({
        code: 'results/row-not-found',
      })
      const { planId } = await proposeInvalidation(officer, { scope: person(1), ...DECISION })
      const self = await somebody(ctx, {
        officeId: (await database.read.select().from(resultLists))[0]?.authorityId ?? '',
        roles: ['reviewer'],
        person: 910,
      })
      await expect(agreed(self, planId)).rejects.toMatchObject({
        code: expect.stringMatching(/^approvals\//) as string,
      })
      await expect(applyInvalidation(officer, planId)).rejects.toMatchObject({
        code: 'approvals/not-approved',
      })
      expect((await heldRows(database.read, listId)).size).toBe(0)
      expect(await database.read.select().from(certificates)).toHaveLength(3)
    },
  )

  databaseTest.for(['close', 'lapse', 'revoke'] as const)(
    'never turns green again, whatever comes of another decision to %s',
    async (act, { database }) => {
      const { ctx, issued, people, officer, reviewer, person } = await issuedThree(database)
      const { row } = issued.find((each) => each.row.personId === people[1]?.personId)!
      const onDay = (by: Context, day: string): Context => ({
        ...by,
        today: () => day,
        now: () => new Date(`${day}T02:00:00Z`),
      })
      const decided = { number: row.number, ...DECISION }
      await changeStatus(onDay(ctx, '2026-12-01'), { ...decided, act })
      const later = onDay(officer, '2026-12-10')
      const { planId } = await proposeInvalidation(later, { scope: person(1), ...DECISION })
      await agreed(onDay(reviewer, '2026-12-10'), planId)
      await applyInvalidation(later, planId)

      const now = onDay(ctx, '2026-12-20')
      const invalid = { code: 'certificates/result-invalid', facts: { number: row.number } }
      await expect(changeStatus(now, { ...decided, act: 'reinstate' })).rejects.toMatchObject(invalid)
      const clerk = await somebody(now, { officeId: row.authorityId, roles: ['clerk'], person: 913 })
      const alone = {
        authorityId: row.authorityId,
        scope: { kind: 'certificate', number: row.number },
      } as const
      await expect(planBulk(clerk, { ...alone, act: 'reinstate', ...DECISION })).rejects.toMatchObject(
        invalid,
      )
      for (const day of [null, '2026-11-25', '2026-12-05'])
        expect(await verifyByCode(now, row.code, day)).toMatchObject({
          verdict: 'not-valid',
          status: 'revoked',
        })
    },
  )
})

async function review(database: Database) {
  const offices = await reviewBefore(database, {
    place: 'kunming-2023',
    year: 2023,
    today: '2023-09-11',
    stage: 'candidates',
  })
  return { ...offices, listId: await offices.list() }
}

describe('an inquiry', () => {
  databaseTest('holds a result until it is released', async ({ database }) => {
    const { ctx, listId } = await review(database)
    const who = { listId, position: 1, name: '韦娟', ground: '接到反映，正在核查。' }
    await holdResult(ctx, { ...who, act: 'hold' })
    await expect(holdResult(ctx, { ...who, act: 'hold' })).rejects.toMatchObject({
      code: 'results/already-held',
    })
    expect((await heldRows(database.read, listId)).size).toBe(1)
    await holdResult(ctx, { ...who, act: 'release' })
    expect((await heldRows(database.read, listId)).size).toBe(0)
    await expect(holdResult(ctx, { ...who, act: 'release' })).rejects.toMatchObject({
      code: 'results/not-held',
    })
    await expect(holdResult(ctx, { ...who, name: '韦涓', act: 'hold' })).rejects.toMatchObject({
      code: 'results/row-not-found',
    })
  })
})

describe('an inquiry about somebody', () => {
  const first = { 姓名: '某甲', 性别: '男', 证件号码: madeUpNumber(871) }
  const other = { 姓名: '某甲', 性别: '男', 证件号码: madeUpNumber(873) }
  const about = { position: 1, name: '某甲', ground: '接到反映，正在核查。' }
  const held = async (by: Context, listId: string) => (await heldRows(by.database.read, listId)).size

  databaseTest('holds them on a corrected list, and is released there', async ({ database }) => {
    const { ctx, bring } = await reviewing(database, { through: 'expert-draw' })
    const { listId: one } = await bring('candidates', [teacher(1, first)])
    await holdResult(ctx, { ...about, listId: one, act: 'hold' })
    const { listId: two } = await bring('candidates', [teacher(1, first), teacher(2)], { replaces: one })
    expect(await held(ctx, two)).toBe(1)
    await expect(holdResult(ctx, { ...about, listId: two, act: 'hold' })).rejects.toMatchObject({
      code: 'results/already-held',
    })
    await holdResult(ctx, { ...about, listId: two, act: 'release' })
    expect([await held(ctx, one), await held(ctx, two)]).toEqual([0, 0])
    await holdResult(ctx, { ...about, listId: one, act: 'hold' })
    expect([await held(ctx, one), await held(ctx, two)]).toEqual([1, 1])
  })

  databaseTest('holds them under another number of theirs, the newest act deciding', async ({ database }) => {
    const { ctx, bring } = await reviewing(database, { through: 'expert-draw' })
    const { listId: one } = await bring('candidates', [teacher(1, first)])
    await holdResult(ctx, { ...about, listId: one, act: 'hold' })
    const { listId: two } = await bring('candidates', [teacher(1, other)], { replaces: one })
    expect(await held(ctx, two)).toBe(0)
    const rows = await database.read.select().from(resultRows)
    const idOn = (listId: string) => rows.find((row) => row.listId === listId)?.personId ?? ''
    await ctx.database.transaction(async (tx) => {
      const record = entryRecord(ctx.random(16))
      const ground = '同一人，两个号码。'
      const ids = { oneId: idOn(one), otherId: idOn(two), officeId: 'office' }
      const { sealRoot } = await mergePersons(ctx, tx, record, { ...ids, ground })
      const seals = { person_joins: sealRoot }
      await appendEntries(tx, [{ type: 'document.committed', record, day: ctx.today(), seals }])
    })
    expect(await held(ctx, two)).toBe(1)
    await holdResult(ctx, { ...about, listId: two, act: 'release' })
    expect([await held(ctx, one), await held(ctx, two)]).toEqual([0, 0])
  })
})

describe('a request to look again', () => {
  databaseTest('has two months from the day its own result was confirmed', async ({ database }) => {
    const work = await atWork(database, 'kunming-2023')
    const { ctx, listId, issuer, sealer, turn, cycleId } = work
    await work.reviewed()
    await markedElsewhere(ctx, cycleId, 'post-meeting-filing', '2023-12-11')
    const hold = { listId, position: 1, name: '测试乙', ground: '正在核实业绩材料' } as const
    await holdResult(ctx, { ...hold, act: 'hold' })
    await issueDocument(issuer, { listId, documentNumber: NUMBER })
    await confirmResults(sealer, { listId })
    turn('2024-05-06')
    await holdResult(ctx, { ...hold, act: 'release' })
    await issueDocument(issuer, { listId, documentNumber: '昆人社发〔2024〕9号' })
    await confirmResults(sealer, { listId })
    turn('2024-05-20')
    const [candidates] = await database.read
      .select({ id: resultLists.id })
      .from(resultLists)
      .where(eq(resultLists.stage, 'candidates'))
    const ask = (of: string, position: number, name: string) =>
      receiveReexamination(ctx, {
        listId: of,
        position,
        name,
        scope: 'procedure',
        text: '评审程序有误。',
        receivedOn: '2024-05-20',
      })
    expect(await ask(listId, 1, '测试乙')).toMatchObject({ receipt: 'accepted', lastDay: '2024-07-08' })
    expect(await ask(listId, 2, '测试丙')).toMatchObject({ receipt: 'late', lastDay: '2024-02-18' })
    // By their row among the candidates too.
    expect(await ask(candidates!.id, 2, '测试丙')).toMatchObject({ receipt: 'late', lastDay: '2024-02-18' })
  })

  databaseTest(
    'that came late is entered as 不予受理, by its clause, and cannot be answered',
    async ({ database }) => {
      const { ctx, turn, listId, cycleId } = await review(database)
      turn('2023-10-09')
      await markedElsewhere(ctx, cycleId, 'result-confirmation', '2023-10-09')
      turn('2023-12-12')
      const asked = {
        listId,
        position: 2,
        name: '𬱖国强',
        scope: 'procedure',
        text: '评审程序有误。',
      } as const
      const late = await receiveReexamination(ctx, { ...asked, receivedOn: '2023-12-12' })
      expect(late).toMatchObject({
        receipt: 'late',
        lastDay: '2023-12-11',
        source: { document: '昆人社通〔2023〕37号', clause: '四（六）' },
      })
      await expect(
        answerReexamination(ctx, { id: late.id, outcome: 'kept', ground: '维持原结果。' }),
      ).rejects.toMatchObject({ code: 'results/reexamination-settled' })
      const inTime = await receiveReexamination(ctx, { ...asked, receivedOn: '2023-12-11' })
      expect(inTime.receipt).toBe('accepted')
      await answerReexamination(ctx, { id: inTime.id, outcome: 'kept', ground: '维持原结果。' })
      await expect(
        answerReexamination(ctx, { id: inTime.id, outcome: 'changed', ground: '更正原结果。' }),
      ).rejects.toMatchObject({ code: 'results/reexamination-settled' })
      expect(await readReexamination(ctx, inTime.id)).toMatchObject({
        name: '𬱖国强',
        outcome: 'kept',
        answer: { ground: '维持原结果。' },
      })
    },
  )

  databaseTest('names somebody on the list, or leaves no trace', async ({ database }) => {
    const { ctx, listId } = await review(database)
    await expect(
      receiveReexamination(ctx, {
        listId,
        position: 9,
        name: '韦娟',
        scope: 'procedure' as const,
        text: '评审程序有误。',
        receivedOn: '2023-09-11',
      }),
    ).rejects.toMatchObject({ code: 'results/row-not-found' })
    expect(await database.read.select().from(reexaminations)).toEqual([])
  })
})
