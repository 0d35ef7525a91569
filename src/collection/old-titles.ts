import { compact } from '../spreadsheets/full-width.ts'
import type { LevelCode } from '../titles/level.ts'
import { judgeTitle, parseSeries } from '../titles/series.ts'

/** The 29 series of the years 1986 to about 2017, by their short names: no fault in an old record. */
const OLD_SERIES: ReadonlySet<string> = new Set(
  [
    '高等学校教师 社会科学研究 自然科学研究 卫生技术 工程技术 农业技术 新闻 出版 图书资料 文物博物 档案 工艺美术',
    '技工学校教师 体育教练 翻译 广播电视播音 海关 律师 公证 会计 统计 经济 实验技术 中等专业学校教师 中学教师',
    '小学教师 艺术 船舶技术 民用航空飞行技术',
  ]
    .join(' ')
    .split(' '),
)

/** Titles of school teachers until the series were joined: 小学高级教师 was intermediate (职改字〔1986〕第112号). */
const OLD_TITLES: ReadonlyMap<string, LevelCode> = new Map([
  ['中学高级教师', '412'],
  ['中学一级教师', '420'],
  ['中学二级教师', '434'],
  ['中学三级教师', '435'],
  ['小学高级教师', '420'],
  ['小学一级教师', '434'],
  ['小学二级教师', '435'],
  ['小学三级教师', '435'],
])

// Each ladder from 正高级 down; - where it has no such rung, / between names of one rung. Read in tables of provinces.
const OLD_LADDERS = [
  '- - 幼儿园高级教师 幼儿园一级教师 幼儿园二级教师/幼儿园三级教师',
  '教授级高级工程师/高级工程师(教授级) - - - -',
  '- - - - 教员',
  '- - - - 经济员',
  '- - - - 会计员',
  '- - - - 统计员',
  '- - - - 审计员',
  '一级律师 二级律师 三级律师 四级律师 律师助理',
  '一级公证员 二级公证员 三级公证员 四级公证员 公证员助理',
  '播音指导 主任播音员 一级播音员 二级播音员 三级播音员',
  '国家级教练 高级教练 一级教练 二级教练 三级教练',
  '译审 副译审 翻译 助理翻译 -',
  '- - 技术编辑 助理技术编辑 技术设计员',
  '- - 一级校对 二级校对 三级校对',
]
const RUNGS: readonly LevelCode[] = ['411', '412', '420', '434', '435']
const OLD_NAMES: ReadonlyMap<string, LevelCode> = new Map(
  OLD_LADDERS.flatMap((ladder) =>
    ladder
      .split(' ')
      .flatMap((names, rung) => names.split('/').map((name) => [name, RUNGS[rung]!] as const))
      .filter(([name]) => name !== '-'),
  ),
)

/** 中小学教师: 高级教师 alone may stand for 小学高级教师 in an old list. */
const SCHOOL_TEACHERS = 22

export const isKnownSeries = (text: string): boolean =>
  OLD_SERIES.has(compact(text)) ||
  OLD_SERIES.has(compact(text).replace(/(系列|人员)$/, '')) ||
  parseSeries(text) !== null

/** 高级 leaves open which of its two rungs, and so does 初级. */
const fits = (level: LevelCode, listed: LevelCode): boolean =>
  level === listed ||
  (level === '410' && (listed === '411' || listed === '412')) ||
  (level === '430' && (listed === '434' || listed === '435'))

/**
 * Did this title exist in this series at this level in its year? `contradiction` only where no year had it so;
 * `doubtful` when today's table speaks against it, which an old title may outlive; `unknown` when nothing speaks.
 */
export function judgeOldTitle(
  series: string | null,
  title: string,
  level: LevelCode,
): 'known' | 'contradiction' | 'doubtful' | 'unknown' {
  const name = compact(title)
  const old = OLD_TITLES.get(name)
  if (old !== undefined) return fits(level, old) ? 'known' : 'contradiction'
  const remembered = OLD_NAMES.get(name)
  // Offices ranked some of these each in its own way: a different level is told, not refused.
  if (remembered !== undefined) return fits(level, remembered) ? 'known' : 'doubtful'
  const own = series === null ? null : parseSeries(series)
  if (own === null) return 'unknown'
  const listed = own.titles.get(name)
  const today = judgeTitle(own.name, title, level)
  if (listed === undefined) return today === 'contradiction' ? 'doubtful' : 'unknown'
  if (fits(level, listed)) return 'known'
  return today === 'contradiction' && own.code !== SCHOOL_TEACHERS ? 'contradiction' : 'doubtful'
}
