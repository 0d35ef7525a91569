import { Hono } from 'hono'
import { describe, expect } from 'vitest'
import { approvalDesk } from '../../src/approvals/pages.tsx'
import { approvalDecisions } from '../../src/approvals/schema.ts'
import type { Context, Env } from '../../src/platform/context.ts'
import { problem } from '../../src/platform/problem.ts'
import type { Desk } from '../../src/web/desk-page.tsx'
import { databaseTest } from '../support/database.ts'
import { desksAtWork, digestOf } from './desks-at-work.ts'

const ASSETS = { style: '/style.css', deskStyle: '/desk.css', icon: '/icon.svg', inPage: '/in-page.js' }

const desk = {
  site: {
    organisation: '云南省人力资源和社会保障厅',
    organisationEn: null,
    origin: 'https://rcps.example.gov.cn',
    fingerprint: 'ab'.repeat(32),
    assets: ASSETS,
  },
  viewer: () =>
    Promise.resolve({
      name: '韦一',
      office: '厅',
      roles: ['审核人'],
      menu: [{ href: '/desk', label: '待办' }],
    }),
} as unknown as Desk

/** The pages as somebody at their desk has them. */
function at(ctx: Context) {
  const app = new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', ctx)
      await next()
    })
    .route('/', approvalDesk({ list: { zh: '评审通过人员名单', href: (id) => `/desk/lists/${id}` } })(desk))
    .onError((error, c) => problem(c, error))
  const post = (path: string, form: Record<string, string>) =>
    app.request(path, { method: 'POST', body: new URLSearchParams(form) })
  return { get: async (path: string) => (await app.request(path)).text(), post, app }
}

const row = (key: string, label: string, level: string) => ({ key, label, fields: { 级别: level } })

describe('the desk of whoever approves', () => {
  databaseTest('lists what waits and leads to what changed, old beside new', async ({ database }) => {
    const { province, request, someone } = await desksAtWork(database)
    const reviewer = await someone('reviewer', province)
    await request({ snapshot: [row('1', '韦娟', '副高级'), row('2', '<b>李四</b>', '副高级')] })
    const id = await request({
      title: '2023 年通过人员',
      snapshot: [row('1', '韦娟', '正高级'), row('3', '<script>x</script>', '副高级')],
    })
    const { get } = at(reviewer)
    const list = await get('/desk')
    expect(list).toContain(`<a href="/desk/approvals/${id}">2023 年通过人员</a>`)
    expect(list).toContain('第 1 步，共 1 步')

    const page = await get(`/desk/approvals/${id}`)
    expect(page).toContain('<del>副高级</del>')
    expect(page).toContain('<ins>正高级</ins>')
    expect(page.replaceAll(/<[^>]+>/g, '')).toContain('1处改动1处新增1处删去0处未变')
    expect(page).toContain(`<a href="/desk/lists/list-1">查看原件</a>`)
    expect(page).toContain(`name="digest" value="${digestOf('a')}"`)
    expect(page).not.toMatch(/<script|<b>李四/)
    expect(await at(await someone('sealer', province)).get('/desk')).toContain('现在没有等你办理的审批')
  })

  databaseTest(
    'approves and returns by plain forms, and gives back what was typed wrong',
    async ({ database }) => {
      const { province, request, someone } = await desksAtWork(database)
      const [reviewer, other] = [await someone('reviewer', province), await someone('reviewer', province)]
      const id = await request({ steps: [{ role: 'reviewer', officeId: province, people: 2 }] })
      const { get, post } = at(reviewer)
      const stale = await post(`/desk/approvals/${id}/approval`, { digest: digestOf('b') })
      expect([stale.status, await stale.json()]).toMatchObject([409, { title: 'approvals/changed' }])
      const done = await post(`/desk/approvals/${id}/approval`, { digest: digestOf('a') })
      expect([done.status, done.headers.get('location')]).toEqual([303, '/desk'])
      const after = await get(`/desk/approvals/${id}`)
      expect(after).toContain('同意')
      expect(after).not.toContain('<textarea')

      const long = '退'.repeat(501)
      const wrong = await at(other).post(`/desk/approvals/${id}/return`, {
        digest: digestOf('a'),
        comment: long,
      })
      expect(wrong.status).toBe(422)
      const again = await wrong.text()
      expect(again).toContain(long)
      expect(again).toContain('超过 500 个字')
      const back = await at(other).post(`/desk/approvals/${id}/return`, {
        digest: digestOf('a'),
        comment: '<b>级别</b>有误',
      })
      expect(back.status).toBe(303)
      expect(await get(`/desk/approvals/${id}`)).toContain('&lt;b&gt;级别&lt;/b&gt;有误')
      expect(await database.read.select().from(approvalDecisions)).toHaveLength(2)
    },
  )

  databaseTest('shows many differences a page at a time', async ({ database }) => {
    const { province, request, someone } = await desksAtWork(database)
    const reviewer = await someone('reviewer', province)
    const snapshot = Array.from({ length: 250 }, (_, i) => row(String(i), `第${i}人`, '副高级'))
    const id = await request({ snapshot })
    const { get } = at(reviewer)
    const pages: string[] = []
    for (const query of ['', '?from=100', '?from=200', '?from=x', '?from=-1'])
      pages.push(await get(`/desk/approvals/${id}${query}`))
    expect(pages.map((page) => page.match(/副高级/g)?.length)).toEqual([100, 100, 50, 100, 100])
    expect(pages[0]).toContain(`href="/desk/approvals/${id}?from=100"`)
    expect(pages[2]).not.toContain('?from=')
  })

  databaseTest(
    'of somebody else’s request knows nothing, nor takes what is too long',
    async ({ database }) => {
      const { prefecture, request, someone } = await desksAtWork(database)
      const stranger = at(await someone('reviewer', prefecture))
      const id = await request()
      const [theirs, none] = await Promise.all(
        [id, 'unknown'].map((each) => stranger.get(`/desk/approvals/${each}`)),
      )
      expect(theirs).toBe(none)
      expect(theirs).toContain('approvals/not-found')
      const huge = await stranger.post(`/desk/approvals/${id}/return`, {
        digest: digestOf('a'),
        comment: 'x'.repeat(40_000),
      })
      expect(huge.status).toBe(422)
    },
  )

  databaseTest('hides the content from who only oversees', async ({ database }) => {
    const { province, request, someone } = await desksAtWork(database)
    const id = await request({ snapshot: [row('1', '韦娟', '副高级')] })
    const page = await at(await someone('auditor', province)).get(`/desk/approvals/${id}`)
    expect(page).not.toContain('韦娟')
    expect(page).toContain('审批中')
    expect(page).not.toContain('<textarea')
  })
})
