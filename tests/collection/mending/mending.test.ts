import { describe, expect, it } from 'vitest'
import { mendCell } from '../../../src/collection/mending/mend-cell.ts'
import { mendingQueue } from '../../../src/collection/mending/find-mending.ts'
import { isMendingOf, privateUseCodes } from '../../../src/collection/mending/mended-field.ts'
import { collectionMendings, collectionMendings as mendings } from '../../../src/collection/mending/schema.ts'
import { standingOf } from '../../../src/collection/reconcile/standing.ts'
import { verifySubmitted } from '../../../src/verification/verify.ts'
import { databaseTest } from '../../support/database.ts'
import { madeUpNumber } from '../../support/staff.ts'
import { engineer, pastAtWork } from '../reconcile/past-people.ts'

const OLD = '李\ue863'

describe('mending a character of an old system', () => {
  it.each([
    [OLD, '李䶮', true],
    ['\ue863\ue863', '䶮䶮', true],
    ['(李\ue863)', '(李䶮)', true],
    ['昆-明\ue863厂', '昆-明䶮厂', true],
    [OLD, '王䶮', false],
    [OLD, '李䶮 ', true],
    [OLD, '李', false],
    [OLD, OLD, false],
    [OLD, '李\ue864', false],
  ])('changes nothing else: %s → %s', (original, mended, isSound) => {
    expect(isMendingOf(original, mended)).toBe(isSound)
  })

  it('names the code, since nobody can read the character', () => {
    expect(privateUseCodes('\ue863李\ue863')).toEqual(['U+E863'])
  })
})

describe('the mending queue', () => {
  databaseTest(
    'holds a row until somebody names the character, and its title says that',
    async ({ database }) => {
      const { ctx, kunming, report, compare, finish } = await pastAtWork(database)
      const batchId = await report(kunming, [engineer(1, { 姓名: OLD, 证书编号: '甲1号' }), engineer(2)])
      const { rows } = await mendingQueue(kunming.officer, { batchId, after: 0 })
      expect(rows.map(({ cells }) => cells)).toEqual([[{ field: 'name', text: OLD, codes: ['U+E863'] }]])
      const rowId = rows[0]?.row.id ?? ''
      const mend = (text: string) =>
        mendCell(kunming.officer, { rowId, field: 'name', text, ground: '按身份证复印件核对。' })
      await expect(mend('王䶮')).rejects.toMatchObject({ code: 'collection/bad-mending' })
      expect(await database.read.$count(collectionMendings)).toBe(0)
      const before = (await standingOf(database.read, batchId)).digest
      await mend('李䶮')
      expect((await standingOf(database.read, batchId)).digest).not.toBe(before)
      expect((await mendingQueue(kunming.officer, { batchId, after: 0 })).rows).toEqual([])
      await expect(mend('李䶮')).rejects.toMatchObject({ code: 'collection/nothing-to-mend' })
      await compare(kunming, batchId)
      await finish(kunming, batchId)
      const answer = await verifySubmitted(ctx, { number: '甲1号', name: '李䶮' })
      expect(answer.pastTitle?.name).toBe('李䶮')
      await expect(mend('李䶮')).rejects.toMatchObject({ code: 'collection/mend-by-correction' })
      const [stored] = await database.read.select().from(mendings)
      expect(Buffer.from(stored?.mended ?? []).includes(Buffer.from('李'))).toBe(false)
    },
  )

  databaseTest(
    'mends what a paper without a number is found by: its document, name and identity number',
    async ({ database }) => {
      const { ctx, kunming, report, compare, finish } = await pastAtWork(database)
      const told = { 姓名: OLD, 批准文号: '云人\ue863发(1998)30号' }
      const batchId = await report(kunming, [engineer(1, told)])
      const { rows } = await mendingQueue(kunming.officer, { batchId, after: 0 })
      const rowId = rows[0]?.row.id ?? ''
      const ground = '按身份证复印件核对。'
      await mendCell(kunming.officer, { rowId, field: 'name', text: '李䶮', ground })
      await mendCell(kunming.officer, { rowId, field: 'document', text: '云人职发(1998)30号', ground })
      await compare(kunming, batchId)
      await finish(kunming, batchId)
      const ask = (name: string, person = 1) =>
        verifySubmitted(ctx, { number: '云人职发[1998]30号', name, idNumber: madeUpNumber(person) })
      expect((await ask('李䶮')).pastTitle).toMatchObject({ name: '李䶮', document: '云人职发〔1998〕30号' })
      expect((await ask(OLD)).status).toBe('unknown')
      expect((await ask('李䶮', 2)).status).toBe('unknown')
    },
  )
})
