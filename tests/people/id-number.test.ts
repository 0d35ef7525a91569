import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkDigit, readIdNumber } from '../../src/people/id-number.ts'

// Any code points, unpaired surrogates included; fast-check's own table of them takes seconds to build.
const anyText = fc.array(fc.nat(0x10ffff), { maxLength: 12 }).map((codes) => String.fromCodePoint(...codes))

const vectors = (kind: 'valid' | 'invalid') =>
  readdirSync(`tests/vectors/id-numbers/${kind}`).map((file) => {
    const text = readFileSync(`tests/vectors/id-numbers/${kind}/${file}`, 'utf8')
    return [
      file.replace('.json', ''),
      JSON.parse(text) as Record<string, unknown> & { text: string; today: string },
    ] as const
  })

describe('a citizen ID number', () => {
  it.each(vectors('valid'))('is read: %s', (_, { text, today, ...expected }) =>
    expect(readIdNumber(text, today)).toEqual(expected),
  )

  it.each(vectors('invalid'))('is not read: %s', (_, { text, today, fault }) =>
    expect(readIdNumber(text, today)).toEqual({ fault }),
  )

  it('with any one digit changed has another check character', () =>
    fc.assert(
      fc.property(
        fc.stringMatching(/^[0-9]{17}$/),
        fc.nat(16),
        fc.integer({ min: 1, max: 9 }),
        (digits, at, step) => {
          const changed = digits.slice(0, at) + ((Number(digits[at]) + step) % 10) + digits.slice(at + 1)
          expect(checkDigit(changed)).not.toBe(checkDigit(digits))
        },
      ),
    ))

  it('never throws, whatever the text', () => {
    const reads = fc.property(anyText, (text) => {
      const read = readIdNumber(text, '2023-12-31')
      return 'fault' in read || read.full.length === 18
    })
    expect(fc.defaultReportMessage(fc.check(reads))).toBeUndefined()
  })
})
