import { describe, expect, it } from 'vitest'
import { cellsOf, wholeOf } from '../../../src/collection/programme/programme.ts'
import { rulesFromPolicy } from '../../../src/collection/programme/rules-from-policy.ts'
import { LEVEL_GROUPS } from '../../../src/policy/level-group.ts'

const rules = (place: string, kind: 'past' | 'current') => rulesFromPolicy(place, kind, [])

const dueOf = (place: string, year: number, level: string) =>
  cellsOf(rules(place, 'past'), wholeOf(rules(place, 'past'))).find(
    (cell) => cell.year === year && cell.level === level && cell.route === 'review',
  )?.dueOn

describe('what a notice asks to be collected', () => {
  it('asks every level before 2000 and no senior title of 2000 to 2021, in Yunnan', () => {
    expect(dueOf('yunnan-2023', 1999, 'senior')).toBe('2023-06-01')
    expect(dueOf('yunnan-2023', 2000, 'senior')).toBeUndefined()
    expect(dueOf('yunnan-2023', 2000, 'intermediate')).toBe('2023-06-01')
    expect(dueOf('yunnan-2023', 2021, 'junior')).toBe('2023-06-01')
    expect(dueOf('yunnan-2023', 2022, 'junior')).toBeUndefined()
    expect(dueOf('yunnan-2023', 1949, 'junior')).toBe('2023-06-01')
    expect(dueOf('yunnan-2023', 1948, 'junior')).toBeUndefined()
  })

  it('has four days in Sichuan, by level and age', () => {
    expect(dueOf('sichuan-2021', 2010, 'senior')).toBe('2021-03-31')
    expect(dueOf('sichuan-2021', 2020, 'intermediate')).toBe('2021-09-30')
    expect(dueOf('sichuan-2021', 2010, 'junior')).toBe('2021-12-31')
    for (const level of LEVEL_GROUPS) expect(dueOf('sichuan-2021', 2009, level)).toBe('2022-06-30')
  })

  it('is inherited by a city of the same year', () =>
    expect(rules('kunming-2023', 'past')).toEqual(rules('yunnan-2023', 'past')))

  it('names no cell twice', () => {
    for (const place of ['yunnan-2023', 'sichuan-2021']) {
      const cells = cellsOf(rules(place, 'past'), wholeOf(rules(place, 'past')))
      const names = cells.map(({ year, level, route }) => `${year} ${level} ${route}`)
      expect(new Set(names).size).toBe(names.length)
    }
  })

  it('leaves years that get certificates here to a programme of their own, without a day where none is named', () => {
    expect(rules('yunnan-2023', 'current').ranges).toEqual([
      { fromYear: 2022, throughYear: 2023, levels: ['senior', 'intermediate', 'junior'], by: null },
    ])
    expect(rules('guangan-2023', 'current').ranges).toEqual([
      { fromYear: 2023, throughYear: 2023, levels: ['senior', 'intermediate', 'junior'], by: '2024-06-30' },
    ])
    expect(() => rules('guangan-2023', 'past')).toThrow(
      expect.objectContaining({ code: 'collection/no-rule' }),
    )
    expect(() => rules('sichuan-2021', 'current')).toThrow(
      expect.objectContaining({ code: 'collection/no-current-years' }),
    )
  })

  it('cites the clause and its words', () => {
    const { notice, clause, quote } = rules('yunnan-2023', 'past')
    expect([notice, clause]).toEqual(['云人社函〔2023〕38号', '四（三）'])
    expect(quote).toContain('按年度采集上报')
  })
})
