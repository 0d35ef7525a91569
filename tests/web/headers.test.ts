import { Hono } from 'hono'
import { describe, expect, it } from 'vitest'
import type { Env } from '../../src/platform/context.ts'
import {
  CONTENT_SECURITY_POLICY,
  SCANNER_PAGE,
  securityHeaders,
  withSecurityHeaders,
} from '../../src/web/headers.ts'

describe('security headers', () => {
  it('allow nothing that is not named, and nothing from other hosts', () => {
    const policy = CONTENT_SECURITY_POLICY.split('; ')
    expect(policy[0]).toBe("default-src 'none'")
    expect(policy.slice(1).every((rule) => /^[a-z-]+ '(self|none)'$/.test(rule))).toBe(true)
    expect(policy).toContain("frame-ancestors 'none'")
  })

  it('let the scanner, and no other page, use the camera and WebAssembly', () => {
    const ours = securityHeaders('https://rcps.example.gov.cn')
    expect(ours['Permissions-Policy']).toContain('camera=()')
    expect(ours['Content-Security-Policy']).not.toContain('wasm')
    expect(SCANNER_PAGE['Permissions-Policy']).toContain('camera=(self)')
    expect(SCANNER_PAGE['Content-Security-Policy']).toBe(
      CONTENT_SECURITY_POLICY.replace("script-src 'self'", "script-src 'self' 'wasm-unsafe-eval'"),
    )
  })

  it('promise https only where the service is reached by https', () => {
    expect(securityHeaders('https://rcps.example.gov.cn')['Strict-Transport-Security']).toMatch(/^max-age=/)
    expect(securityHeaders('http://localhost:8080')).not.toHaveProperty('Strict-Transport-Security')
  })

  it('are on every answer: a page, a missing page, a fault', async () => {
    const app = new Hono<Env>()
    app.use(withSecurityHeaders('https://rcps.example.gov.cn'))
    for (const folder of ['', '/v']) {
      app.get(`${folder}/page`, (c) => c.html('<p>'))
      app.get(`${folder}/fault`, () => {
        throw new Error('a bug')
      })
    }
    app.get('/v/whole', (c) => {
      c.set('carriesHeaders', true)
      return new Response('<p>', { headers: securityHeaders('https://rcps.example.gov.cn') })
    })
    app.onError((_, c) => c.text('fault', 500))
    for (const path of ['/page', '/missing', '/fault', '/v/page', '/v/missing', '/v/fault', '/v/whole']) {
      const { headers } = await app.request(path)
      expect(headers.get('content-security-policy')).toBe(CONTENT_SECURITY_POLICY)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('x-frame-options')).toBe('DENY')
      expect(headers.get('referrer-policy')).toBe('same-origin')
    }
  })
})
