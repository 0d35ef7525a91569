import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { divisionOf, divisionsOf } from '../../src/people/division.ts'

const { divisions } = JSON.parse(readFileSync('templates/divisions/gb-t-2260.json', 'utf8')) as {
  divisions: readonly (readonly string[])[]
}
const standing = divisions.filter((line) => !line[3]).map(([code = '']) => code)
const counties = (province: string) =>
  standing.filter((code) => code.startsWith(province) && !code.endsWith('00'))

describe('a division code', () => {
  it('is a place that stands', () => {
    expect(divisionOf('532930')).toEqual({
      code: '532930',
      name: '洱源县',
      from: null,
      until: null,
      successor: null,
    })
    expect(divisionOf('511600')).toMatchObject({ name: '广安市', until: null })
    expect(divisionOf('653228')).toMatchObject({ name: '和康县', from: '2024-12' })
  })

  it('of a place that went is known, with its successor where one took its name over', () => {
    expect(divisionOf('530121')).toMatchObject({ name: '呈贡县', until: '2011-10', successor: '530114' })
    expect(divisionOf('110103')).toMatchObject({ name: '崇文区', until: '2010-10', successor: null })
    // Numbers given before 2002 carry codes of prefectures that are cities now.
    expect(divisionOf('532101')).toMatchObject({ name: '昭通市', until: '?' })
  })

  it('that had several names keeps each with its time', () => {
    const renamed = divisionsOf('510802')
    expect(renamed).toMatchObject([
      { name: '市中区', from: null, until: '2009-12' },
      { name: '利州区', from: '2009-12', until: null },
    ])
  })

  it('nobody gave is none', () => {
    expect(divisionOf('539901')).toBeNull()
    expect(divisionOf('999999')).toBeNull()
    expect(divisionOf('')).toBeNull()
  })
})

describe('the table', () => {
  it('has every province, and every county of Yunnan (129) and Sichuan (183)', () => {
    expect(standing.filter((code) => code.endsWith('0000'))).toHaveLength(34)
    expect(counties('53')).toHaveLength(129)
    expect(counties('51')).toHaveLength(183)
  })

  it('leads to successors that exist', () => {
    const codes = new Set(divisions.map(([code]) => code))
    expect(divisions.filter((line) => line[4] && !codes.has(line[4])).map(([code]) => code)).toEqual([])
  })
})
