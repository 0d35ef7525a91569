import { describe, expect } from 'vitest'
import { barredPersons } from '../../../src/integrity/barred.ts'
import { correctRecord, reverseRecord, type Reversal } from '../../../src/integrity/records/change-record.ts'
import { listRecords, recordFigures } from '../../../src/integrity/records/list-records.ts'
import { letterOf } from '../../../src/integrity/records/letter.ts'
import { noteOnRecord } from '../../../src/integrity/records/note.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { readRecord, recordsOf } from '../../../src/integrity/records/read-record.ts'
import { misconductTerms } from '../../../src/integrity/schema.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { databaseTest as test } from '../../support/database.ts'
import { somebody } from '../../support/staff.ts'
import { archiveAtWork, RECORD } from './at-work.ts'

const DECISION = {
  decidedBy: '昆明市人民政府',
  decisionNumber: '昆政复〔2024〕1号',
  decidedOn: '2024-06-01',
  reason: '经复议，事实不清，予以撤销。',
} as const

const CORRECTION = {
  ...RECORD,
  conduct: 'two-committees',
  facts: '同一年度向两个评委会报送申报材料。',
  decisionNumber: '昆人社决〔2023〕99号',
  rule: { ...RECORD.rule, clause: '第九十九条', years: 9 },
  reason: '尚未批准的更正。',
} as const

const later = (ctx: Context, day: string): Context => ({ ...ctx, today: () => day })

const isBarred = async (ctx: Context, database: Database, day: string) => {
  const [row] = await database.read.select().from(misconductTerms)
  const personId = row?.personId ?? ''
  return (await barredPersons(ctx, database.read, [personId], { from: day, through: day })).has(personId)
}

