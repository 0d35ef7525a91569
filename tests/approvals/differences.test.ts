import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { differences, shownRows, type SnapshotRow } from '../../src/approvals/differences.ts'

const row = (key: string, fields: Record<string, string>, label = key): SnapshotRow => ({
  key,
  label,
  fields,
})

describe('differences', () => {
  it('show what came, what went, and only the fields that changed', () => {
    const before = [
      row('1', { 姓名: '韦娟', 级别: '副高级' }),
      row('2', { 姓名: '李四' }),
      row('3', { 姓名: '王五' }),
    ]
    const after = [
      row('3', { 姓名: '王五' }),
      row('1', { 姓名: '韦娟', 级别: '正高级' }),
      row('4', { 姓名: '赵六' }),
    ]
    expect(differences(before, after)).toEqual({
      changed: [{ key: '1', label: '1', fields: [{ name: '级别', before: '副高级', after: '正高级' }] }],
      added: [row('4', { 姓名: '赵六' })],
      removed: [row('2', { 姓名: '李四' })],
      same: 1,
    })
  })

  it('tell an empty field from one that is not there, and a label that changed', () => {
    const { changed } = differences([row('1', { a: '' }, '甲')], [row('1', { b: '' }, '乙')])
    expect(changed[0]?.fields).toEqual([
      { name: '名称', before: '甲', after: '乙' },
      { name: 'a', before: '', after: null },
      { name: 'b', before: null, after: '' },
    ])
  })

  it('know a field called like a part of every object', () => {
    const fields = JSON.parse('{"__proto__":"x","constructor":"y"}') as Record<string, string>
    expect(differences([row('1', {})], [row('1', fields)]).changed[0]?.fields).toEqual([
      { name: '__proto__', before: null, after: 'x' },
      { name: 'constructor', before: null, after: 'y' },
    ])
  })

  it('of a first version are everything', () => {
    expect(differences(null, [row('1', {})])).toEqual({
      changed: [],
      added: [row('1', {})],
      removed: [],
      same: 0,
    })
  })

  it('turn the one version into the other, whatever the two are', () => {
    const version = fc
      .uniqueArray(
        fc.tuple(fc.stringMatching(/^[a-e]$/), fc.dictionary(fc.constantFrom('x', 'y', 'z'), fc.string())),
        {
          selector: ([key]) => key,
        },
      )
      .map((rows) => rows.map(([key, fields]) => row(key, fields)))
    fc.assert(
      fc.property(version, version, (before, after) => {
        const { added, removed, changed, same } = differences(before, after)
        const patched = new Map(before.map(({ key, fields }) => [key, { ...fields }]))
        for (const { key } of removed) patched.delete(key)
        for (const { key, fields } of added) patched.set(key, { ...fields })
        for (const { key, fields } of changed)
          for (const { name, after: value } of fields) {
            const target = patched.get(key) as Record<string, string>
            if (value === null) delete target[name]
            else target[name] = value
          }
        expect(Object.fromEntries(patched)).toEqual(
          Object.fromEntries(after.map(({ key, fields }) => [key, fields])),
        )
        expect(same + changed.length + added.length).toBe(after.length)
      }),
    )
  })

  it('are shown a page at a time, each row once', () => {
    const all = differences(
      Array.from({ length: 30 }, (_, i) => row(String(i), { a: 'x' })),
      Array.from({ length: 40 }, (_, i) => row(String(i + 10), { a: i % 2 ? 'x' : 'y' })),
    )
    const seen: string[] = []
    for (let from: number | null = 0; from !== null;) {
      const page = shownRows(all, from, 7)
      expect(page.rows.length).toBeLessThanOrEqual(7)
      seen.push(...page.rows.map(({ what, key }) => `${what} ${key}`))
      from = page.next
    }
    expect(new Set(seen).size).toBe(seen.length)
    expect(seen).toHaveLength(10 + 20 + 10)
    expect(shownRows(all, 1000, 7)).toEqual({ rows: [], next: null })
  })
})
