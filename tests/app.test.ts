import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { createApp } from '../src/app.ts'
import { readConfig } from '../src/platform/config.ts'
import { databaseTest } from './support/database.ts'
import { officesAtWork } from './support/offices-at-work.ts'
import { CONTENT_SECURITY_POLICY } from '../src/web/headers.ts'

const from = (remoteAddress: string) => ({ incoming: { socket: { remoteAddress } } })
const JSON_PLEASE = { headers: { Accept: 'application/json' } }

describe('the edge of the service', () => {
  databaseTest(
    'answers a hundred misses an hour to one address, and then nobody’s question',
    async ({ database }) => {
      const offices = await officesAtWork(database)
      const [certificate] = await offices.issued(1)
      const app = await createApp(offices.ctx)
      const ask = (code: string, address = '192.0.2.7') =>
        app.request(`/v/${code}`, JSON_PLEASE, from(address))
      const unknown = (i: number) => `${'A'.repeat(18)}${String(i).padStart(4, '0')}`
      const real = certificate?.row.code ?? ''

      for (let i = 0; i < 100; i++) expect((await ask(unknown(i))).status).toBe(200)
      const [refused, again, valid] = [await ask(unknown(100)), await ask(unknown(101)), await ask(real)]
      expect(refused.status).toBe(429)
      expect(refused.headers.get('retry-after')).toBe('3600')
      const text = await refused.text()
      expect(JSON.parse(text)).toMatchObject({ title: 'request/too-many' })
      // Byte for byte the same, whether or not there is such a certificate.
      for (const other of [again, valid]) expect(await other.text()).toBe(text)
      const page = await app.request(`/v/${real}`, { headers: { Accept: 'text/html' } }, from('192.0.2.7'))
      expect([page.status, page.headers.get('content-type')]).toEqual([429, 'text/html; charset=UTF-8'])
      const form = new URLSearchParams({ number: certificate?.row.number ?? '', name: '某人' })
      const posted = await app.request('/verify', { method: 'POST', body: form }, from('192.0.2.7'))
      expect(posted.status).toBe(429)

      expect(await (await ask(real, '192.0.2.8')).json()).toMatchObject({ verdict: 'valid' })
      for (let i = 0; i < 150; i++) expect((await ask(real, '192.0.2.9')).status).toBe(200)
    },
  )

  databaseTest('tells this machine how it is, and nobody else, and no person of it', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [certificate] = await offices.issued(1)
    const app = await createApp(offices.ctx)
    await app.request(`/v/${certificate?.row.code}`, JSON_PLEASE, from('192.0.2.7'))
    await app.request('/no/such/thing', JSON_PLEASE, from('192.0.2.7'))
    const ask = (address: string, headers = {}) => app.request('/metrics', { headers }, from(address))

    const text = await (await ask('127.0.0.1')).text()
    expect(text).toMatch(/zhengxin_request_seconds_count\{method="GET",route="\/v\/:code",status="200"\} 1/)
    expect(text).toMatch(/^zhengxin_ledger_entries \d+$/m)
    expect(text).not.toContain(certificate?.row.code ?? '')
    expect(text).not.toContain('such')
    for (const line of text.trim().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{(\w+="[^"]*",?)+\})? [\d.e+-]+)$/)

    expect((await ask('192.0.2.7')).status).toBe(404)
    expect((await ask('127.0.0.1', { 'X-Forwarded-For': '192.0.2.7' })).status).toBe(404)
    expect((await ask('192.0.2.7', { Authorization: 'Bearer 0123456789abcdef' })).status).toBe(404)
  })

  databaseTest('tells another machine how it is when it shows the token', async ({ database }) => {
    const token = '0123456789abcdef'
    const offices = await officesAtWork(database, undefined, {
      metricsToken: readConfig({ METRICS_TOKEN: token }).metricsToken,
    })
    const app = await createApp(offices.ctx)
    const ask = (shown: string) =>
      app.request('/metrics', { headers: { Authorization: `Bearer ${shown}` } }, from('192.0.2.7'))
    expect((await ask(token)).status).toBe(200)
    expect((await ask(`${token.slice(1)}0`)).status).toBe(404)
    expect((await ask(`${token}0`)).status).toBe(404)
    // As many characters, more bytes.
    expect((await ask('é'.repeat(token.length))).status).toBe(404)
  })

  databaseTest(
    'says that it stops before it stops, and may serve while it may not sign',
    async ({ database }) => {
      const dataDir = mkdtempSync(join(tmpdir(), 'zhengxin-ready-'))
      const offices = await officesAtWork(database, undefined, { dataDir })
      const stop = new AbortController()
      const ready = async (app: Awaited<ReturnType<typeof createApp>>) => {
        const response = await app.request('/readyz')
        return [response.status, await response.json()] as const
      }
      const app = await createApp(offices.ctx, { stopping: stop.signal })
      expect(await ready(app)).toEqual([200, { ready: true, signing: { ready: true } }])

      writeFileSync(join(dataDir, 'checkpoint'), 'another ledger’s\n')
      expect(await ready(await createApp(offices.ctx))).toEqual([
        200,
        { ready: true, signing: { ready: false, problem: 'ledger/memory-unreadable' } },
      ])
      rmSync(dataDir, { recursive: true })
      stop.abort()
      expect(await ready(app)).toEqual([503, { ready: false }])
      expect((await app.request('/livez')).status).toBe(200)
    },
  )

  databaseTest(
    'answers a program that says nothing of what it reads as programs read',
    async ({ database }) => {
      const { ctx } = await officesAtWork(database)
      const response = await (await createApp(ctx)).request('/api/v1/nothing', { headers: { Accept: '*/*' } })
      expect([response.status, response.headers.get('content-type')]).toEqual([
        404,
        'application/problem+json; charset=utf-8',
      ])
    },
  )

  databaseTest('puts the security headers on every answer of the staff API', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const app = await createApp(ctx)
    for (const path of ['/api/v1/jobs', '/openapi.json', '/docs', '/api/v1/nothing']) {
      const response = await app.request(path, JSON_PLEASE)
      expect(response.headers.get('content-security-policy'), path).toBe(CONTENT_SECURITY_POLICY)
      expect(response.headers.get('strict-transport-security'), path).toContain('max-age')
    }
  })
})
