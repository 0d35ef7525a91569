import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Env } from '../../src/platform/context.ts'
import { policyPages } from '../../src/policy/pages.tsx'
import { POLICIES } from '../../src/policy/places.ts'
import type { Site } from '../../src/web/site.ts'

const SITE: Site = {
  organisation: '云南省人力资源和社会保障厅',
  organisationEn: null,
  origin: 'https://rcps.example.gov.cn',
  fingerprint: 'ab'.repeat(32),
  assets: {
    style: '/assets/s.css',
    deskStyle: '/assets/d.css',
    script: '/assets/p.js',
    icon: '/assets/i.svg',
  },
}
const app = new Hono<Env>().route('/', policyPages(SITE))
const page = async (path: string) => {
  const answer = await app.request(path, { headers: { accept: 'text/html' } })
  return { status: answer.status, html: await answer.text() }
}

describe('the pages of rules', () => {
  it('list every place and year, in either language', async () => {
    const { html } = await page('/policies')
    for (const { id } of POLICIES) expect(html).toContain(`href="/policies/${id}"`)
    expect((await page('/policies?lang=en')).html).toContain('href="/policies/kunming-2023?lang=en"')
  })

  it.each(POLICIES.map(({ id }) => id))('%s: each rule, its words, its clause', async (id) => {
    const { status, html } = await page(`/policies/${id}`)
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
  })

  it('speak English, and mark what stays Chinese', async () => {
    const { html } = await page('/policies/kunming-2023?lang=en')
    expect(html).toContain('Pre-meeting filing')
    expect(html).toContain('10 working days ahead or more')
    expect(html).toContain('Not specified')
    expect(html).toMatch(/<span class="small" lang="zh-CN">昆人社通〔2023〕37号 四（四）：「/)
  })

  it('refuse a place there is not, and echo nothing live', async () => {
    const { status, html } = await page('/policies/%3Cb%3Ex')
    expect(status).toBe(404)
    expect(html).toContain('没有“&lt;b&gt;x”这份规定')
  })
})
