import { Hono } from 'hono'
import { describe, expect } from 'vitest'
import type { Env } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { answerRule } from '../../src/policy/answer-rule.ts'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import { policyPages } from '../../src/policy/pages.tsx'
import { POLICIES } from '../../src/policy/places.ts'
import type { Site } from '../../src/web/site.ts'
import { testContext } from '../support/context.ts'
import { databaseTest } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'
import { SITE as PUBLIC_SITE } from '../verification/answers.ts'

const SITE: Site = {
  organisation: '云南省人力资源和社会保障厅',
  organisationEn: null,
  origin: 'https://rcps.example.gov.cn',
  fingerprint: 'ab'.repeat(32),
  assets: PUBLIC_SITE.assets,
}
const page = async (database: Database, path: string) => {
  const app = new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', testContext(database))
      await next()
    })
    .route('/', policyPages(SITE))
  const answer = await app.request(path, { headers: { accept: 'text/html' } })
  return { status: answer.status, html: await answer.text() }
}

const bureauOf = async (database: Database, place: string) =>
  (await listAuthorities(database.read)).find(
    (office) => office.place === place && office.kind === 'prefecture',
  )!.creditCode

describe('the pages of rules', () => {
  databaseTest('list every place and year, in either language', async ({ database }) => {
    const { html } = await page(database, '/policies')
    for (const { id } of POLICIES) expect(html).toContain(`href="/policies/${id}"`)
    expect((await page(database, '/policies?lang=en')).html).toContain(
      'href="/policies/kunming-2023?lang=en"',
    )
  })

  databaseTest.for(POLICIES.map(({ id }) => id))(
    '%s: each rule, its words, its clause',
    async (id, { database }) => {
      const { status, html } = await page(database, `/policies/${id}`)
      expect(status).toBe(200)
      expect(html.match(/<h1/g)).toHaveLength(1)
      expect(html).toContain('<b>未规定</b>')
      expect(html).toMatch(/：「.+」/)
      // Narrow screens show each cell under the name of its column.
      expect(html.match(/<td data-label="规定">/g)?.length).toBe(
        html.match(/<td data-label="条款和原文">/g)?.length,
      )
      expect(html).not.toContain('<script')
      expect(html).not.toContain('undefined')
    },
  )

  databaseTest('show a local answer apart from what notices say', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const office = await bureauOf(database, '530100')
    await answerRule(ctx, {
      place: 'kunming-2023',
      rule: 'recordTermStart',
      level: null,
      value: 'decision',
      ground: '昆人社会议纪要〔2024〕3期',
      office,
    })
    const { html } = await page(database, '/policies/kunming-2023')
    expect(html).toContain('本地答复（')
    expect(html).toContain('依据：昆人社会议纪要〔2024〕3期')
    expect(html).toContain('<b>未规定</b>')
  })

  databaseTest('speak English, and mark what stays Chinese', async ({ database }) => {
    const { html } = await page(database, '/policies/kunming-2023?lang=en')
    expect(html).toContain('Pre-meeting filing')
    expect(html).toContain('10 working days ahead or more')
    expect(html).toContain('Not specified')
    expect(html).toMatch(/<span class="small" lang="zh-CN">昆人社通〔2023〕37号 四（四）：「/)
  })

  databaseTest('refuse a place there is not, and echo nothing live', async ({ database }) => {
    const { status, html } = await page(database, '/policies/%3Cb%3Ex')
    expect(status).toBe(404)
    expect(html).toContain('没有“&lt;b&gt;x”这份规定')
  })
})
