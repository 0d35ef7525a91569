import { and, eq } from 'drizzle-orm'
import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { staffRoute, type StaffRoute } from '../../src/identity/route.ts'
import { withdrawRole } from '../../src/identity/withdraw-role.ts'
import type { Context } from '../../src/platform/context.ts'
import { RATE_RULES } from '../../src/platform/rate-limit.ts'
import { idempotencyKeys, rateCounts } from '../../src/platform/schema.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { trailRecords } from '../../src/trail/schema.ts'
import { databaseTest, ownDatabase } from '../support/database.ts'
import { signedIn, staffApi } from '../support/signed-in.ts'
import { officesAlone } from '../support/staff.ts'

// The limits keep their own counts in this table on a database server; no window holds so many.
const MADE = 777_777

// A thing of Dali's, and one of nobody's. Making one writes a row, so that an effect can be counted.
const thing = z.strictObject({ name: z.string().min(1).max(5), level: z.enum(['a', 'b']) })

function thingRoutes(dali: string) {
  const seen: Context[] = []
  const make: StaffRoute = staffRoute({
    method: 'post',
    path: '/api/v1/things/{thingId}',
    summary: '做一件事',
    act: 'lists.import',
    office: (_, __, { params }) => {
      if (params.thingId === 'dali') return Promise.resolve(dali)
      throw new Refusal('not-found', 'things/not-found', '没有', { thingId: params.thingId })
    },
    params: z.strictObject({ thingId: z.string().max(20) }),
    query: z.strictObject({ dry: z.string().optional() }),
    body: thing,
    answers: { 201: z.strictObject({ made: z.string() }) },
    problems: ['things/not-found', 'things/bad'],
    async handle(ctx, { body }) {
      seen.push(ctx)
      await ctx.database.transaction(async (tx) => {
        await tx.insert(rateCounts).values({ key: ctx.random(16), count: MADE, until: ctx.now() })
      })
      if (body.name === 'bad') throw new Refusal('conflict', 'things/bad', '不行')
      return { status: 201, body: { made: Buffer.from(ctx.random(8)).toString('hex') } }
    },
  })
  const look = staffRoute({
    method: 'get',
    path: '/api/v1/things',
    summary: '看',
    act: 'lists.see',
    office: 'scoped',
    answers: { 200: z.array(z.string()) },
    problems: [],
    handle: () => Promise.resolve({ status: 200, body: [] }),
  })
  return { routes: [make, look], seen }
}

