import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { creditCodeCheck, readCreditCode } from '../../src/identity/credit-code.ts'

const vectors = (kind: 'valid' | 'invalid') =>
  readdirSync(`tests/vectors/credit-codes/${kind}`).map((file) => {
    const text = readFileSync(`tests/vectors/credit-codes/${kind}/${file}`, 'utf8')
    return [
      file.replace('.json', ''),
      JSON.parse(text) as Record<string, unknown> & { text: string },
    ] as const
  })

describe('a unified social credit code', () => {
  it.each(vectors('valid'))('is read: %s', (_, { text, ...expected }) =>
    expect(readCreditCode(text)).toEqual(expected),
  )

  it.each(vectors('invalid'))('is not read: %s', (_, { text, fault }) =>
    expect(readCreditCode(text)).toEqual({ fault }),
  )

  it('with any one character changed has another check character', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9A-HJ-NP-RTUWXY]{17}$/),
        fc.nat(16),
        fc.constantFrom(...'0123456789ABCDEFGHJKLMNPQRTUWXY'.split('')),
        (code, at, char) => {
          fc.pre(code[at] !== char)
          expect(creditCodeCheck(code.slice(0, at) + char + code.slice(at + 1))).not.toBe(
            creditCodeCheck(code),
          )
        },
      ),
    ))
})
