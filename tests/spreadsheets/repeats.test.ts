import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { repeats } from '../../src/spreadsheets/repeats.ts'

const found = (rows: readonly (readonly [string, string])[]) => {
  const all = repeats()
  for (const [i, [key, differing]] of rows.entries()) all.add(i, key, differing)
  return [...all.groups()]
    .flat()
    .map(({ rows, differ }) => ({ rows: [...rows], differ }))
    .sort((a, b) => a.rows[0]! - b.rows[0]!)
}

describe('rows that share a key', () => {
  it('are found as a map of all keys would find them', () => {
    const word = fc.string({ unit: fc.constantFrom('0', '1', '2', 'X', '张'), maxLength: 3 })
    fc.assert(
      fc.property(fc.array(fc.tuple(word, word), { maxLength: 200 }), (rows) => {
        const byKey = new Map<string, number[]>()
        for (const [i, [key]] of rows.entries()) byKey.set(key, [...(byKey.get(key) ?? []), i])
        const expected = [...byKey.values()]
          .filter((group) => group.length > 1)
          .map((group) => ({ rows: group, differ: new Set(group.map((i) => rows[i]![1])).size > 1 }))
        expect(found(rows)).toEqual(expected)
      }),
    )
  })

  it('are found among so many that every table has grown', () => {
    const rows = Array.from({ length: 120_000 }, (_, i) => [`5399011990${i}`, ''] as const)
    expect(found(rows)).toEqual([])
    expect(found([...rows, rows[7]!, ['539901199099', 'x']])).toEqual([
      { rows: [7, 120_000], differ: false },
      { rows: [99, 120_001], differ: true },
    ])
  })
})
