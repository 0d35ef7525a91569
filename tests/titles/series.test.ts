import { describe, expect, it } from 'vitest'
import { judgeTitle, parseSeries, seriesByCode } from '../../src/titles/series.ts'
import { SERIES } from '../../src/titles/series-table.ts'

describe('the 27 series', () => {
  it('are numbered 1 to 27, each with titles of its own', () => {
    expect(SERIES.map(({ code }) => code)).toEqual(Array.from({ length: 27 }, (_, i) => i + 1))
    for (const series of SERIES) {
      expect(series.titles.size).toBeGreaterThan(1)
      expect(parseSeries(series.name)).toBe(series)
      expect(seriesByCode(series.code)).toBe(series)
    }
    expect(seriesByCode(28)).toBeNull()
  })

  it('agree with themselves about every title', () => {
    for (const { name, titles } of SERIES) {
      for (const [title, level] of titles) expect(judgeTitle(name, title, level)).toBe('known')
    }
  })

  it.each([
    ['工程技术人员', '工程技术'],
    ['工程系列', '工程技术'],
    ['卫生', '卫生技术'],
    ['新闻专业人员', '新闻'],
    ['民用航空飞行技术人员', '民用航空飞行'],
    ['船舶专业技术人员', '船舶'],
    ['会计专业', '会计'],
    ['中小学教师 系列', '中小学教师'],
  ])('reads %s as %s', (text, name) => expect(parseSeries(text)?.name).toBe(name))

  it.each(['', '系列', '海关', '小学教师'])('does not guess %j', (text) =>
    expect(parseSeries(text)).toBeNull(),
  )
})

describe('a title in a series at a level', () => {
  it.each([
    ['工程技术', '高级工程师', '412', 'known'],
    ['卫生技术', '主治（主管）医师', '420', 'known'],
    ['中小学教师', '一级教师', '420', 'known'],
    ['艺术', '一级演员', '411', 'known'],
    ['工程技术', '高级工程师', '411', 'contradiction'],
    ['卫生技术', '主任医师', '412', 'contradiction'],
    ['工程技术', '主任医师', '411', 'contradiction'],
    ['中小学教师', '高级讲师', '412', 'contradiction'],
    ['工程技术', '正高级建筑师', '411', 'unknown'],
    ['海关', '高级工程师', '412', 'unknown'],
    ['艺术', '研究馆员', '411', 'unknown'],
    ['农业技术', '技术员', '435', 'unknown'],
    // Nobody has read these names in a source: they refuse nothing.
    ['船舶', '正高级船长', '412', 'unknown'],
    ['统计', '正高级统计师', '412', 'unknown'],
    ['中小学教师', '正高级统计师', '411', 'unknown'],
  ] as const)('%s %s %s is %s', (series, title, level, verdict) =>
    expect(judgeTitle(series, title, level)).toBe(verdict),
  )
})
