import { describe, expect } from 'vitest'
import { reverseRecord } from '../../../src/integrity/records/change-record.ts'
import { noteOnRecord } from '../../../src/integrity/records/note.ts'
import { putInForce } from '../../../src/integrity/records/put-in-force.ts'
import { readRecord } from '../../../src/integrity/records/read-record.ts'
import { objectToRecord } from '../../../src/integrity/own/object-to-record.ts'
import { ownStatus } from '../../../src/integrity/own/own-status.ts'
import { actorOf } from '../../../src/platform/context.ts'
import { recordAct } from '../../../src/trail/record-act.ts'
import { databaseTest as test } from '../../support/database.ts'
import { applicant } from '../records/at-work.ts'
import { ownAtWork } from './own-at-work.ts'

const WORDS = '论文并非伪造，附期刊社证明。'

describe('somebody’s own status', () => {
  test('names the ground, the term and the decision, of themselves alone', async ({ database }) => {
    const { own, other, recorded } = await ownAtWork(database)
    expect((await ownStatus(own)).records).toEqual([])
    const recordId = await recorded()
    expect((await ownStatus(own)).records).toMatchObject([
      {
        recordId,
        conduct: '弄虚作假、提供虚假材料',
        facts: '提交的两篇论文系伪造，经期刊社书面确认。',
        decisionNumber: '昆人社决〔2023〕3号',
        startsOn: '2023-12-01',
        endsOn: '2026-12-01',
        state: 'in-term',
        mayObject: true,
        notes: [],
      },
    ])
    expect((await ownStatus(other)).records).toEqual([])
  })

  test('shows nothing that is not in force, and nothing that was cleared', async ({ database }) => {
    const { own, officer, entered, approved, recorded } = await ownAtWork(database)
    await entered({ subject: applicant(810, '测试人员'), decisionNumber: '昆人社决〔2023〕9号' })
    expect((await ownStatus(own)).records).toEqual([])
    const recordId = await recorded()
    const decided = { decidedBy: '昆明市人民政府', decisionNumber: '昆政复〔2024〕1号' }
    const reason = '经复议，事实不清，予以撤销。'
    await reverseRecord(officer, { recordId, act: 'clear', ...decided, decidedOn: '2024-06-01', reason })
    await approved(recordId)
    await putInForce(officer, recordId)
    expect((await ownStatus(own)).records).toEqual([])
  })

  test('never forgets who looked for whatever else was done since', async ({ database }) => {
    const { own, officer, recorded } = await ownAtWork(database)
    await readRecord(officer, await recorded())
    const { looks } = await ownStatus(own)
    expect(looks).not.toEqual([])
    await database.transaction(async (tx) => {
      for (let i = 0; i < 200; i++)
        await recordAct(officer, tx, {
          act: 'verification.batch',
          officeId: null,
          subjects: [own.actor.personId ?? ''],
        })
    })
    expect((await ownStatus(own)).looks).toEqual(looks)
  })

  test('is for a person at their own door only', async ({ database }) => {
    const { ctx } = await ownAtWork(database)
    for (const actor of [actorOf('public', ''), ctx.actor])
      await expect(ownStatus({ ...ctx, actor })).rejects.toMatchObject({
        code: 'integrity/not-at-own-door',
      })
  })
})

describe('an objection of the person’s own', () => {
  test('reaches the officer, whose answer the person reads', async ({ database }) => {
    const { own, officer, recorded } = await ownAtWork(database)
    const recordId = await recorded()
    await objectToRecord(own, { recordId, words: WORDS })
    expect((await readRecord(officer, recordId)).notes).toMatchObject([{ kind: 'objected', words: WORDS }])
    expect((await ownStatus(own)).records[0]?.mayObject).toBe(false)
    await expect(objectToRecord(own, { recordId, words: WORDS })).rejects.toMatchObject({
      code: 'integrity/objection-open',
    })
    const answer = { happenedOn: '2026-11-21', words: '期刊社再次书面确认，予以维持。' }
    await noteOnRecord(officer, { recordId, kind: 'answered', detail: 'kept', ...answer })
    expect((await ownStatus(own)).records[0]).toMatchObject({
      mayObject: true,
      notes: [
        { kind: 'answered', detail: 'kept', words: answer.words },
        { kind: 'objected', words: WORDS },
      ],
    })
  })

  test('is to one’s own record in force only', async ({ database }) => {
    const { own, other, officer, recorded, entered } = await ownAtWork(database)
    const recordId = await recorded()
    const notInForce = await entered({
      subject: applicant(810, '测试人员'),
      decisionNumber: '昆人社决〔2023〕9号',
    })
    const none = { code: 'integrity/own-record-not-found' }
    await expect(objectToRecord(other, { recordId, words: WORDS })).rejects.toMatchObject(none)
    await expect(objectToRecord(own, { recordId: notInForce, words: WORDS })).rejects.toMatchObject(none)
    await expect(objectToRecord(own, { recordId: 'x', words: WORDS })).rejects.toMatchObject(none)
    await expect(objectToRecord(own, { recordId, words: '‮' })).rejects.toMatchObject({
      code: 'integrity/bad-record',
    })
    expect((await readRecord(officer, recordId)).notes).toEqual([])
  })
})