async function atTheDoor(database: Parameters<typeof officesAlone>[0]) {
  const { ctx, ids } = await officesAlone(database)
  const { routes, seen } = thingRoutes(ids.dali)
  const published: Context[] = []
  const { app, faults } = staffApi(ctx, routes, {
    publish: (at) => Promise.resolve(published.push(at)),
  })
  const clerk = await signedIn(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
  const post = (body: unknown, headers: Record<string, string> = {}, path = '/api/v1/things/dali') =>
    app.request(path, {
      method: 'POST',
      headers: { ...clerk.headers, 'Content-Type': 'application/json', ...headers },
      body: typeof body === 'string' ? body : JSON.stringify(body),
    })
  const made = async () =>
    (await ctx.database.read.select().from(rateCounts).where(eq(rateCounts.count, MADE))).length
  return { ctx, ids, app, faults, seen, clerk, post, made, published }
}

const SOUND = { name: '甲', level: 'a' }
const codeOf = async (response: Response) => ((await response.json()) as { title: string }).title

describe('the door of the staff API', () => {
  databaseTest('lets a clerk do a clerk’s act, as the clerk, and publishes after', async ({ database }) => {
    const { post, seen, clerk, published, made } = await atTheDoor(database)
    const response = await post(SOUND, { 'X-Purpose': encodeURIComponent('年度申报') })
    expect(response.status).toBe(201)
    expect(response.headers.get('cache-control')).toBe('no-store')
    expect(seen[0]?.actor).toMatchObject({ name: `account:${clerk.accountId}`, purpose: '年度申报' })
    expect(published).toHaveLength(1)
    expect(await made()).toBe(1)
  })

  databaseTest.for([
    ['nobody', { Cookie: '' }],
    ['an unknown token', { Cookie: `__Host-zhengxin=${'A'.repeat(43)}` }],
    ['a token of another name', { Cookie: `session=${'A'.repeat(43)}` }],
    ['a bearer that is no token', { Cookie: '', Authorization: 'Basic YTpi' }],
    ['a token in both places', { Authorization: `Bearer ${'A'.repeat(43)}` }],
  ] as const)('does not know %s', async ([, headers], { database }) => {
    const { post, made } = await atTheDoor(database)
    const response = await post(SOUND, headers)
    expect(response.status).toBe(401)
    expect(response.headers.get('www-authenticate')).toContain('Bearer')
    expect(response.headers.get('content-type')).toContain('application/problem+json')
    expect(await codeOf(response)).toBe('identity/not-signed-in')
    expect(await made()).toBe(0)
  })

  databaseTest.for([
    ['another site', { Origin: 'https://evil.example' }],
    ['no origin at all', { Origin: '' }],
    ['a page without one', { Origin: 'null' }],
    ['the same host by http', { Origin: 'http://rcps.example.gov.cn' }],
    ['a sister site', { 'Sec-Fetch-Site': 'same-site' }],
    ['an embedding', { 'Sec-Fetch-Site': 'cross-site' }],
  ] as const)('takes no act from a browser on %s', async ([, headers], { database }) => {
    const { post, made } = await atTheDoor(database)
    const response = await post(SOUND, headers)
    expect([response.status, await codeOf(response)]).toEqual([403, 'identity/other-origin'])
    expect(await made()).toBe(0)
  })

  databaseTest(
    'asks for the second factor the role needs, and for none to look after oneself',
    async ({ database }) => {
      const { ctx, ids, app } = await atTheDoor(database)
      const half = await signedIn(ctx, {
        officeId: ids.dali,
        roles: ['clerk'],
        person: 2,
        secondFactor: false,
      })
      const response = await app.request('/api/v1/things', { headers: half.headers })
      expect([response.status, await codeOf(response)]).toEqual([403, 'identity/second-factor-needed'])
    },
  )

  databaseTest(
    'says the same of a thing out of reach as of one that does not exist',
    async ({ database }) => {
      const { ctx, ids, app, made } = await atTheDoor(database)
      const elsewhere = await signedIn(ctx, { officeId: ids.kunming, roles: ['clerk'], person: 2 })
      const ask = (thingId: string) =>
        app.request(`/api/v1/things/${thingId}`, {
          method: 'POST',
          headers: { ...elsewhere.headers, 'Content-Type': 'application/json' },
          body: JSON.stringify(SOUND),
        })
      const [other, unknown] = [await ask('dali'), await ask('nowhere')]
      expect([other.status, unknown.status]).toEqual([404, 404])
      expect(await other.text()).toBe(await unknown.text())
      expect(await made()).toBe(0)
    },
  )

  databaseTest('counts a role no more from the moment it is withdrawn', async ({ database }) => {
    const { ctx, ids, post, clerk } = await atTheDoor(database)
    await withdrawRole(ctx, { grantee: clerk.accountId, role: 'clerk', officeId: ids.dali })
    const response = await post(SOUND)
    expect([response.status, await codeOf(response)]).toEqual([403, 'identity/not-allowed'])
  })

  databaseTest(
    'records whoever was refused, and answers 503 when that cannot be recorded',
    async ({ database }) => {
      const { ctx, ids, app, post, clerk, made } = await atTheDoor(database)
      const reviewer = await signedIn(ctx, { officeId: ids.dali, roles: ['reviewer'], person: 3 })
      await app.request('/api/v1/things/dali', { method: 'POST', headers: reviewer.headers })
      const [record] = await database.read
        .select()
        .from(trailRecords)
        .where(
          and(eq(trailRecords.outcome, 'refused'), eq(trailRecords.actor, `account:${reviewer.accountId}`)),
        )
      expect(record).toMatchObject({ act: 'lists.import', code: 'identity/not-allowed' })

      expect((await post({ name: 'bad', level: 'a' })).status).toBe(409)
      await database.read.execute('alter table trail_records rename to trail_gone')
      const response = await post({ name: 'bad', level: 'a' })
      expect([response.status, await codeOf(response)]).toEqual([503, 'trail/unwritable'])
      // The first bad act's own row stays: this handler's act had committed before it refused.
      expect(await made()).toBe(2)
      expect(clerk.accountId).not.toBe(reviewer.accountId)
    },
  )

  databaseTest('slows down who asks too often, and says when to come back', async ({ database }) => {
    const { ctx, app, clerk } = await atTheDoor(database)
    const ask = () => app.request('/api/v1/things', { headers: clerk.headers })
    for (let i = 0; i < RATE_RULES.account.most; i++) await ask()
    const response = await ask()
    expect([response.status, await codeOf(response)]).toEqual([429, 'request/too-many'])
    expect(response.headers.get('retry-after')).toBe('60')
    expect(ctx.database.kind).toBeDefined()
  })
})

describe('a request the door reads', () => {
  databaseTest.for([
    ['a missing member', { name: '甲' }, 'body.level 缺少这一项'],
    ['an extra member', { ...SOUND, status: 'issued' }, 'body.status 不接受这一项'],
    ['a role of its own choosing', { ...SOUND, role: 'operator' }, 'body.role 不接受这一项'],
    ['a member too long', { ...SOUND, name: '一二三四五六' }, 'body.name 至多 5 个字符'],
    ['another type', { ...SOUND, name: 7 }, 'body.name 应为文本'],
    ['a value not offered', { ...SOUND, level: 'z' }, 'body.level 应为 a、b 之一'],
    ['a list instead', [], 'body 应为对象'],
  ] as const)('is refused with %s, naming the member', async ([, body, reason], { database }) => {
    const { post, made } = await atTheDoor(database)
    const response = await post(body)
    expect(response.status).toBe(422)
    const problem = (await response.json()) as { title: string; detail: string }
    expect(problem.title).toBe('request/not-valid')
    expect(problem.detail).toContain(reason)
    expect(await made()).toBe(0)
  })

  databaseTest.for([
    ['a member twice', '{"name":"甲","name":"乙","level":"a"}'],
    ['a member twice, once escaped', '{"name":"甲","n\\u0061me":"乙","level":"a"}'],
    ['a prototype', '{"name":"甲","level":"a","__proto__":{"role":"operator"}}'],
    ['a constructor', '{"name":"甲","level":"a","constructor":{"prototype":{}}}'],
    ['ten thousand levels', `${'['.repeat(10_000)}${']'.repeat(10_000)}`],
    ['half a surrogate pair', '{"name":"\\ud800","level":"a"}'],
    ['a NUL', '{"name":"\\u0000","level":"a"}'],
    ['an unfinished string', `{"name":"${'\\"'.repeat(500_000)}`],
    ['nothing', ''],
  ] as const)('is refused with %s', async ([, body], { database }) => {
    const { post, made } = await atTheDoor(database)
    const response = await post(body)
    expect([response.status, await codeOf(response)]).toEqual([422, 'request/not-json'])
    expect(await made()).toBe(0)
  })

  databaseTest('is refused when too large, of another type, or with an odd query', async ({ database }) => {
    const { post, made } = await atTheDoor(database)
    expect(await codeOf(await post(`"${'x'.repeat(1_100_000)}"`))).toBe('request/too-large')
    expect(await codeOf(await post(SOUND, { 'Content-Type': 'text/plain' }))).toBe('request/content-type')
    for (const query of ['?extra=1', '?dry=1&dry=2', '?__proto__=1', '?dry=%00'])
      expect(await codeOf(await post(SOUND, {}, `/api/v1/things/dali${query}`)), query).toBe(
        'request/not-valid',
      )
    expect(await codeOf(await post(SOUND, { 'X-Purpose': '%e5%b9' }))).toBe('request/bad-purpose')
    const number = encodeURIComponent('为110101199003074514办理')
    expect(await codeOf(await post(SOUND, { 'X-Purpose': number }))).toBe('trail/bad-purpose')
    expect(await made()).toBe(0)
  })
})

describe('a request nobody waits for', () => {
  databaseTest('is counted as hung up, and is no fault of ours', async ({ database }) => {
    const { app, clerk, faults, made } = await atTheDoor(database)
    const body = new ReadableStream({
      start: (sending) => sending.error(Object.assign(new Error('aborted'), { code: 'ECONNRESET' })),
    })
    const headers = { ...clerk.headers, 'Content-Type': 'application/json' }
    const sent = { method: 'POST', headers, body, duplex: 'half' }
    const answer = await app.request(new Request('http://x/api/v1/things/dali', sent))
    expect(answer.status).toBe(499)
    expect([faults, await made()]).toEqual([[], 0])
  })
})

describe('a request that may come twice', () => {
  it('acts once for fifty at the same moment, and all get one answer', async () => {
    const database = await ownDatabase()
    const { post, made } = await atTheDoor(database)
    const answers = await Promise.all(
      Array.from({ length: 50 }, async () => (await post(SOUND, { 'Idempotency-Key': 'k-1' })).text()),
    )
    expect(new Set(answers).size).toBe(1)
    expect(answers[0]).toContain('made')
    expect(await made()).toBe(1)
    await database.close()
  })

  databaseTest(
    'is refused under a key that was used for something else, even something like it',
    async ({ database }) => {
      const { ctx, ids, app, post, made } = await atTheDoor(database)
      const key = { 'Idempotency-Key': 'k-1' }
      const first = await post(SOUND, key)
      expect(first.status).toBe(201)
      for (const [body, path] of [
        [{ ...SOUND, name: '乙' }, '/api/v1/things/dali'],
        [SOUND, '/api/v1/things/dali?dry=1'],
      ] as const) {
        const response = await post(body, key, path)
        expect([response.status, await codeOf(response)]).toEqual([409, 'request/key-reused'])
      }
      expect(await made()).toBe(1)

      const colleague = await signedIn(ctx, { officeId: ids.dali, roles: ['clerk'], person: 5 })
      const theirs = await app.request('/api/v1/things/dali', {
        method: 'POST',
        headers: { ...colleague.headers, 'Content-Type': 'application/json', ...key },
        body: JSON.stringify(SOUND),
      })
      expect(await theirs.text()).not.toBe(await first.text())
      expect(await made()).toBe(2)
    },
  )

  databaseTest('leaves nothing of a refusal, and may be tried again', async ({ database }) => {
    const { post, made } = await atTheDoor(database)
    const key = { 'Idempotency-Key': 'k-2' }
    expect((await post({ ...SOUND, name: 'bad' }, key)).status).toBe(409)
    expect(await made()).toBe(0)
    expect(await database.read.select().from(idempotencyKeys)).toEqual([])
    expect((await post(SOUND, key)).status).toBe(201)
  })

  databaseTest('keeps its answer where nobody can read it', async ({ database }) => {
    const { post } = await atTheDoor(database)
    const body = await (await post(SOUND, { 'Idempotency-Key': 'k-3' })).text()
    const [row] = await database.read.select().from(idempotencyKeys)
    expect(Buffer.from(row?.answer ?? []).includes(body.slice(9, 25))).toBe(false)
  })

  databaseTest.for(['', 'a b', 'x'.repeat(65), '键'])(
    'is refused with the key %j',
    async (key, { database }) => {
      const { post, made } = await atTheDoor(database)
      const response = await post(SOUND, { 'Idempotency-Key': key === '键' ? 'é' : key })
      expect([response.status, await codeOf(response)]).toEqual([422, 'request/bad-key'])
      expect(await made()).toBe(0)
    },
  )
})
