import { eq, sql } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { changeStatus } from '../../src/certificates/changes/change-status.ts'
import { certificates } from '../../src/certificates/schema.ts'
import { erasePerson } from '../../src/people/erase.ts'
import { KEPT_OF_PERSONS } from '../../src/personal-tables.ts'
import { answerByCode } from '../../src/verification/answer-by-code.ts'
import { databaseTest as test } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'

const decision = { document: '云人社函〔2026〕1号', ground: '材料不实' }

describe('the answer for a scanned code', () => {
  test('is each one’s own, however many are scanned at the same moment', async ({ database }) => {
    const { ctx, issued } = await officesAtWork(database)
    const all = await issued(5)
    const codes = [...all, ...all].map(({ row }) => row.code)
    const answers = await Promise.all(
      [...codes, 'AAAAAAAAAAAAAAAAAAAAAA'].map((code) => answerByCode(ctx, code)),
    )
    expect(answers.map(({ certificate }) => certificate?.number)).toEqual([
      ...[...all, ...all].map(({ row }) => row.number),
      undefined,
    ])
  })

  test('is the newest state, though the rest is remembered', async ({ database }) => {
    const { ctx, issued } = await officesAtWork(database)
    const [found] = await issued(1)
    const { code, number } = found!.row
    const status = async () => (await answerByCode(ctx, code)).status
    expect([await status(), await status()]).toEqual(['in-force', 'in-force'])
    await changeStatus(ctx, { number, act: 'suspend', ...decision })
    expect([await status(), await status()]).toEqual(['suspended', 'suspended'])
    await changeStatus(ctx, { number, act: 'restore', ...decision })
    expect(await status()).toBe('in-force')
    await changeStatus(ctx, { number, act: 'revoke', ...decision })
    expect(await status()).toBe('revoked')
  })

  test('is never the remembered one when the row was written again', async ({ database }) => {
    const { ctx, issued } = await officesAtWork(database)
    const [found] = await issued(1)
    const { id, code } = found!.row
    expect((await answerByCode(ctx, code)).verdict).toBe('valid')
    await database.read.update(certificates).set({ number: 'FORGED-1' }).where(eq(certificates.id, id))
    expect(await answerByCode(ctx, code)).toMatchObject({
      verdict: 'not-valid',
      reasons: [{ code: 'record-altered' }],
      certificate: null,
    })
    // To the same value: nothing is altered, and yet it is looked at again.
    await database.read.execute(sql`update certificates set number = ${found!.row.number} where id = ${id}`)
    expect((await answerByCode(ctx, code)).verdict).toBe('valid')
  })

  test('of somebody erased is the unknown code’s to the byte, however often it is asked', async ({
    database,
  }) => {
    const { ctx: plain, issued } = await officesAtWork(database)
    const ctx = { ...plain, now: () => new Date('2026-11-20T16:30:27Z') }
    const [found] = await issued(1)
    const { personId, code } = found!.row
    await erasePerson(ctx, { personId, ground: 'withdrawn' }, { ...KEPT_OF_PERSONS, refuseWhile: [] })
    const asked = [code, code, code, 'AAAAAAAAAAAAAAAAAAAAAA']
    const answers = []
    for (const each of asked) answers.push(JSON.stringify(await answerByCode(ctx, each)))
    expect(new Set(answers).size).toBe(1)
  })

  test('is not found for anything that is no code', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    for (const code of ['', '\u0000', '%', "' or 1=1", 'A'.repeat(10_000), '{a,b}', '"'])
      expect((await answerByCode(ctx, code)).reasons).toMatchObject([{ code: 'not-found' }])
  })
})
