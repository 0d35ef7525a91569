import { describe, expect, it } from 'vitest'
import {
  fieldsApart,
  fuller,
  relationOf,
  type ToldTitle,
} from '../../../src/collection/reconcile/compare-titles.ts'
import { isSameSeries } from '../../../src/titles/same-series.ts'

const ENGINEER: ToldTitle = {
  name: '尼玛·扎西',
  series: '工程技术',
  specialty: '机械',
  title: '工程师',
  level: '420',
  route: 'review',
  obtainedOn: '1998-12-01',
  document: '云人职发〔1998〕30号',
  issuer: '昆明市职改办',
  paper: null,
}

describe('two titles of one person', () => {
  it.each<[string, Partial<ToldTitle>, string]>([
    ['the same name in one series, whatever the dates', { obtainedOn: '2003' }, 'one'],
    ['another name at the same level in the same year', { title: '电气工程师' }, 'one'],
    ['another level of the series in the same year', { title: '高级工程师', level: '412' }, 'clash'],
    ['a promotion', { title: '高级工程师', level: '412', obtainedOn: '2004' }, 'two'],
    ['another series', { series: '会计', title: '会计师' }, 'two'],
    ['a confirmed copy of another office’s title', { route: 'confirmation' }, 'two'],
    ['a series the paper does not tell', { series: null }, 'one'],
  ])('%s', (_, other, relation) => {
    expect(relationOf(ENGINEER, { ...ENGINEER, ...other })).toBe(relation)
    expect(relationOf({ ...ENGINEER, ...other }, ENGINEER)).toBe(relation)
  })

  it.each<[string, Partial<ToldTitle>, readonly string[]]>([
    ['less of the day', { obtainedOn: '1998' }, []],
    ['what is not told', { document: null, issuer: null, specialty: null }, []],
    ['another interpunct', { name: '尼玛•扎西' }, []],
    ['another month', { obtainedOn: '1998-11' }, ['obtainedOn']],
    ['another name and issuer', { name: '尼玛次仁', issuer: '云南省人事厅' }, ['name', 'issuer']],
  ])('differ by %s in just that', (_, other, fields) => {
    expect(fieldsApart(ENGINEER, { ...ENGINEER, ...other })).toEqual(fields)
  })

  it('are not apart where 高级 leaves open which half', () => {
    const senior = { ...ENGINEER, title: '高级工程师', level: '410' } as const
    expect(fieldsApart(senior, { ...senior, level: '412' })).toEqual([])
    expect(fuller('level', '410', '412')).toBe('412')
    expect(fuller('obtainedOn', '1998', '1998-12')).toBe('1998-12')
    expect(fuller('obtainedOn', '1998-12', '1998')).toBe('1998-12')
  })

  it('keep their series through what it was called', () => {
    expect(isSameSeries('小学教师', '中小学教师')).toBe(true)
    expect(isSameSeries('工程系列', '工程技术人员')).toBe(true)
    expect(isSameSeries('会计', '审计')).toBe(false)
  })
})
