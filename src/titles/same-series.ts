import { compact } from '../spreadsheets/full-width.ts'
import { parseSeries } from './series.ts'

/** What became of series that were joined or renamed since 1986, by their names of today. */
const TODAY: Readonly<Record<string, string>> = {
  中学教师: '中小学教师',
  小学教师: '中小学教师',
  中等专业学校教师: '中等职业学校教师',
  技工学校教师: '技工院校教师',
  社会科学研究: '哲学社会科学研究',
  体育教练: '体育',
  广播电视播音: '播音主持',
  律师: '公共法律服务',
  公证: '公共法律服务',
  船舶技术: '船舶',
  民用航空飞行技术: '民用航空飞行',
}

/** A series by its official name of today; as given when the tables do not know it. */
export function seriesToday(text: string): string {
  const word = compact(text).replace(/(系列|人员)$/, '')
  const renamed = TODAY[word] ?? word
  return parseSeries(renamed)?.name ?? parseSeries(text)?.name ?? renamed
}

/** One series, whatever it was called in its year; what a source does not tell contradicts nothing. */
export const isSameSeries = (one: string | null, other: string | null): boolean =>
  one === null || other === null || one === '' || other === '' || seriesToday(one) === seriesToday(other)
