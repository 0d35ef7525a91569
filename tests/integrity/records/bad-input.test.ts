import { describe, expect } from 'vitest'
import { barredPersons } from '../../../src/integrity/barred.ts'
import { correctRecord, reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { readRecord } from '../../../src/integrity/records/read-record.ts'
import { misconductVersions } from '../../../src/integrity/records/schema.ts'
import { misconductTerms } from '../../../src/integrity/schema.ts'
import { proposeJoin } from '../../../src/integrity/same-person/propose-join.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { databaseTest as test } from '../../support/database.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { applicant, archiveAtWork, RECORD } from './at-work.ts'

/** What the officer reads: a code, and Chinese that says what is wrong and what to do. */
const told = (code: string, ...words: readonly string[]) => ({
  code,
  message: expect.stringMatching(new RegExp(words.map((word) => `(?=.*${word})`).join(''))) as string,
})

const people = async (database: Database) => [
  ...new Set((await database.read.select().from(misconductTerms)).map(({ personId }) => personId ?? '')),
]

const versions = async (database: Database) => (await database.read.select().from(misconductVersions)).length

const at = (ctx: Context, day: string): Context => ({ ...ctx, today: () => day })

const REVERSAL = {
  decidedBy: '昆明市人民政府',
  decisionNumber: '昆政复〔2024〕1号',
  decidedOn: '2024-06-01',
  reason: '经复议，事实不清，予以撤销。',
} as const

describe('what an officer may get wrong, and is told', () => {
  test('the same name is nobody else’s record: the number tells', async ({ database }) => {
    const { ctx, inForce, officer } = await archiveAtWork(database)
    const first = await inForce()
    await inForce({ subject: applicant(811) })
    const [one = '', other = ''] = await people(database)
    expect(one).not.toBe(other)
    await expect(readRecord(officer, first)).resolves.toMatchObject({ others: [] })
    const on = { from: '2024-01-01', through: '2024-01-01' }
    expect((await barredPersons(ctx, database.read, [one, other], on)).size).toBe(2)
  })

  test('a changed name under a known number is asked about, and then taken', async ({ database }) => {
    const { entered } = await archiveAtWork(database)
    await entered()
    const renamed = { ...applicant(810, '某丁'), nameVerified: false }
    const of = { subject: renamed, decisionNumber: '昆人社决〔2023〕4号' }
    await expect(entered(of)).rejects.toMatchObject(
      told('integrity/other-name', '另一个姓名', '改过名', '勾选“姓名已核实”'),
    )
    expect(await versions(database)).toBe(1)
    await entered({ ...of, subject: { ...renamed, nameVerified: true } })
  })

  test('variant characters are asked about; an interpunct is not', async ({ database }) => {
    const { entered } = await archiveAtWork(database)
    await entered({ subject: applicant(812, '買買提·艾力') })
    await entered({ subject: applicant(812, '買買提•艾力'), decisionNumber: '昆人社决〔2023〕4号' })
    await expect(
      entered({ subject: applicant(812, '买买提·艾力'), decisionNumber: '昆人社决〔2023〕5号' }),
    ).rejects.toMatchObject(told('integrity/other-name', '异体字', '间隔号'))
  })

  test('an old number of fifteen digits is the same human', async ({ database }) => {
    const { entered } = await archiveAtWork(database)
    await entered()
    const number = madeUpNumber(810)
    const old = { ...applicant(810), idNumber: number.slice(0, 6) + number.slice(8, 17) }
    await expect(entered({ subject: old })).rejects.toMatchObject(
      told('integrity/already-recorded', '已有一条记录', '在原记录上更正'),
    )
    await entered({ subject: old, decisionNumber: '昆人社决〔2023〕4号' })
    expect(
      new Set((await database.read.select().from(misconductVersions)).map((row) => row.personId)).size,
    ).toBe(1)
  })

  test('overlapping records run each by itself, and the page says there are more', async ({ database }) => {
    const { ctx, inForce, approved, officer } = await archiveAtWork(database)
    const first = await inForce()
    const second = await inForce({ decisionNumber: '昆人社决〔2024〕1号', decidedOn: '2024-03-01' })
    expect((await readRecord(officer, first)).others).toEqual([second])
    await reverseRecord(officer, { recordId: first, act: 'clear', ...REVERSAL })
    await approved(first)
    await putInForce(officer, first)
    const [personId = ''] = await people(database)
    const barred = async (day: string) =>
      (await barredPersons(ctx, database.read, [personId], { from: day, through: day })).size
    expect([await barred('2024-02-01'), await barred('2024-06-01'), await barred('2027-03-01')]).toEqual([
      0, 1, 1,
    ])
  })

  test('a term edited after its approval is approved anew', async ({ database }) => {
    const { entered, approved, officer } = await archiveAtWork(database)
    const recordId = await entered()
    await approved(recordId)
    const rule = { ...RECORD.rule, years: 5 }
    await correctRecord(officer, { ...RECORD, recordId, rule, reason: '年限依据有误，予以更正。' })
    await expect(putInForce(officer, recordId)).rejects.toMatchObject(told('approvals/changed', '重新'))
    expect(await people(database)).toEqual([])
  })

  test('a decision of tomorrow is none yet', async ({ database }) => {
    const { entered } = await archiveAtWork(database)
    await expect(entered({ decidedOn: '2026-11-22' })).rejects.toMatchObject(
      told('integrity/bad-record', '决定日期', '不能晚于 2026-11-21'),
    )
    expect(await versions(database)).toBe(0)
  })

  test('two that were never merged cannot be parted', async ({ database }) => {
    const { entered, officer, officeId } = await archiveAtWork(database)
    await entered()
    await entered({ subject: applicant(811) })
    const card = (person: number) => ({
      name: '某甲',
      idType: 'resident-identity-card' as const,
      idNumber: madeUpNumber(person),
    })
    await expect(
      proposeJoin(officer, {
        act: 'part',
        officeId,
        people: [card(810), card(811)],
        ground: '两证经核对并非同一人所有。',
      }),
    ).rejects.toMatchObject(told('people/not-joined', '没有直接合并过'))
  })

  test('after the term nothing ends early, and a clearing still comes', async ({ database }) => {
    const { inForce, approved, officer } = await archiveAtWork(database)
    const recordId = await inForce()
    const late = at(officer, '2027-01-10')
    await expect(
      reverseRecord(late, { recordId, act: 'end-early', endsOn: '2026-06-01', ...REVERSAL }),
    ).rejects.toMatchObject(told('integrity/already-over', '2026-12-01', '按复核结果撤销'))
    await reverseRecord(late, { recordId, act: 'clear', ...REVERSAL })
    await approved(recordId)
    await putInForce(late, recordId)
    expect((await readRecord(late, recordId)).state).toBe('cleared')
    await expect(reverseRecord(late, { recordId, act: 'clear', ...REVERSAL })).rejects.toMatchObject(
      told('integrity/already-cleared', '已经撤销'),
    )
  })
})
