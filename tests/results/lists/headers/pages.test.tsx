import { Hono } from 'hono'
import { describe, expect } from 'vitest'
import { authorityByCreditCode } from '../../../../src/identity/find-authority.ts'
import type { Env } from '../../../../src/platform/context.ts'
import { headerDesk } from '../../../../src/results/lists/headers/pages.tsx'
import { databaseTest } from '../../../support/database.ts'
import { officesAtWork } from '../../../support/offices-at-work.ts'
import { SITE } from '../../../verification/answers.ts'

const VIEWER = { name: '某人', office: '某局', roles: [], menu: [], purpose: null }

describe('the desk of an office’s own headers', () => {
  databaseTest('says, shows and forgets what a header means', async ({ database }) => {
    const { ctx, authority } = await officesAtWork(database)
    const { id } = await authorityByCreditCode(database.read, authority)
    const app = new Hono<Env>()
      .use(async (c, next) => {
        c.set('ctx', ctx)
        await next()
      })
      .route('/', headerDesk({ site: SITE, viewer: () => Promise.resolve(VIEWER) }))
    const page = async () => (await app.request(`/desk/list-headers?office=${id}`)).text()
    const post = async (path: string, words: Record<string, string>) =>
      (await app.request(path, { method: 'POST', body: new URLSearchParams(words) })).status

    expect(await page()).toContain('还没有指明过列名')
    const said = { office: id, header: '证件编号<b>', column: 'idNumber' }
    expect(await post('/desk/list-headers', said)).toBe(303)
    expect(await page()).toContain('证件编号&lt;b&gt;')
    expect(await post('/desk/list-headers/forgotten', said)).toBe(303)
    expect(await page()).toContain('还没有指明过列名')
  })
})
