import { describe, expect, it } from 'vitest'
import { checkCharacter, checksOut, formatNumber } from '../../src/certificates/certificate-number.ts'

describe('a certificate number', () => {
  // Published identifiers of GB/T 36904 (ISO 7064 MOD 37,36 over the parts without dots).
  it.each([
    ['11100000000013338W01111430000006122244L20230000403001', 'U'],
    ['11100000MB03271699022340100000000016001', '9'],
    ['11100000000013338W00911330105002500287C2025052201002', '0'],
  ])('carries the check character of ISO 7064 MOD 37,36: %s', (body, check) => {
    expect(checkCharacter(body)).toBe(check)
    expect(checksOut(body + check)).toBe(true)
  })

  it('has a prefix, a year, a serial of at least six digits and its check', () => {
    expect(formatNumber('YN', 2026, 1)).toBe('YN2026000001Z')
    expect(formatNumber('YN', 2026, 1_234_567)).toMatch(/^YN20261234567.$/)
  })

  it('shows every single wrong character and every swap of neighbours', () => {
    const number = formatNumber('YN', 2026, 4711)
    for (let at = 0; at < number.length; at++) {
      for (const char of '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ') {
        const altered = number.slice(0, at) + char + number.slice(at + 1)
        if (altered !== number) expect(checksOut(altered)).toBe(false)
      }
    }
  })
})
