import { describe, expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import type { FoundCertificate } from '../../src/certificates/reading/find.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { readTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { databaseTest as test } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'

const post = (body: unknown): RequestInit => ({
  method: 'POST',
  headers: { 'Content-Type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
})

function formOf(...parts: readonly (readonly [string, string])[]): FormData {
  const form = new FormData()
  for (const [name, text] of parts) form.append(name, name === 'file' ? new File([text], text) : text)
  return form
}

const claimsOf = (jws: string) =>
  JSON.parse(Buffer.from(jws.split('.')[1] ?? '', 'base64url').toString()) as { iat: number; exp: number }

const CODE = 'AAAAAAAAAAAAAAAAAAAAAA'

describe('the programs’ door', () => {
  test('answers /v/:code in JSON or as a page, as asked, and caches neither', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [found] = (await offices.issued(1)) as [FoundCertificate]
    const app = await createApp(offices.ctx)
    const json = await app.request(`/v/${found.row.code}`, { headers: { Accept: 'application/json' } })
    expect(json.headers.get('Cache-Control')).toBe('no-store')
    expect(await json.json()).toMatchObject({
      verdict: 'valid',
      status: 'in-force',
      reasons: [],
      certificate: { number: found.row.number },
      ledger: { origin: 'rcps.example.gov.cn/ledger' },
      checkedAt: '2026-11-21T00:30:00+08:00',
    })
    const page = await app.request(`/v/${found.row.code}`, { headers: { Accept: 'text/html,*/*' } })
    expect(page.headers.get('Content-Type')).toMatch(/^text\/html/)
    expect(page.headers.get('Content-Security-Policy')).toContain("default-src 'none'")
    expect(await page.text()).toContain('有效')
  })

  test('tells nothing apart that is not found', async ({ database }) => {
    const offices = await officesAtWork(database)
    await offices.issued(1)
    const app = await createApp(offices.ctx)
    const bodies = await Promise.all(
      [CODE, 'x', '%27', '中'].map(async (code) =>
        (
          await app.request(`/v/${encodeURIComponent(code)}`, { headers: { Accept: 'application/json' } })
        ).text(),
      ),
    )
    expect(new Set(bodies).size).toBe(1)
  })

  test('takes a token, number and name, or a file', async ({ database }) => {
    const offices = await officesAtWork(database)
    const [found] = (await offices.issued(1)) as [FoundCertificate]
    const [file] = await makeFiles(offices.ctx, [found.row.id])
    const app = await createApp(offices.ctx)
    const form = new FormData()
    form.set('file', new File([Uint8Array.from(file?.bytes ?? [])], 'a.pdf'))
    for (const init of [
      post({ credential: found.credentials.sdJwt }),
      post({ code: found.row.code }),
      { method: 'POST', body: form },
    ]) {
      const response = await app.request('/api/v1/verifications', init)
      expect(response.status).toBe(200)
      expect(await response.json()).toMatchObject({ verdict: 'valid' })
    }
  })

  test.for([
    ['no JSON', post('{')],
    ['another shape', post({ hello: 1 })],
    ['an array', post([])],
    ['a number without a name', post({ number: 'YN2026000001Z' })],
    ['a number as a number', post({ number: 'YN2026000001Z', name: '张三', idNumber: 530102199003071200 })],
    ['an empty number beside a name', post({ number: 'YN2026000001Z', name: '张三', idNumber: '' })],
    ['a member it would not compare', post({ number: 'YN2026000001Z', name: '张三', id_number: 'x' })],
    ['two ways of asking at once', post({ credential: 'x', number: 'YN2026000001Z', name: '张三' })],
    ['a member twice', post('{"code":"AAAAAAAAAAAAAAAAAAAAAA","code":"AAAAAAAAAAAAAAAAAAAAAQ"}')],
    ['a form without a file', { method: 'POST', body: new FormData() }],
    ['a form with two files', { method: 'POST', body: formOf(['file', 'a'], ['file', 'b']) }],
    ['a form with more than a file', { method: 'POST', body: formOf(['file', 'a'], ['number', '1']) }],
    ['nothing', { method: 'POST' }],
  ] as const)('refuses %s with a problem document', async ([, init], { database }) => {
    const { ctx } = await officesAtWork(database)
    const response = await (await createApp(ctx)).request('/api/v1/verifications', init)
    expect(response.status).toBe(422)
    expect(response.headers.get('Content-Type')).toMatch(/^application\/problem\+json/)
    expect(await response.json()).toMatchObject({
      type: '/problems/verification/bad-submission',
      status: 422,
    })
  })

  test('refuses more than 10 MB before reading it', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const response = await (
      await createApp(ctx)
    ).request('/api/v1/verifications', post({ credential: 'x'.repeat(12_000_000) }))
    expect(response.status).toBe(413)
  })

  test('publishes what outsiders verify with, to be cached and asked again cheaply', async ({ database }) => {
    const offices = await officesAtWork(database)
    await offices.issued(1)
    let seconds = 0
    const now = () => new Date(offices.ctx.now().getTime() + seconds * 1000)
    const app = await createApp({ ...offices.ctx, now })
    const bundle = readTrustBundle(
      await (await app.request('/.well-known/zhengxin-trust.json')).text(),
      verifyEd25519,
    )
    expect(bundle.statusLists.size).toBe(1)
    for (const path of [
      '/.well-known/jwks.json',
      '/.well-known/zhengxin-trust.json',
      '/status/1',
      '/ledger/checkpoint',
      '/ledger/vkey',
      '/ledger/proof/0',
      '/ledger/tile/0/000.p/9',
    ]) {
      const first = await app.request(path)
      expect(first.status, path).toBe(200)
      const etag = first.headers.get('ETag') ?? ''
      expect(etag, path).not.toBe('')
      seconds += 3
      // Weakened by a proxy that compresses, or one of several: still the same.
      for (const known of [etag, `W/${etag}`, `"x", ${etag}`])
        expect((await app.request(path, { headers: { 'If-None-Match': known } })).status, path).toBe(304)
    }
    seconds += 3_600
    const later = await app.request('/status/1')
    const { iat, exp } = claimsOf(await later.text())
    expect([iat, exp > iat]).toEqual([Math.floor(now().getTime() / 1000), true])
    expect((await app.request('/status/1')).headers.get('Content-Type')).toBe('application/statuslist+jwt')
    for (const path of ['/status/2', '/status/01', '/status/x', '/nowhere', '/ledger/tile/0/000'])
      expect((await app.request(path, { headers: { Accept: 'application/json' } })).status, path).toBe(404)
  })

  test('is alive and ready', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const app = await createApp(ctx)
    expect((await app.request('/livez')).status).toBe(200)
    expect(await (await app.request('/readyz')).json()).toMatchObject({ ready: true })
  })

  test('tells a stranger nothing of a bug', async ({ database }) => {
    const { ctx } = await officesAtWork(database)
    const logged: unknown[] = []
    const broken = {
      ...ctx,
      now: () => {
        throw new Error('secret detail')
      },
    }
    const app = await createApp(broken, { log: (error) => void logged.push(error) })
    const response = await app.request(`/v/${CODE}`, { headers: { Accept: 'application/json' } })
    expect(response.status).toBe(500)
    expect(await response.text()).not.toContain('secret')
    expect(logged).toHaveLength(1)
  })
})
