import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { latestRequest } from '../../../src/approvals/find-request.ts'
import { readShown } from '../../../src/approvals/snapshot.ts'
import { dayOf } from '../../../src/calendar/day.ts'
import { isListed } from '../../../src/integrity/barred.ts'
import { destroyDue } from '../../../src/integrity/ending/destroy-due.ts'
import { DRAFT_KEPT_DAYS, keptThrough } from '../../../src/integrity/ending/due.ts'
import { HOLD_KINDS } from '../../../src/integrity/ending/hold-kind.ts'
import { holdRecord } from '../../../src/integrity/ending/hold-record.ts'
import { misconductHolds } from '../../../src/integrity/ending/schema.ts'
import { reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { noteOnRecord } from '../../../src/integrity/records/note.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { recordFigures } from '../../../src/integrity/records/list-records.ts'
import { readRecord, recordsOf } from '../../../src/integrity/records/read-record.ts'
import {
  misconductEvidence,
  misconductNotes,
  misconductVersions,
} from '../../../src/integrity/records/schema.ts'
import { RECORD_APPROVAL } from '../../../src/integrity/records/submit-record.ts'
import { misconductTerms } from '../../../src/integrity/schema.ts'
import { auditLedger } from '../../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../../src/ledger/publish.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import type { Context } from '../../../src/platform/context.ts'
import { SEALED_TABLES } from '../../../src/sealed-tables.ts'
import { auditWaiting } from '../../../src/trail/audit-waiting.ts'
import { closeBatches } from '../../../src/trail/close-batches.ts'
import { databaseTest as test } from '../../support/database.ts'
import { memoryInMemory } from '../../support/offices-at-work.ts'
import { archiveAtWork } from '../records/at-work.ts'

/** The record runs from 2023-12-01 through 2026-12-01; it is kept through 2027-01-30. */
const [LAST_KEPT, DUE] = ['2027-01-30T04:00:00Z', '2027-01-31T04:00:00Z']
const at = (ctx: Context, instant: string): Context => {
  const now = new Date(instant)
  return { ...ctx, now: () => now, today: () => dayOf(now) }
}
const fails = (error: unknown) => {
  throw error
}
const REVERSAL = {
  decidedBy: '昆明市人民政府',
  decisionNumber: '昆政复〔2024〕1号',
  decidedOn: '2024-06-01',
  reason: '事实不清，予以撤销。',
}
const GROUND = '昆行初字第7号：已受理。'
const PAPER = { name: '期刊社证明', mediaType: 'application/pdf', bytes: new Uint8Array([37, 80, 68, 70]) }

describe('when a record goes', () => {
  const term = {
    act: 'record',
    startsOn: '2023-12-01',
    endsOn: '2026-12-01',
    appliedOn: '2023-12-20',
  } as const
  const ending = { term, newestEnteredOn: '2023-12-10', isPending: false }
  test.for([
    ['on the last day of its term: not decided yet', ending, '2026-12-01', null],
    ['after it: sixty days later', ending, '2026-12-02', '2027-01-30'],
    [
      'cleared: sixty days after that',
      { ...ending, term: { ...term, startsOn: null, endsOn: null } },
      '2024-01-01',
      '2024-02-18',
    ],
    [
      'ended for a day gone by: sixty days after that was put into force',
      { ...ending, term: { ...term, act: 'end-early', endsOn: '2024-03-31', appliedOn: '2024-06-20' } },
      '2024-06-20',
      '2024-08-19',
    ],
    [
      'in force, and still in its term',
      { ...ending, term: { ...term, appliedOn: '2026-12-02' } },
      '2026-12-01',
      null,
    ],
    [
      'never in force: a year after its newest version',
      { ...ending, term: null },
      '2024-01-01',
      '2024-12-09',
    ],
    [
      'over, and a version waits: not before a year after that',
      { ...ending, isPending: true, newestEnteredOn: '2026-12-20' },
      '2027-01-01',
      '2027-12-20',
    ],
  ] as const)('%s', ([, of, today, through]) => {
    expect(keptThrough(of, today)).toBe(through)
    expect(DRAFT_KEPT_DAYS).toBe(365)
  })
})

describe('a record whose time is over', () => {
  test('is destroyed with its keys and salts, and every audit stands', async ({ database }) => {
    const { ctx, officer, inForce } = await archiveAtWork(database)
    const memory = memoryInMemory()
    const recordId = await inForce({ evidence: [PAPER] })
    await noteOnRecord(officer, {
      recordId,
      kind: 'received',
      detail: 'subject',
      happenedOn: '2024-01-10',
      words: '已签收。',
    })
    const personId = (await readRecord(officer, recordId)).record.personId ?? ''
    const figures = await recordFigures(officer)

    expect(await destroyDue(at(ctx, LAST_KEPT), fails)).toEqual({ destroyed: 0, kept: 0 })
    expect((await readRecord(officer, recordId)).content.facts).toContain('伪造')
    expect(await destroyDue(at(ctx, DUE), fails)).toEqual({ destroyed: 1, kept: 0 })
    expect(await destroyDue(at(ctx, DUE), fails)).toEqual({ destroyed: 0, kept: 0 })

    const { read } = database
    for (const table of [misconductVersions, misconductEvidence, misconductNotes, misconductTerms] as const) {
      const rows = await read.select().from(table)
      expect(rows.length).toBeGreaterThan(0)
      for (const row of rows) expect(row).toMatchObject({ personId: null, sealSalt: null })
    }
    const [version] = await read.select().from(misconductVersions)
    expect(version).toMatchObject({ decisionNumber: '', decidedBy: '', decidedOn: '2023-01-01' })
    expect(version?.content).toHaveLength(0)
    const [evidence] = await read.select().from(misconductEvidence)
    expect(evidence?.file).toHaveLength(0)
    expect(await recordsOf(ctx, read, personId, ctx.today())).toEqual([])
    await expect(() => readRecord(officer, recordId)).rejects.toMatchObject({ code: 'people/erased' })
    const request = await latestRequest(read, { kind: RECORD_APPROVAL, subjectId: recordId })
    await expect(() => readShown(ctx, read, request!)).rejects.toMatchObject({ code: 'people/erased' })
    expect(await recordFigures(officer)).toEqual(figures)

    const after = at(ctx, '2027-02-02T04:00:00Z')
    await closeBatches(after)
    await publishCheckpoint(after, memory)
    const audited = await auditLedger(after, { sealedTables: SEALED_TABLES, memory })
    expect(audited).toMatchObject({ defects: [] })
    expect(await auditWaiting(after, SEALED_TABLES)).toMatchObject({ defects: [] })
  })

  test.for(HOLD_KINDS)('is kept while it is held: %s', async (kind, { database }) => {
    const { ctx, officer, inForce } = await archiveAtWork(database)
    const recordId = await inForce()
    const hold = { recordId, kind, ground: GROUND }
    await expect(() => holdRecord(officer, { ...hold, isStanding: false })).rejects.toMatchObject({
      code: 'integrity/not-held',
    })
    await holdRecord(officer, { ...hold, isStanding: true })
    await expect(() => holdRecord(officer, { ...hold, isStanding: true })).rejects.toMatchObject({
      code: 'integrity/already-held',
    })
    expect(await database.read.select().from(misconductHolds)).toHaveLength(1)
    expect(await destroyDue(at(ctx, DUE), fails)).toEqual({ destroyed: 0, kept: 1 })
    await holdRecord(at(officer, DUE), { ...hold, isStanding: false, ground: '已终审。' })
    expect(await destroyDue(at(ctx, DUE), fails)).toEqual({ destroyed: 1, kept: 0 })
    await expect(() => holdRecord(officer, { ...hold, isStanding: true })).rejects.toMatchObject({
      code: 'integrity/record-destroyed',
    })
  })

  test('is kept while an objection waits for its answer', async ({ database }) => {
    const { ctx, officer, inForce } = await archiveAtWork(database)
    const recordId = await inForce()
    const note = { recordId, happenedOn: '2024-01-10', words: '论文并非伪造。' }
    await noteOnRecord(officer, { ...note, kind: 'objected' })
    expect(await destroyDue(at(ctx, DUE), fails)).toEqual({ destroyed: 0, kept: 1 })
    await noteOnRecord(at(officer, DUE), {
      ...note,
      happenedOn: '2027-01-31',
      kind: 'answered',
      detail: 'kept',
    })
    expect(await destroyDue(at(ctx, DUE), fails)).toEqual({ destroyed: 1, kept: 0 })
  })

  test('goes sixty days after it was cleared', async ({ database }) => {
    const { ctx, officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    await reverseRecord(officer, { recordId, act: 'clear', ...REVERSAL })
    await approved(recordId)
    await putInForce(officer, recordId)
    // Cleared on 2026-11-21.
    expect(await destroyDue(at(ctx, '2027-01-20T04:00:00Z'), fails)).toEqual({ destroyed: 0, kept: 0 })
    expect(await destroyDue(at(ctx, '2027-01-21T04:00:00Z'), fails)).toEqual({ destroyed: 1, kept: 0 })
  })

  test('goes sixty days after it was ended for a day gone by', async ({ database }) => {
    const { ctx, officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    await reverseRecord(officer, { recordId, act: 'end-early', endsOn: '2026-08-31', ...REVERSAL })
    await approved(recordId)
    await putInForce(officer, recordId)
    // Ended on 2026-11-21.
    expect(await destroyDue(ctx, fails)).toEqual({ destroyed: 0, kept: 0 })
    expect(await destroyDue(at(ctx, '2027-01-20T04:00:00Z'), fails)).toEqual({ destroyed: 0, kept: 0 })
    expect(await destroyDue(at(ctx, '2027-01-21T04:00:00Z'), fails)).toEqual({ destroyed: 1, kept: 0 })
  })

  test('is not held by an objection that its clearing has answered', async ({ database }) => {
    const { ctx, officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    const note = { recordId, happenedOn: '2024-01-10', words: '论文并非伪造。' }
    await noteOnRecord(officer, { ...note, kind: 'objected' })
    await reverseRecord(officer, { recordId, act: 'clear', ...REVERSAL })
    await approved(recordId)
    await putInForce(officer, recordId)
    expect(await destroyDue(at(ctx, '2027-01-21T04:00:00Z'), fails)).toEqual({ destroyed: 1, kept: 0 })
  })

  test('does not take along one that is in its term, nor stop at one that cannot be destroyed', async ({
    database,
  }) => {
    const { ctx, inForce } = await archiveAtWork(database)
    const broken = await inForce()
    await inForce({ decisionNumber: '昆人社决〔2023〕4号' })
    const rule = { document: '云教规〔2022〕9号', clause: '第十二条', years: 9, start: 'decision' } as const
    const running = await inForce({ decisionNumber: '昆人社决〔2023〕5号', rule })
    // Rows that are not what they were when they were sealed: this one cannot be answered for.
    await database.read
      .update(misconductVersions)
      .set({ sealedBy: 'A'.repeat(22) })
      .where(eq(misconductVersions.recordId, broken))
    const heard: unknown[] = []
    const swept = await destroyDue(at(ctx, DUE), (error) => heard.push(error))
    expect(swept).toEqual({ destroyed: 1, kept: 1 })
    expect(heard).toHaveLength(1)
    const left = await database.read
      .select()
      .from(misconductVersions)
      .where(eq(misconductVersions.recordId, running))
    expect(left[0]?.sealSalt).not.toBeNull()
    const personId = left[0]?.personId ?? ''
    expect((await isListed(database.read, [personId], '2027-06-01')).has(personId)).toBe(true)
  })
})

describe('whoever is recorded', () => {
  test('is not erased while the record runs or is held', async ({ database }) => {
    const { ctx, officer, inForce } = await archiveAtWork(database)
    const recordId = await inForce()
    const personId = (await readRecord(officer, recordId)).record.personId ?? ''
    const erase = (by: Context) => erasePerson(by, { personId, ground: 'withdrawn' }, KEPT_OF_PERSONS)
    await expect(() => erase(ctx)).rejects.toMatchObject({ code: 'integrity/record-runs' })
    const over = at(ctx, '2026-12-02T04:00:00Z')
    await holdRecord(officer, { recordId, kind: 'archive', isStanding: true, ground: GROUND })
    await expect(() => erase(over)).rejects.toMatchObject({ code: 'integrity/record-runs' })
    await holdRecord(officer, { recordId, kind: 'archive', isStanding: false, ground: GROUND })
    await erase(over)
    const [version] = await database.read.select().from(misconductVersions)
    expect(version?.sealSalt).toBeNull()
  })

  test('is not erased while a record waits to be put into force', async ({ database }) => {
    const { ctx, entered } = await archiveAtWork(database)
    const recordId = await entered()
    const [version] = await database.read
      .select()
      .from(misconductVersions)
      .where(eq(misconductVersions.recordId, recordId))
    const personId = version?.personId ?? ''
    await expect(() =>
      erasePerson(ctx, { personId, ground: 'withdrawn' }, KEPT_OF_PERSONS),
    ).rejects.toMatchObject({ code: 'integrity/record-runs' })
  })
})
