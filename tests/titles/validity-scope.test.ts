import { describe, expect, it } from 'vitest'
import { parseScope, scopeLine, scopeLineEn } from '../../src/titles/validity-scope.ts'

describe('where a title is good', () => {
  it.each(['全省', '全国', '', ' 全 省 '])('reads %j as everywhere, which prints no line', (text) => {
    const scope = parseScope(text)
    expect(scope).toEqual({ kind: 'everywhere' })
    expect(scopeLine(scope!)).toBeNull()
    expect(scopeLineEn(scope!)).toBeNull()
  })

  it('reads 基层有效 as grass-roots only and prints it', () => {
    const scope = parseScope('基层有效')
    expect(scope).toEqual({ kind: 'grassroots' })
    expect(scopeLine(scope!)).toBe('基层有效')
    expect(scopeLineEn(scope!)).toBe('Valid at grass-roots units only')
  })

  it.each([
    ['定向评价、定向使用（怒江州、迪庆州）', ['怒江州', '迪庆州']],
    ['定向怒江州', ['怒江州']],
    ['会泽县、镇雄县定向使用', ['会泽县', '镇雄县']],
    ['定向评价定向使用：怒江州；怒江州', ['怒江州']],
  ])('reads the places of %s', (text, places) => {
    const scope = parseScope(text)
    expect(scope).toEqual({ kind: 'targeted', places })
    expect(scopeLine(scope!)).toBe(`定向评价、定向使用：${places.join('、')}`)
    expect(scopeLineEn(scope!)).toContain(places[0])
  })

  it.each(['定向', '定向评价、定向使用', '全市', '本单位', '定向 ABC'])(
    'never guesses a restriction away: %j',
    (text) => expect(parseScope(text)).toBeNull(),
  )
})
