import { describe, expect, it } from 'vitest'
import { stepOf, toEnrol } from '../../../src/identity/sign-in/totp.ts'
import { utf8 } from '../../../src/signing/bytes.ts'

// RFC 6238 appendix B, SHA-1; the last six of its eight digits.
const SECRET = utf8('12345678901234567890')

describe('a one-time code', () => {
  it.each([
    [59, '287082'],
    [1_111_111_109, '081804'],
    [1_111_111_111, '050471'],
    [1_234_567_890, '005924'],
    [2_000_000_000, '279037'],
    [20_000_000_000, '353130'],
  ])('at %i seconds is %s', (seconds, code) => {
    expect(stepOf(SECRET, code, new Date(seconds * 1000))).toBe(Math.floor(seconds / 30))
    expect(stepOf(SECRET, code, new Date(seconds * 1000 + 30_000))).toBe(Math.floor(seconds / 30))
    expect(stepOf(SECRET, code, new Date(seconds * 1000 + 60_000))).toBeNull()
    expect(stepOf(SECRET, code, new Date(seconds * 1000 - 60_000))).toBeNull()
  })

  it.each([
    '',
    '28708',
    '2870820',
    '94287082',
    '28708a',
    '-87082',
    '٢٨٧٠٨٢',
    '287082\0',
    ' '.repeat(100_000),
  ])('%j is none', (code) => expect(stepOf(SECRET, code, new Date(59_000))).toBeNull())

  it('is shown to authenticators as they read it', () => {
    const { uri, secret } = toEnrol(SECRET, 'yang.xy')
    expect(secret).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    const shown = new URL(uri)
    expect([shown.protocol, shown.host, decodeURIComponent(shown.pathname)]).toEqual([
      'otpauth:',
      'totp',
      '/证信:yang.xy',
    ])
    expect(Object.fromEntries(shown.searchParams)).toEqual({
      issuer: '证信',
      secret,
      algorithm: 'SHA1',
      digits: '6',
      period: '30',
    })
  })
})
