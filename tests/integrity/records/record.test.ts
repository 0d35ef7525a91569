import { describe, expect } from 'vitest'
import { countWaiting, waiting } from '../../../src/approvals/waiting.ts'
import { barredPersons, isListed } from '../../../src/integrity/barred.ts'
import { correctRecord, reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { enterRecord } from '../../../src/integrity/records/enter-record.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { readEvidence, readRecord, recordsOf } from '../../../src/integrity/records/read-record.ts'
import { misconductVersions } from '../../../src/integrity/records/schema.ts'
import { submitRecord } from '../../../src/integrity/records/submit-record.ts'
import { misconductTerms } from '../../../src/integrity/schema.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { ledgerEntries } from '../../../src/ledger/schema.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { answerRule } from '../../../src/policy/answer-rule.ts'
import { authorityById } from '../../../src/identity/find-authority.ts'
import type { Database } from '../../../src/platform/database.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { fromUtf8 } from '../../../src/signing/bytes.ts'
import { closeBatches } from '../../../src/trail/close-batches.ts'
import { databaseTest as test } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { madeUpNumber, somebody } from '../../support/staff.ts'
import { agree, applicant, archiveAtWork, RECORD } from './at-work.ts'

const CLEARED = {
  decidedBy: '云南省人民政府',
  decisionNumber: '云政复〔2024〕1号',
  decidedOn: '2024-06-01',
  reason: '经复议，事实不清，予以撤销。',
} as const

const terms = (database: Database) => database.read.select().from(misconductTerms)

const personOf = async (database: Database) =>
  (await database.read.select().from(misconductVersions))[0]?.personId ?? ''

describe('a record', () => {
  test('bars nobody before two others approved it and it was put into force', async ({ database }) => {
    const { ctx, officer, reviewers, entered } = await archiveAtWork(database)
    const recordId = await entered()
    const personId = await personOf(database)
    await expect(putInForce(officer, recordId)).rejects.toMatchObject({ code: 'approvals/not-requested' })
    await submitRecord(officer, recordId)
    await agree(reviewers[0], recordId)
    await expect(putInForce(officer, recordId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    expect(await terms(database)).toEqual([])
    await agree(reviewers[1], recordId)
    expect(await putInForce(officer, recordId)).toEqual({ startsOn: '2023-12-01', endsOn: '2026-12-01' })
    await expect(putInForce(officer, recordId)).rejects.toMatchObject({ code: 'integrity/already-applied' })

    const barred = (from: string, through: string) =>
      barredPersons(ctx, database.read, [personId, 'nobody'], { from, through })
    expect([...(await barred('2026-12-01', '2027-01-01'))]).toEqual([personId])
    expect([...(await barred('2026-12-02', '2027-01-01'))]).toEqual([])
    expect([...(await barred('2023-01-01', '2023-11-30'))]).toEqual([])
    expect((await isListed(database.read, [personId], '2024-01-01')).has(personId)).toBe(true)
  })

  test('is not approved by who entered it, under whichever account', async ({ database }) => {
    const { ctx, officeId, officer, entered } = await archiveAtWork(database)
    const recordId = await entered()
    await submitRecord(officer, recordId)
    const self = await somebody(ctx, { officeId, roles: ['reviewer'], person: 801 })
    await expect(agree(self, recordId)).rejects.toMatchObject({ code: 'approvals/own-request' })
  })

  test('is not approved by who entered it nor by whom it is about, whoever submits it', async ({
    database,
  }) => {
    const { ctx, officeId, officer, reviewers, approved } = await archiveAtWork(database)
    const [other, concerned] = reviewers
    const both = await somebody(ctx, { officeId, roles: ['integrity-officer', 'reviewer'], person: 807 })
    const subject = applicant(803, '测试人员')
    const { recordId } = await enterRecord(both, { ...RECORD, officeId, subject })
    await submitRecord(officer, recordId)
    for (const by of [both, concerned]) {
      await expect(agree(by, recordId)).rejects.toMatchObject({ code: 'approvals/own-request', facts: {} })
      expect(await waiting(by)).toEqual({ items: [], next: null })
      expect(await countWaiting(by)).toBe(0)
    }
    await agree(other, recordId)
    await expect(putInForce(both, recordId)).rejects.toMatchObject({ code: 'approvals/not-approved' })
    await agree(await somebody(ctx, { officeId, roles: ['reviewer'], person: 808 }), recordId)
    await putInForce(both, recordId)
    await reverseRecord(officer, { recordId, act: 'clear', ...CLEARED })
    await expect(approved(recordId)).rejects.toMatchObject({ code: 'approvals/own-request' })
  })

  test('edited after its approval is approved anew', async ({ database }) => {
    const { officer, entered, approved } = await archiveAtWork(database)
    const recordId = await entered()
    await approved(recordId)
    const rule = { ...RECORD.rule, years: 5 }
    await correctRecord(officer, { ...RECORD, recordId, rule, reason: '年限依据有误，予以更正。' })
    await expect(putInForce(officer, recordId)).rejects.toMatchObject({ code: 'approvals/changed' })
    expect(await terms(database)).toEqual([])
    await approved(recordId)
    expect(await putInForce(officer, recordId)).toEqual({ startsOn: '2023-12-01', endsOn: '2028-12-01' })
  })

  test('puts nothing of the person on the ledger, and every row under it', async ({ database }) => {
    const { ctx, inForce } = await archiveAtWork(database)
    const evidence = [{ name: '论文', bytes: new Uint8Array([37, 80, 68, 70]), mediaType: 'application/pdf' }]
    await inForce({ evidence })
    const lines = async () =>
      (await database.read.select({ body: ledgerEntries.body }).from(ledgerEntries)).map(({ body }) =>
        fromUtf8(body),
      )
    // Entered, asked for, agreed to twice, put into force: not a word of it, until the day is over.
    const before = await lines()
    expect(before.filter((text) => /approval\.|integrity\.|misconduct/.test(text))).toEqual([])
    const next = { ...ctx, now: () => new Date('2026-11-21T16:00:30Z'), today: () => '2026-11-22' }
    await closeBatches(next)
    const after = await lines()
    expect(after).toHaveLength(before.length + 1)
    const day = JSON.parse(after.at(-1) ?? '') as { readonly type: string; readonly seals: object }
    expect(Object.keys(day).toSorted()).toEqual(['day', 'record', 'seals', 'type', 'v'])
    expect(day).toMatchObject({ type: 'day.sealed', seals: { day_batches: { rows: 1 } } })
    const memory = memoryInMemory()
    await publishCheckpoint(next, memory)
    expect((await auditLedger(next, { sealedTables: SEALED_TABLES, memory })).defects).toEqual([])
  })

  test('is seen by its office alone, with its evidence', async ({ database }) => {
    const { ctx, ids, officer, inForce } = await archiveAtWork(database)
    const bytes = new Uint8Array([37, 80, 68, 70, 45])
    const recordId = await inForce({ evidence: [{ name: '论文', bytes, mediaType: 'application/pdf' }] })
    const opened = await readRecord(officer, recordId)
    expect(opened.content.facts).toBe(RECORD.facts)
    expect(opened.state).toBe('in-term')
    expect(opened.evidence).toMatchObject([{ name: '论文' }])
    const evidenceId = opened.evidence[0]?.id ?? ''
    expect((await readEvidence(officer, evidenceId)).bytes).toEqual(bytes)
    const other = await somebody(ctx, { officeId: ids.dali, roles: ['integrity-officer'], person: 820 })
    await expect(readRecord(other, recordId)).rejects.toMatchObject({ code: 'integrity/record-not-found' })
    await expect(readEvidence(other, evidenceId)).rejects.toMatchObject({
      code: 'integrity/evidence-not-found',
    })
  })
})

describe('what cannot be entered', () => {
  test.for([
    ['a decision in the future', { decidedOn: '2099-01-01' }, 'integrity/bad-record'],
    ['found after it was decided', { foundOn: '2023-12-02' }, 'integrity/bad-record'],
    ['told before it was found', { toldOn: '2023-10-31' }, 'integrity/not-heard'],
    ['no day to speak after being told', { hearingThrough: '2023-11-05' }, 'integrity/not-heard'],
    ['decided before the last day to speak', { hearingThrough: '2023-12-02' }, 'integrity/bad-record'],
    ['heard without a day', { statedOn: null }, 'integrity/not-heard'],
    ['a statement nobody answered', { response: '' }, 'integrity/bad-record'],
    ['a conduct of employers', { conduct: 'employer-failing' }, 'integrity/bad-record'],
    ['another place’s notice', { place: 'guangan-2023' }, 'integrity/not-this-place'],
    ['a day that does not exist', { conductOn: '2023-02-30' }, 'integrity/bad-record'],
    ['text that prints otherwise', { facts: '论文系伪造\u202e，经确认属实。' }, 'integrity/bad-record'],
  ] as const)('%s', async ([, change, code], { database }) => {
    const { entered } = await archiveAtWork(database)
    await expect(entered(change)).rejects.toMatchObject({ code })
    expect(await database.read.select().from(misconductVersions)).toEqual([])
  })

  test('the same decision about the same person twice, however its number is typed', async ({ database }) => {
    const { entered } = await archiveAtWork(database)
    await entered({ decisionNumber: '昆人社决〔2023〕11号' })
    for (const decisionNumber of ['昆人社决〔2023〕11号', '昆人社决[2023] 11 号', '昆人社决（2023）第011号'])
      await expect(entered({ decisionNumber })).rejects.toMatchObject({ code: 'integrity/already-recorded' })
    await entered({ subject: applicant(811) })
  })

  test('though again once its record was cleared', async ({ database }) => {
    const { inForce, approved, entered, officer } = await archiveAtWork(database)
    const recordId = await inForce({ rule: { ...RECORD.rule, years: 5 } })
    await reverseRecord(officer, {
      recordId,
      act: 'clear',
      reason: '年限有误，撤销后另行登记。',
      decidedBy: '省厅',
      decisionNumber: '复议1号',
      decidedOn: '2024-01-02',
    })
    await expect(entered()).rejects.toMatchObject({ code: 'integrity/already-recorded' })
    await approved(recordId)
    await putInForce(officer, recordId)
    const again = await entered()
    await expect(entered()).rejects.toMatchObject({
      code: 'integrity/already-recorded',
      facts: { recordId: again },
    })
  })

  test('a correction that makes two records of one decision', async ({ database }) => {
    const { entered, officer } = await archiveAtWork(database)
    const first = await entered({ decisionNumber: '昆人社决〔2023〕11号' })
    const recordId = await entered({ decisionNumber: '昆人社决〔2023〕12号' })
    const corrected = (decisionNumber: string) =>
      correctRecord(officer, {
        ...RECORD,
        recordId,
        rule: null,
        decisionNumber,
        reason: '文号录错，予以更正。',
      })
    await expect(corrected('昆人社决[2023]11号')).rejects.toMatchObject({
      code: 'integrity/already-recorded',
      facts: { recordId: first },
    })
    await corrected('昆人社决〔2023〕12号')
    await corrected('昆人社决〔2023〕13号')
  })
})

describe('the term', () => {
  test('is the notice’s, and its start is asked for, never assumed', async ({ database }) => {
    const { ctx, ids, entered, approved, officer } = await archiveAtWork(database)
    await expect(entered({ rule: null })).rejects.toMatchObject({ code: 'integrity/term-unspecified' })
    const office = await authorityById(database.read, ids.kunming)
    await answerRule(ctx, {
      place: 'kunming-2023',
      rule: 'recordTermStart',
      level: null,
      value: 'finding',
      ground: '局长办公会纪要〔2023〕7号',
      office: office.creditCode,
    })
    const recordId = await entered({ rule: null })
    await approved(recordId)
    expect(await putInForce(officer, recordId)).toEqual({ startsOn: '2023-11-01', endsOn: '2026-11-01' })
    const { record } = await readRecord(officer, recordId)
    expect(record.rule).toMatchObject({ years: 3, clause: '六（三）', from: 'policy' })
  })

  test('of anybody but an applicant cites a rule of its own', async ({ database }) => {
    const { ids, entered } = await archiveAtWork(database)
    const subject = { kind: 'review-body' as const, officeId: ids.committee }
    const of = { subject, conduct: 'review-irregular' as const, titles: [] }
    await expect(entered({ ...of, rule: null })).rejects.toMatchObject({ code: 'integrity/rule-needed' })
    await entered(of)
  })
})

describe('whose record it is', () => {
  test('is decided by the number: namesakes and people with two numbers stay apart', async ({ database }) => {
    const { ctx, inForce, approved, officer } = await archiveAtWork(database)
    const first = await inForce()
    const [one] = await terms(database)
    await inForce({ subject: applicant(811) })
    const people = [...new Set((await terms(database)).map(({ personId }) => personId ?? ''))]
    expect(people).toHaveLength(2)
    // The first number turns out to be somebody else's: clearing its record leaves the other.
    await reverseRecord(officer, {
      recordId: first,
      act: 'clear',
      reason: '号码有误，撤销。',
      decidedBy: '省厅',
      decisionNumber: '复议1号',
      decidedOn: '2024-01-02',
    })
    await approved(first)
    await putInForce(officer, first)
    const left = people.filter((personId) => personId !== one?.personId)
    expect(await isListed(ctx.database.read, people, '2024-06-01')).toEqual(new Set(left))
  })

  test('is not decided by how the name is written, once somebody has looked', async ({ database }) => {
    const { entered } = await archiveAtWork(database)
    await entered()
    const renamed = { ...applicant(810, '某乙'), nameVerified: false }
    const again = { decisionNumber: '昆人社决〔2023〕4号', subject: renamed }
    await expect(entered(again)).rejects.toMatchObject({ code: 'integrity/other-name' })
    await entered({ ...again, subject: { ...renamed, nameVerified: true } })
    const rows = await database.read.select().from(misconductVersions)
    expect(new Set(rows.map(({ personId }) => personId)).size).toBe(1)
  })

  test('is the same under the fifteen digits of an old number', async ({ database }) => {
    const { entered } = await archiveAtWork(database)
    const old = { ...applicant(0), idNumber: '130503670401001' }
    await entered({ subject: old })
    await entered({
      subject: { ...old, idNumber: '130503196704010016' },
      decisionNumber: '昆人社决〔2023〕5号',
    })
    const rows = await database.read.select().from(misconductVersions)
    expect(new Set(rows.map(({ personId }) => personId)).size).toBe(1)
    await expect(
      entered({ subject: { ...old, idNumber: madeUpNumber(1).slice(0, 17) }, decisionNumber: '六号' }),
    ).rejects.toMatchObject({ code: 'integrity/bad-record' })
  })

  test('and what a person is told of it are the records in force', async ({ database }) => {
    const { ctx, inForce, entered } = await archiveAtWork(database)
    await inForce()
    await entered({ decisionNumber: '昆人社决〔2023〕9号' })
    const personId = await personOf(database)
    expect(await recordsOf(ctx, database.read, personId, '2024-01-01')).toMatchObject([
      { facts: RECORD.facts, endsOn: '2026-12-01', state: 'in-term' },
    ])
  })
})
