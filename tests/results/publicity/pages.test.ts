import { createHash } from 'node:crypto'
import { describe, expect } from 'vitest'
import { createApp } from '../../../src/app.ts'
import { KEPT_OF_PERSONS } from '../../../src/personal-tables.ts'
import { erasePerson } from '../../../src/people/erase.ts'
import { resultRows } from '../../../src/results/lists/schema.ts'
import { publicationById } from '../../../src/results/publicity/find-publication.ts'
import { hex } from '../../../src/signing/bytes.ts'
import { databaseTest } from '../../support/database.ts'
import { DAY_AFTER, PEOPLE, publishedReview } from './reviews.ts'

describe('the public page', () => {
  databaseTest(
    'shows the whole list, findable, without a digit of a number, unlisted',
    async ({ database }) => {
      const { ctx, publicationId } = await publishedReview(database)
      const app = await createApp(ctx)
      const answer = await app.request(`/publicity/${publicationId}`)
      const page = await answer.text()
      expect(answer.status).toBe(200)
      expect(answer.headers.get('X-Robots-Tag')).toContain('noindex')
      expect(answer.headers.get('Cache-Control')).toBe('no-store')
      for (const { name } of PEOPLE) expect(page).toContain(name)
      expect(page).not.toMatch(/5399|1253990169628225A0|<script/)
      const found = await (await app.request(`/publicity/${publicationId}?q=买买提`)).text()
      expect(found).toContain('查到 1 人')
      expect(found).not.toContain('韦娟')
      expect(await (await app.request('/publicity')).text()).toContain(`/publicity/${publicationId}`)
    },
  )

  databaseTest('is the same compressed', async ({ database }) => {
    const { ctx, publicationId } = await publishedReview(database)
    const app = await createApp(ctx)
    const plain = await app.request(`/publicity/${publicationId}`)
    const small = await app.request(`/publicity/${publicationId}`, { headers: { 'Accept-Encoding': 'gzip' } })
    expect(small.headers.get('Content-Encoding')).toBe('gzip')
    const opened = new Response(small.body?.pipeThrough(new DecompressionStream('gzip')) ?? null)
    expect(await opened.text()).toBe(await plain.text())
  })

  databaseTest(
    'keeps the digest and no name when it is over; the kept text proves it',
    async ({ database }) => {
      const { ctx, turn, publicationId } = await publishedReview(database)
      const app = await createApp(ctx)
      const kept = new Uint8Array(
        await (await app.request(`/publicity/${publicationId}/content.txt`)).arrayBuffer(),
      )
      turn(DAY_AFTER)
      const page = await (await app.request(`/publicity/${publicationId}`)).text()
      expect(page).toContain('公示已结束')
      for (const { name, employer = '' } of PEOPLE) {
        expect(page).not.toContain(name)
        expect(page).not.toContain(employer)
      }
      const digest = createHash('sha256').update(kept).digest('hex')
      expect(page).toContain(digest)
      expect(digest).toBe(hex((await publicationById(database.read, publicationId)).contentDigest))
      for (const path of ['content.txt', 'notice', 'notice.pdf'])
        expect(await (await app.request(`/publicity/${publicationId}/${path}`)).text()).toContain(
          '公示已结束',
        )
      expect(await (await app.request('/publicity')).text()).not.toContain(publicationId)
    },
  )

  databaseTest('tells two of one name apart by series and level only where it must', async ({ database }) => {
    const twins = [{ name: '王芳' }, { name: '王芳' }, { name: '李芳' }]
    const { ctx, publicationId } = await publishedReview(database, twins)
    const page = await (await (await createApp(ctx)).request(`/publicity/${publicationId}`)).text()
    expect(page.match(/一级教师（中小学教师，中级）/g)).toHaveLength(2)
    expect(page.match(/<b>一级教师<\/b>/g)).toHaveLength(1)
  })

  databaseTest('says 已清除 for who was erased, and makes the text no more', async ({ database }) => {
    const { ctx, publicationId } = await publishedReview(database)
    const [row] = await database.read.select({ personId: resultRows.personId }).from(resultRows)
    await erasePerson(ctx, { personId: row?.personId ?? '', ground: 'ordered' }, KEPT_OF_PERSONS)
    const app = await createApp(ctx)
    expect(await (await app.request(`/publicity/${publicationId}`)).text()).toContain('已清除')
    expect((await app.request(`/publicity/${publicationId}/content.txt`)).status).toBe(404)
  })

  databaseTest('of nothing is not there, whatever its address holds', async ({ database }) => {
    const { ctx } = await publishedReview(database)
    const faults: unknown[] = []
    const app = await createApp(ctx, { log: (error) => void faults.push(error) })
    for (const id of ['nothing', 'a%00b', '%ED%A0%80', '𬱖'.repeat(200), "'--"])
      for (const page of ['', '/content.txt', '/notice', '/notice.pdf', '/objections']) {
        const answer = await app.request(`/publicity/${id}${page}`)
        expect([answer.status, id, page]).toEqual([404, id, page])
        expect(await answer.text()).toContain('results/publication-not-found')
      }
    const body = new URLSearchParams({ text: '任职年限不足，单位证明与事实不符。' })
    expect((await app.request('/publicity/a%00b/objections', { method: 'POST', body })).status).toBe(404)
    expect(faults).toEqual([])
  })
})
