import { readdirSync, readFileSync } from 'node:fs'
import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkName, matchingName, textFault } from '../../src/people/name.ts'

// Any code points, unpaired surrogates included; fast-check's own table of them takes seconds to build.
const anyText = fc.array(fc.nat(0x10ffff), { maxLength: 12 }).map((codes) => String.fromCodePoint(...codes))

const vectors = (kind: 'valid' | 'invalid' | 'matching') =>
  readdirSync(`tests/vectors/names/${kind}`).map((file) => {
    const text = readFileSync(`tests/vectors/names/${kind}/${file}`, 'utf8')
    return [file.replace('.json', ''), JSON.parse(text) as Record<string, string>] as const
  })

describe('a name', () => {
  it.each(vectors('valid'))('is kept exactly as given: %s', (_, { text, name, warnings }) =>
    expect(checkName(text!)).toEqual({ name, warnings }),
  )

  it.each(vectors('invalid'))('cannot stand on a certificate: %s', (_, { text, fault }) =>
    expect(checkName(text!)).toEqual({ fault }),
  )

  it('that is accepted is never altered', () => {
    const kept = fc.property(anyText, (text) => {
      const checked = checkName(text)
      return 'fault' in checked || checked.name === text
    })
    expect(fc.defaultReportMessage(fc.check(kept))).toBeUndefined()
  })
})

describe('names for matching', () => {
  it.each(vectors('matching'))('%s', (_, { one, other, match }) =>
    expect(matchingName(one!) === matchingName(other!)).toBe(match),
  )
})

describe('any text that will be printed or exported', () => {
  it.each([
    ['云南省工程技术系列高级职称评审委员会', null],
    ['-', null],
    ['—— ——', null],
    ['- 无', 'formula-like'],
    ['\t=1+1', 'formula-like'],
    ['第一行\n第二行', 'control-character'],
  ])('%j has fault %s', (text, fault) => expect(textFault(text)).toBe(fault))
})
