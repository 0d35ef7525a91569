import { Hono } from 'hono'
import { Secret, TOTP } from 'otpauth'
import { describe, expect } from 'vitest'
import { deskPages } from '../../../src/desk.tsx'
import { tokenApi } from '../../../src/identity/sign-in/api.ts'
import { doorPages, ownDesk } from '../../../src/identity/sign-in/pages.tsx'
import type { Context, Env } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { problem } from '../../../src/platform/problem.ts'
import { rateLimits } from '../../../src/platform/rate-limit.ts'
import { addressOf } from '../../../src/web/client-address.ts'
import { databaseTest } from '../../support/database.ts'
import { SITE } from '../../verification/answers.ts'
import { door, PASSWORD } from './door.ts'

const ORIGIN = 'https://rcps.example.gov.cn'

/** The desks as the app mounts them, and a browser without scripts that keeps its cookie. */
function browserOf(ctx: Context) {
  const edge = { limits: rateLimits(ctx), addressOf: addressOf([]) }
  const published: unknown[] = []
  const publish = (by: Context) => Promise.resolve(published.push(by.actor.name))
  const app = new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', ctx)
      await next()
    })
    .route('/', tokenApi(edge))
    .route(
      '/',
      deskPages({
        site: SITE,
        door: doorPages({ site: SITE, ...edge }),
        desks: [ownDesk],
        ...edge,
        publish,
        log: () => {},
      }),
    )
    .onError((error, c) => problem(c, error))
  let cookie = ''
  const ask = async (path: string, form?: Record<string, string>, headers: Record<string, string> = {}) => {
    const response = await app.request(`${ORIGIN}${path}`, {
      method: form ? 'POST' : 'GET',
      headers: { Accept: 'text/html', ...(form && { Origin: ORIGIN }), Cookie: cookie, ...headers },
      ...(form && { body: new URLSearchParams(form) }),
    })
    const set = response.headers.get('Set-Cookie')
    if (set) cookie = set.split(';')[0] ?? ''
    const to = response.headers.get('Location')
    return { status: response.status, to, set, text: await response.text() }
  }
  return { ask, app, cookie: () => cookie }
}

async function atDoor(database: Database) {
  const desk = await door(database)
  return { ...desk, ...browserOf(desk.ctx) }
}

const secretIn = (text: string) =>
  /<p class="secret mono">(.+?)<\/p>/.exec(text)?.[1]?.replaceAll(/<br\/>| /g, '') ?? ''