describe('a record that is contested', () => {
  test('is answered one objection at a time', async ({ database }) => {
    const { officer, inForce, entered } = await archiveAtWork(database)
    const waiting = await entered()
    const said = { happenedOn: '2024-01-10', words: '论文并非伪造，附期刊社证明。' }
    await expect(
      noteOnRecord(officer, { recordId: waiting, kind: 'objected', ...said }),
    ).rejects.toMatchObject({ code: 'integrity/not-in-force' })
    const recordId = await inForce({ decisionNumber: '昆人社决〔2023〕8号' })
    const answer = { ...said, recordId, kind: 'answered', detail: 'kept' } as const
    await expect(noteOnRecord(officer, answer)).rejects.toMatchObject({ code: 'integrity/no-objection' })
    await noteOnRecord(officer, { ...said, recordId, kind: 'objected' })
    await expect(noteOnRecord(officer, { ...said, recordId, kind: 'objected' })).rejects.toMatchObject({
      code: 'integrity/objection-open',
    })
    await noteOnRecord(officer, { ...said, recordId, kind: 'received', detail: 'subject' })
    await noteOnRecord(officer, answer)
    await expect(noteOnRecord(officer, answer)).rejects.toMatchObject({ code: 'integrity/no-objection' })
    expect((await readRecord(officer, recordId)).notes).toMatchObject([
      { kind: 'answered' },
      { kind: 'received' },
      { kind: 'objected', words: said.words },
    ])
  })

  test('is cleared as if it had never been in force, once approved', async ({ database }) => {
    const { ctx, officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    const personId = (await readRecord(officer, recordId)).record.personId ?? ''
    await reverseRecord(officer, { recordId, act: 'clear', ...DECISION })
    expect(await isBarred(ctx, database, '2024-01-01')).toBe(true)
    await approved(recordId)
    expect(await putInForce(officer, recordId)).toEqual({ startsOn: null, endsOn: null })
    expect(await isBarred(ctx, database, '2024-01-01')).toBe(false)
    expect(await recordsOf(ctx, database.read, personId, '2024-07-01')).toEqual([])
    expect(await recordFigures(officer)).toEqual([])
    expect(await listRecords(officer)).toMatchObject([{ recordId, state: 'cleared', isPending: false }])
    const said = { recordId, happenedOn: '2024-06-10', words: '论文并非伪造。' }
    await expect(noteOnRecord(officer, { ...said, kind: 'objected' })).rejects.toMatchObject({
      code: 'integrity/already-cleared',
    })
    await noteOnRecord(officer, { ...said, kind: 'received', detail: 'subject' })
    await expect(reverseRecord(officer, { recordId, act: 'clear', ...DECISION })).rejects.toMatchObject({
      code: 'integrity/already-cleared',
    })
  })

  test('ends early from its day on, and is neither corrected nor ended again', async ({ database }) => {
    const { ctx, officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    const early: Reversal = { recordId, act: 'end-early', endsOn: '2024-12-31', ...DECISION }
    await expect(reverseRecord(officer, { ...early, endsOn: '2024-05-31' })).rejects.toMatchObject({
      code: 'integrity/bad-record',
    })
    await expect(reverseRecord(officer, { ...early, endsOn: '2026-12-02' })).rejects.toMatchObject({
      code: 'integrity/bad-record',
    })
    await reverseRecord(officer, early)
    await approved(recordId)
    await putInForce(officer, recordId)
    expect(await isBarred(ctx, database, '2024-12-31')).toBe(true)
    expect(await isBarred(ctx, database, '2025-01-01')).toBe(false)
    await expect(correctRecord(officer, { ...RECORD, recordId, reason: '再次更正。' })).rejects.toMatchObject(
      { code: 'integrity/ended-early' },
    )
  })

  test('that ran out is cleared, never ended early', async ({ database }) => {
    const { officer, inForce } = await archiveAtWork(database)
    const recordId = await inForce({ rule: { ...RECORD.rule, years: 1 } })
    const then = later(officer, '2026-12-02')
    const early: Reversal = { recordId, act: 'end-early', endsOn: '2024-11-30', ...DECISION }
    await expect(reverseRecord(then, early)).rejects.toMatchObject({ code: 'integrity/already-over' })
    await reverseRecord(then, { recordId, act: 'clear', ...DECISION })
  })

  test('beside another one still bars while either stands', async ({ database }) => {
    const { ctx, officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    const second = await inForce({ decisionNumber: '昆人社决〔2024〕1号', decidedOn: '2024-03-01' })
    expect((await readRecord(officer, second)).others).toEqual([recordId])
    await reverseRecord(officer, { recordId, act: 'clear', ...DECISION })
    await approved(recordId)
    await putInForce(officer, recordId)
    expect(await isBarred(ctx, database, '2024-03-01')).toBe(true)
    expect(await isBarred(ctx, database, '2024-02-28')).toBe(false)
  })

  test('sends the letters of what is in force, and none before', async ({ database }) => {
    const { officer, entered, approved } = await archiveAtWork(database)
    const recordId = await entered()
    expect(letterOf(await readRecord(officer, recordId), 'subject')).toBeNull()
    await approved(recordId)
    await putInForce(officer, recordId)
    const opened = await readRecord(officer, recordId)
    const own = letterOf(opened, 'subject')
    expect(own?.to).toBe('某甲')
    expect(own?.paragraphs.join('')).toContain('自2023年12月1日至2026年12月1日24时止')
    const told = letterOf(opened, 'discipline')
    expect(told?.to).toBe('纪检监察机关')
    expect(told?.paragraphs.join('')).toContain('某甲')
    // Whether it is public, and who else has it, is said as it is.
    expect(own?.paragraphs.join('')).toContain('本机构现在不向社会公开诚信记录')
    const shared = { publicBy: '《某省社会信用条例》第二十条', sharedWith: '信用信息共享平台（某号文）' }
    const open = letterOf({ ...opened, ...shared }, 'subject')?.paragraphs.join('')
    expect(open).toContain('依据《某省社会信用条例》第二十条，记录期内的姓名、行为、决定和期限向社会公开')
    expect(open).toContain('共享给信用信息共享平台（某号文）')
    expect(open).not.toContain('不向社会公开')
  })

  test('tells others what is in force, never a correction nobody has approved', async ({ database }) => {
    const { officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    const letter = async (to: 'subject' | 'discipline') =>
      letterOf(await readRecord(officer, recordId), to)?.paragraphs.join('')
    const before = [await letter('subject'), await letter('discipline')]
    await correctRecord(officer, { ...CORRECTION, recordId })
    expect([await letter('subject'), await letter('discipline')]).toEqual(before)
    await approved(recordId)
    await putInForce(officer, recordId)
    expect(await letter('discipline')).toContain('昆人社决〔2023〕99号')
    expect(await letter('discipline')).toContain('第九十九条')
  })

  test('is reversed as it is in force: a correction nobody has approved is passed over', async ({
    database,
  }) => {
    const { ctx, officer, inForce, approved } = await archiveAtWork(database)
    const recordId = await inForce()
    const personId = (await readRecord(officer, recordId)).record.personId ?? ''
    await correctRecord(officer, { ...CORRECTION, recordId })
    expect((await readRecord(officer, recordId)).content.facts).toBe(CORRECTION.facts)
    await reverseRecord(officer, { recordId, act: 'end-early', endsOn: '2024-12-31', ...DECISION })
    await approved(recordId)
    await putInForce(officer, recordId)
    const { facts, decisionNumber, conduct } = RECORD
    expect(await readRecord(officer, recordId)).toMatchObject({
      isPending: false,
      record: { decisionNumber, conduct },
      newest: { conduct },
      content: { facts },
    })
    expect(await recordsOf(ctx, database.read, personId, '2024-07-01')).toMatchObject([
      { facts, decisionNumber, endsOn: '2024-12-31' },
    ])
    expect(await listRecords(officer)).toMatchObject([{ decisionNumber, conduct, state: 'ended-early' }])
    expect(await recordFigures(officer)).toEqual([{ conduct, year: 2023, records: 1 }])
  })

  test('is counted by conduct and year for whoever may see it', async ({ database }) => {
    const { ctx, ids, officer, inForce } = await archiveAtWork(database)
    await inForce()
    await inForce({ decisionNumber: '二号文', conduct: 'hidden-title' })
    expect(await recordFigures(officer)).toEqual([
      { conduct: 'false-materials', year: 2023, records: 1 },
      { conduct: 'hidden-title', year: 2023, records: 1 },
    ])
    const other = await somebody(ctx, { officeId: ids.dali, roles: ['supervisor'], person: 830 })
    expect(await recordFigures(other)).toEqual([])
    expect(await listRecords(other)).toEqual([])
    const clerk = await somebody(ctx, { officeId: ids.kunming, roles: ['clerk'], person: 831 })
    await expect(listRecords(clerk)).rejects.toMatchObject({ code: 'identity/not-allowed' })
  })
})
