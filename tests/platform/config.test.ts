import { describe, expect, it } from 'vitest'
import { readConfig } from '../../src/platform/config.ts'

describe('settings', () => {
  it('have defaults that make a first start work', () => {
    const config = readConfig({})
    expect(config).toMatchObject({
      port: 8080,
      publicOrigin: 'http://localhost:8080',
      databaseUrl: null,
      ledgerOrigin: null,
    })
    expect(config.keysDir).toBe(`${config.dataDir}/keys`)
  })

  it.each([
    ['PORT', '80a'],
    ['PORT', '70000'],
    ['PORT', '-1'],
    ['PUBLIC_ORIGIN', 'rcps.example.gov.cn'],
    ['PUBLIC_ORIGIN', 'https://rcps.example.gov.cn/path'],
    ['PUBLIC_ORIGIN', 'ftp://rcps.example.gov.cn'],
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['LEDGER_ORIGIN', 'has blank'],
    ['LEDGER_ORIGIN', 'with+plus'],
    ['TRUSTED_PROXY', 'proxy.example'],
    ['TRUSTED_PROXY', '10.0.0.0/33'],
    ['TRUSTED_PROXY', '10.0.0.5, *'],
    ['METRICS_TOKEN', 'too short'],
  ])('refuse %s=%s by name', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(
      expect.objectContaining({ code: 'platform/bad-setting', facts: { name } }) as Error,
    )
  })

  it('trust no proxy unless it is named', () => {
    expect(readConfig({}).trustedProxies).toEqual([])
    expect(readConfig({ TRUSTED_PROXY: '10.0.0.5, 2001:db8::/32' }).trustedProxies).toEqual([
      '10.0.0.5',
      '2001:db8::/32',
    ])
  })

  it('never repeat a password', () => {
    expect(() => readConfig({ DATABASE_URL: 'mysql://user:secret@host/x' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }) as Error,
    )
    expect(() => readConfig({ METRICS_TOKEN: 'secret' })).toThrow(
      expect.objectContaining({ message: expect.not.stringContaining('secret') as string }) as Error,
    )
  })

  it('keep a public origin without its trailing slash', () => {
    expect(readConfig({ PUBLIC_ORIGIN: 'https://rcps.example.gov.cn/' }).publicOrigin).toBe(
      'https://rcps.example.gov.cn',
    )
  })
})