describe('the door', () => {
  databaseTest(
    'leads from the one-time secret over password and authenticator to the desk',
    async ({ database }) => {
      const { open, ask, now, pass, cookie } = await atDoor(database)
      const { secret } = await open('yang.xy', ['operator'])
      const set = await ask('/desk/enrol', { secret, password: PASSWORD, again: PASSWORD })
      expect([set.status, set.to]).toEqual([303, '/desk/me/second-factor'])
      expect(set.set).toMatch(/^__Host-zhengxin=[\w-]{43}; Path=\/; HttpOnly; Secure; SameSite=Strict$/)

      expect((await ask('/desk/recoveries')).to).toBe('/desk/me')
      expect((await ask('/desk/me')).text).toContain('您的岗位须用动态码登录：请先绑定验证器')
      const shown = await ask('/desk/me/second-factor')
      expect(shown.text).toContain('<svg viewBox')
      const totp = new TOTP({ secret: Secret.fromBase32(secretIn(shown.text)) })
      const wrong = await ask('/desk/me/second-factor/confirmation', { code: 'abc' })
      expect([wrong.status, wrong.text.includes('动态码不对')]).toEqual([403, true])
      const code = () => totp.generate({ timestamp: now().getTime() })
      expect((await ask('/desk/me/second-factor/confirmation', { code: code() })).to).toBe('/desk')
      expect((await ask('/desk/recoveries')).status).toBe(200)
      expect((await ask('/desk/me/second-factor')).to).toBe('/desk/me')

      const out = await ask('/desk/sign-out', {})
      expect(out.to).toBe('/desk/sign-in')
      expect(cookie()).toBe('__Host-zhengxin=')
      expect((await ask('/desk/me')).to).toBe('/desk/sign-in')
      pass(30)
      const back = await ask('/desk/sign-in', { login: 'yang.xy', password: PASSWORD, code: code() })
      expect([back.status, back.to]).toEqual([303, '/desk'])
    },
  )

  databaseTest('shows one error for whatever is wrong, and no password again', async ({ database }) => {
    const { enrolled, ask } = await atDoor(database)
    await enrolled('yang.xy', ['operator'])
    const pages = new Set<string>()
    for (const form of [
      { login: 'nobody', password: PASSWORD, code: '123456' },
      { login: 'yang.xy', password: 'the wrong one', code: '123456' },
      { login: 'yang.xy', password: PASSWORD, code: '' },
      { login: 'yang.xy', password: PASSWORD },
    ]) {
      const { status, text, set } = await ask('/desk/sign-in', form)
      expect([status, set]).toEqual([403, null])
      expect(text).not.toContain(form.password)
      pages.add(text.replaceAll(/value="(nobody|yang\.xy)"/g, 'value=""'))
    }
    expect(pages.size).toBe(1)
  })

  databaseTest.for([
    ['no form at all', {}, 403],
    ['a login the database cannot hold', { login: 'yang\0xy', password: PASSWORD }, 403],
    ['SQL for a login', { login: `' or true --`, password: PASSWORD }, 403],
    [
      'a prototype for a field',
      { ['__proto__']: 'x', constructor: 'x', login: '__proto__', password: 'x' },
      403,
    ],
    ['ten kilobytes of password', { login: 'yang.xy', password: 'x'.repeat(10_240) }, 422],
    ['thirty kilobytes of it in Chinese', { login: 'yang.xy', password: '滇'.repeat(10_240) }, 413],
  ] as const)('refuses %s without a fault', async ([, form, status], { database }) => {
    const { ask } = await atDoor(database)
    expect((await ask('/desk/sign-in', form)).status).toBe(status)
  })

  databaseTest.for([
    ['another origin', { Origin: 'https://evil.example' }],
    ['a look-alike origin', { Origin: `${ORIGIN}.evil.example` }],
    ['plain http', { Origin: 'http://rcps.example.gov.cn' }],
    ['no origin to be named', { Origin: 'null' }],
    ['a neighbouring site', { 'Sec-Fetch-Site': 'same-site' }],
    ['another site that hides its origin', { Origin: ORIGIN, 'Sec-Fetch-Site': 'cross-site' }],
  ] as const)('takes no post from %s', async ([, headers], { database }) => {
    const { enrolled, ask } = await atDoor(database)
    await enrolled('yang.xy', ['applicant'])
    for (const [path, form] of [
      ['/desk/sign-in', { login: 'yang.xy', password: PASSWORD }],
      ['/desk/enrol', { secret: 'x', password: PASSWORD, again: PASSWORD }],
      ['/desk/sign-out', {}],
    ] as const) {
      const { status, set, text } = await ask(path, form, headers)
      expect([path, status, set]).toEqual([path, 403, null])
      expect(text).toContain('identity/other-origin')
    }
  })

  databaseTest('asks for the password twice, and spends no secret when they differ', async ({ database }) => {
    const { open, ask } = await atDoor(database)
    const { secret } = await open('yang.xy')
    expect((await ask('/desk/enrol', { secret, password: PASSWORD, again: 'another one!' })).status).toBe(422)
    expect((await ask('/desk/enrol', { secret, password: PASSWORD, again: PASSWORD })).to).toBe('/desk')
    expect((await ask('/desk/enrol', { secret, password: PASSWORD, again: PASSWORD })).status).toBe(403)
  })

  databaseTest(
    'names a cookie without the prefix on plain http, where browsers would refuse it',
    async ({ database }) => {
      const { ctx, enrolled } = await door(database)
      await enrolled('yang.xy', ['applicant'])
      const publicOrigin = 'http://localhost:8080'
      const { ask } = browserOf({ ...ctx, config: { ...ctx.config, publicOrigin } })
      const form = { login: 'yang.xy', password: PASSWORD }
      const { set } = await ask('/desk/sign-in', form, { Origin: publicOrigin })
      expect(set).toMatch(/^zhengxin=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict$/)
    },
  )
})

