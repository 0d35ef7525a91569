import { describe, expect } from 'vitest'
import { createApp } from '../../../src/app.ts'
import { mirrorUnusable } from '../../../src/ledger/refusals.ts'
import { objections } from '../../../src/results/objections/schema.ts'
import { databaseTest } from '../../support/database.ts'
import { publishedReview } from '../publicity/reviews.ts'

const TEXT = '任职年限不足，单位证明与事实不符。'

async function atWork(
  database: Parameters<typeof publishedReview>[0],
  means: Parameters<typeof createApp>[1] = {},
) {
  const { ctx, publicationId } = await publishedReview(database)
  const app = await createApp(ctx, means)
  const path = `/publicity/${publicationId}/objections`
  const post = (to: string, fields: Record<string, string>) =>
    app.request(to, { method: 'POST', body: new URLSearchParams(fields) })
  return { app, path, post, database }
}

describe('the objector’s pages', () => {
  databaseTest('give a receipt once, and the state for it', async ({ database }) => {
    const { app, path, post } = await atWork(database)
    expect(await (await app.request(`${path}?row=2`)).text()).toContain('value="2"')
    const receipt = await (await post(path, { name: '韦娟', row: '1', text: TEXT, contact: '' })).text()
    const [reference = '', secret = ''] = [...receipt.matchAll(/class="mono">([\w-]+)<\/b>/g)].map(
      ([, code]) => code,
    )
    expect(reference).toMatch(/^\w{4}-\w{4}$/)
    const page = await app.request(`/objections/${reference}`)
    expect(page.status).toBe(200)
    const status = await post('/objections', { reference, secret })
    expect(await status.text()).toContain('已收到')
    const wrong = await post('/objections', { reference, secret: 'AAAA-AAAA-AAAA' })
    expect(wrong.status).toBe(404)
    expect(await wrong.text()).not.toContain('已收到')
  })

  databaseTest('give the receipt also when no checkpoint can be published yet', async ({ database }) => {
    const logged: unknown[] = []
    const why = mirrorUnusable('/mnt/second', 'ENOENT')
    const { path, post } = await atWork(database, {
      publish: () => Promise.reject(why),
      log: (error) => logged.push(error),
    })
    const answer = await post(path, { name: '韦娟', row: '1', text: TEXT, contact: '' })
    expect([answer.status, logged]).toEqual([200, [why]])
    expect(await answer.text()).toMatch(/class="mono">\w{4}-\w{4}</)
    expect(await database.read.select().from(objections)).toHaveLength(1)
  })

  databaseTest('give back what was typed, as words only, and keep nothing of it', async ({ database }) => {
    const { path, post } = await atWork(database)
    const answer = await post(path, { name: '查无此人', row: '1', text: `<script>${TEXT}`, contact: '李某' })
    const page = await answer.text()
    expect(answer.status).toBe(422)
    expect(page).toContain('与公示名单不符')
    expect(page).toContain(`&lt;script&gt;${TEXT}`)
    expect(page).not.toContain('<script>')
    expect(await database.read.select().from(objections)).toEqual([])
  })

  databaseTest('take ten an hour from one address, and no more', async ({ database }) => {
    const { path, post } = await atWork(database)
    const statuses: number[] = []
    for (let i = 0; i < 11; i++) statuses.push((await post(path, { text: TEXT })).status)
    expect(statuses).toEqual([...Array.from({ length: 10 }, () => 200), 429])
    expect(await database.read.select().from(objections)).toHaveLength(10)
  })
})
