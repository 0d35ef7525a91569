import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { createApp } from '../src/app.ts'
import { declaredIn, declaredProblems } from '../src/declared-problems.ts'
import { databaseTest } from './support/database.ts'
import { officesAtWork } from './support/offices-at-work.ts'
import { STEPS } from './support/walk.ts'

const JSON_PLEASE = { Accept: 'application/json' }

describe('the declarations of refusals', () => {
  const problems = declaredProblems()

  it('are all found, each with what it says in Chinese', () => {
    const source = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('refusals.ts'))
      .map((file) => readFileSync(`src/${file}`, 'utf8'))
      .join('\n')
    const written = [...source.matchAll(/'([a-z]+\/[a-z0-9]+(?:-[a-z0-9]+)*)',?\n? /g)].map(
      ([, code]) => code,
    )
    expect(new Set(written).size).toBeGreaterThan(200)
    expect(written.filter((code) => !problems.has(code ?? ''))).toEqual([])
    for (const { code, says } of problems.values()) {
      expect(code).toMatch(/^[a-z-]+(\/[a-z0-9]+(-[a-z0-9]+)*)?$/)
      for (const text of says) {
        expect(text, code).toMatch(/[\u4e00-\u9fff…]/)
        expect(text, code).not.toMatch(/\$\{|undefined/)
      }
    }
  })

  it('tell a text that varies, a table of texts and a constant of the file', () => {
    const source = [
      "const ADVICE = '请重试。'",
      'const FAULTS = {',
      "  'too-short': '口令太短',",
      "  'too-long': '口令太长',",
      '}',
      "new Refusal('invalid', `a/${fault}`, `${FAULTS[fault]}。`, { field: 'x' })",
      'new Refusal(',
      "  'conflict',",
      "  'a/b',",
      '  `共 ${rows.map((row) => `${row}，`).join("；")} 行（${n ? `${n}` : "无"}）：${ADVICE}`,',
      ')',
    ].join('\n')
    expect(declaredIn(source)).toEqual([
      { code: 'a/too-short', kind: 'invalid', says: ['口令太短。'] },
      { code: 'a/too-long', kind: 'invalid', says: ['口令太长。'] },
      { code: 'a/b', kind: 'conflict', says: ['共 … 行（…）：请重试。'] },
    ])
  })
})

describe('a problem', () => {
  databaseTest('of any route leads to a page that says what it means', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const app = await createApp(ctx)
    const codes = new Set(STEPS.flatMap(({ operation }) => operation['x-problems']))
    expect(codes.size).toBeGreaterThan(80)
    for (const code of [...codes, 'internal', 'platform/nothing-here', 'platform/wrong-method']) {
      const page = await app.request(`/problems/${code}`)
      const text = await page.text()
      expect([code, page.status]).toEqual([code, 200])
      expect(text).toContain(`<h1 class="mono">${code}</h1>`)
      expect(text).toMatch(/<p lang="en">[A-Z]/)
    }
    const list = await (await app.request('/problems')).text()
    for (const code of codes) expect(list).toContain(`href="/problems/${code}"`)

    const answer = await app.request('/api/v1/jobs', { headers: JSON_PLEASE })
    const { type } = (await answer.json()) as { type: string }
    expect((await app.request(type)).status).toBe(200)
    for (const nobody of ['/problems/identity/constructor', '/problems/__proto__', '/problems/a/b/c'])
      expect((await app.request(nobody)).status).toBe(404)
  })
})

describe('a path asked by another method', () => {
  databaseTest('is told apart from one that does not exist, and names the methods', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const app = await createApp(ctx)
    const ask = async (method: string, path: string, headers: Record<string, string> = JSON_PLEASE) => {
      const { status, headers: told } = await app.request(path, { method, headers })
      return [status, told.get('allow')]
    }
    expect(await ask('DELETE', '/verify')).toEqual([405, 'GET, HEAD, POST'])
    expect(await ask('POST', '/ledger/checkpoint')).toEqual([405, 'GET, HEAD'])
    expect(await ask('GET', '/api/v1/accounts/x/closing')).toEqual([405, 'POST'])
    expect(await ask('PUT', '/docs', { Accept: 'text/html' })).toEqual([405, 'GET, HEAD'])
    // Served by this method too, where nothing lies.
    for (const method of ['GET', 'HEAD']) expect(await ask(method, '/status/2')).toEqual([404, null])
    expect(await ask('PUT', '/status/2')).toEqual([405, 'GET, HEAD'])
    expect(await ask('POST', '/no/such/thing')).toEqual([404, null])
    expect(await ask('GET', '/no/such/thing')).toEqual([404, null])
    expect((await app.request('/docs', { method: 'HEAD' })).status).toBe(200)
    const problem = await app.request('/ledger/checkpoint', { method: 'POST', headers: JSON_PLEASE })
    expect(await problem.json()).toMatchObject({ title: 'platform/wrong-method', status: 405 })
  })
})