describe('my own pages', () => {
  databaseTest('list sessions, end them, and change the password', async ({ database }) => {
    const { enrolled, ask } = await atDoor(database)
    await enrolled('yang.xy', ['applicant'])
    await ask('/desk/sign-in', { login: 'yang.xy', password: PASSWORD })
    const me = await ask('/desk/me')
    const ids = [...me.text.matchAll(/\/desk\/me\/sessions\/([\w-]{22})\/end/g)].map((match) => match[1])
    expect(ids).toHaveLength(2)
    const form = { 'change-password': PASSWORD, 'new-password': 'correct horse battery' }
    const differ = await ask('/desk/me/password', { ...form, again: 'something else' })
    expect([differ.status, differ.text.includes('两次输入的新口令不一样')]).toEqual([422, true])
    const changed = await ask('/desk/me/password', { ...form, again: 'correct horse battery' })
    expect([changed.to, changed.set?.includes('Max-Age=0')]).toEqual(['/desk/sign-in', true])
    await ask('/desk/sign-in', { login: 'yang.xy', password: 'correct horse battery' })
    for (const path of ['nobodys', 'A'.repeat(22), '%00', '%00'.repeat(22), `'`])
      expect((await ask(`/desk/me/sessions/${path}/end`, {})).status).toBe(404)
    expect((await ask('/desk/me/sessions/end', {})).to).toBe('/desk/sign-in')
    expect((await ask('/desk/me')).to).toBe('/desk/sign-in')
  })
})

describe('officers', () => {
  databaseTest('recover a way in from their desks, one after the other', async ({ database }) => {
    const { ctx, enrolled, now, pass } = await door(database)
    await enrolled('yang.xy', ['applicant'])
    const officers = []
    for (const [login, serial] of [
      ['li.wei', 102],
      ['wang.fang', 103],
    ] as const) {
      const { code } = await enrolled(login, ['operator'], serial)
      const browser = browserOf(ctx)
      await browser.ask('/desk/sign-in', { login, password: PASSWORD, code: code(now()) })
      officers.push(browser)
      pass(30)
    }
    const [first, second] = officers
    expect((await first?.ask('/desk/recoveries', { login: 'YANG.XY' }))?.to).toBe('/desk/recoveries')
    expect((await first?.ask('/desk/recoveries', { login: 'nobody' }))?.status).toBe(404)
    expect((await first?.ask('/desk/recoveries'))?.text).toContain('由您发起')
    const list = await second?.ask('/desk/recoveries')
    const path = /action="(\/desk\/recoveries\/[\w-]{22}\/approval)"/.exec(list?.text ?? '')?.[1] ?? ''
    expect((await first?.ask(path, {}))?.status).toBe(409)
    const told = await second?.ask(path, {})
    expect(told?.text).toMatch(/<p class="secret mono">([0-9A-Z]{5}-){4}[0-9A-Z]{5}</)
  })
})

describe('the token endpoint', () => {
  const asked = {
    grant_type: 'client_credentials',
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
  }

  databaseTest.for([
    ['nothing', ''],
    ['another grant', new URLSearchParams({ ...asked, grant_type: 'password', client_assertion: 'x' })],
    ['two assertions', `${new URLSearchParams(asked)}&client_assertion=a&client_assertion=b`],
    ['an assertion of nobody', new URLSearchParams({ ...asked, client_assertion: 'a.b.c' })],
    ['too much', new URLSearchParams({ ...asked, client_assertion: 'x'.repeat(20_000) })],
    ['JSON', JSON.stringify(asked)],
  ] as const)('refuses %s as a problem', async ([, body], { database }) => {
    const { app } = await atDoor(database)
    const response = await app.request(`${ORIGIN}/api/v1/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: String(body),
    })
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ title: 'identity/assertion-refused' })
  })
})
