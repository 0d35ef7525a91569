import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import { problem } from '../../src/platform/problem.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { damagedWorkbook } from '../../src/spreadsheets/refusals.ts'

const told = async (error: Error) => {
  const app = new Hono()
    .get('/', () => {
      throw error
    })
    .onError((thrown, c) => problem(c, thrown))
  return (await (await app.request('/')).json()) as Record<string, unknown>
}

describe('a problem', () => {
  it('says what is wrong and what to do, whatever its facts are called', async () => {
    const facts = { type: 'a', title: 'b', status: 200, detail: 'c', row: 7 }
    expect(await told(new Refusal('invalid', 'lists/bad-row', '第 7 行有误：请改正。', facts))).toEqual({
      type: '/problems/lists/bad-row',
      title: 'lists/bad-row',
      status: 422,
      detail: '第 7 行有误：请改正。',
      row: 7,
    })
  })

  it('of a damaged workbook tells the whole sentence, and the fault beside it', async () => {
    const body = await told(damagedWorkbook('部件大小不符'))
    expect(body['detail']).toMatch(/^工作簿已损坏.*请重新打开并保存.*（部件大小不符）。$/)
    expect(body['fault']).toBe('部件大小不符')
  })
})
