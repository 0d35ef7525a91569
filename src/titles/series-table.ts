// Bundled into pages: no node modules here.
import type { LevelCode } from './level.ts'

/** A title series: code 1–27 of the table of 2021-11-02. A certificate carries the short name. */
export interface TitleSeries {
  readonly code: number
  readonly name: string
  /** Short forms offices write for it. */
  readonly also?: readonly string[]
  /** Every title of the series known with certainty; not always every title there is. */
  readonly titles: ReadonlyMap<string, LevelCode>
}

/** One ladder: its titles from 正高级 downwards; null where a series has no such level, | between equal names. */
type Ladder = readonly (string | null)[]

const RUNGS: readonly LevelCode[] = ['411', '412', '420', '434', '435']

const RESEARCH: Ladder = ['研究员', '副研究员', '助理研究员', '研究实习员']
const LIBRARY: Ladder = ['研究馆员', '副研究馆员', '馆员', '助理馆员']
const LECTURER: Ladder = ['正高级讲师', '高级讲师', '讲师', '助理讲师']
const PRACTICE: Ladder = [
  '正高级实习指导教师',
  '高级实习指导教师',
  '一级实习指导教师',
  '二级实习指导教师',
  '三级实习指导教师',
]

/** 正高级X 高级X X 助理X, the ladder of most professions. */
const plain = (title: string): Ladder => [`正高级${title}`, `高级${title}`, title, `助理${title}`]

/** 一级X 二级X 三级X 四级X: 人社部发〔2020〕68号 for the arts, 人社部发〔2021〕59号 for notaries. */
const graded = (title: string): Ladder => [`一级${title}`, `二级${title}`, `三级${title}`, `四级${title}`]

const ARTS = ['演员', '演奏员', '编剧', '导演', '指挥', '作曲', '作词', '美术师', '舞美设计师', '文学创作']
const STAGE = ['舞台技术', '录音师', '剪辑师']

const forensic = (suffix: string): Ladder =>
  ['正高级', '副高级', '中级', '初级'].map((level) => `${level}司法鉴定人${suffix}`)

function series(
  code: number,
  name: string,
  ladders: readonly Ladder[],
  also?: readonly string[],
): TitleSeries {
  const titles = new Map<string, LevelCode>()
  for (const ladder of ladders) {
    for (const [rung, names] of ladder.entries()) {
      for (const title of names?.split('|') ?? []) titles.set(title, RUNGS[rung]!)
    }
  }
  return { code, name, titles, ...(also && { also }) }
}

/**
 * Series whose names here are not all there are (体育, 公共法律服务), or were read in no source: 播音主持, 统计, 船舶, 民用航空飞行
 * stand as remembered. None of them is a ground to refuse a row.
 */
export const INCOMPLETE_SERIES: ReadonlySet<number> = new Set([14, 16, 18, 24, 25, 26])

const TABLE = '人力资源社会保障部专业技术人员管理司：职称系列（专业）各层级名称（2021-11-02）'

/** Where the names of a series were read; one without an entry stands as remembered. */
export const SERIES_SOURCES: ReadonlyMap<number, string> = new Map([
  ...Array.from({ length: 13 }, (_, i) => [i + 1, TABLE] as const),
  [14, '人社部发〔2020〕76号（教练）'],
  [15, '人社部发〔2019〕110号'],
  [17, '人社部发〔2019〕8号'],
  [19, '人社部发〔2019〕53号'],
  [20, '人社部发〔2021〕62号'],
  [21, '关于深化中等职业学校教师职称制度改革的指导意见'],
  [22, '关于深化中小学教师职称制度改革的指导意见（2015年）'],
  [23, '人社部发〔2020〕68号'],
  [24, '人社部发〔2021〕59号'],
  [27, '审计专业技术资格规定'],
])

/** In the order and with the numbers of the table of 2021-11-02; from 14 on the order is remembered. */
export const SERIES: readonly TitleSeries[] = [
  series(1, '高等学校教师', [['教授', '副教授', '讲师', '助教']], ['高校教师']),
  series(2, '哲学社会科学研究', [RESEARCH], ['社会科学研究']),
  series(3, '自然科学研究', [RESEARCH]),
  series(
    4,
    '卫生技术',
    [
      ['主任医师', '副主任医师', '主治医师|主管医师|主治(主管)医师', '医师', '医士'],
      ['主任中医师', '副主任中医师', '主治中医师', '中医师', '中医士'],
      ['主任药师', '副主任药师', '主管药师', '药师', '药士'],
      ['主任中药师', '副主任中药师', '主管中药师', '中药师', '中药士'],
      ['主任护师', '副主任护师', '主管护师', '护师', '护士'],
      ['主任技师', '副主任技师', '主管技师', '技师', '技士'],
    ],
    ['卫生'],
  ),
  series(5, '工程技术', [[...plain('工程师'), '技术员']], ['工程']),
  series(
    6,
    '农业技术',
    [
      [...plain('农艺师'), '农业技术员'],
      plain('畜牧师'),
      plain('兽医师'),
      ['农业技术推广研究员', null, null, null, '畜牧技术员|兽医技术员'],
    ],
    ['农业'],
  ),
  series(7, '新闻', [
    ['高级记者', '主任记者', '记者', '助理记者'],
    ['高级编辑', '主任编辑', '编辑', '助理编辑'],
  ]),
  series(8, '出版', [['编审', '副编审', '编辑', '助理编辑']]),
  series(9, '图书资料', [[...LIBRARY, '管理员']]),
  series(10, '文物博物', [LIBRARY], ['文博']),
  series(11, '档案', [[...LIBRARY, '管理员']]),
  series(12, '工艺美术', [[...plain('工艺美术师'), '工艺美术员']]),
  series(13, '技工院校教师', [LECTURER, PRACTICE]),
  series(14, '体育', [
    ['国家级教练', '高级教练', '中级教练', '初级教练'],
    ['正高级运动防护师', '高级运动防护师', '中级运动防护师', '初级运动防护师'],
  ]),
  series(15, '翻译', [['译审', '一级翻译', '二级翻译', '三级翻译']]),
  series(16, '播音主持', [['播音指导', '主任播音员主持人', '一级播音员主持人', '二级播音员主持人']]),
  series(17, '会计', [plain('会计师')]),
  series(18, '统计', [plain('统计师')]),
  series(19, '经济', [plain('经济师'), plain('人力资源管理师'), plain('知识产权师')]),
  series(20, '实验技术', [[...plain('实验师'), '实验员']], ['实验']),
  series(21, '中等职业学校教师', [LECTURER, PRACTICE]),
  series(22, '中小学教师', [['正高级教师', '高级教师', '一级教师', '二级教师', '三级教师']]),
  series(23, '艺术', [...ARTS, ...STAGE].map(graded)),
  series(24, '公共法律服务', [
    graded('公证员'),
    ['主任法医师', '副主任法医师', '主检法医师', '法医师'],
    ...['', '(物证类)', '(声像资料类)', '(环境损害类)'].map(forensic),
  ]),
  series(25, '船舶', [
    ['正高级船长', '高级船长'],
    ['正高级轮机长', '高级轮机长'],
  ]),
  series(26, '民用航空飞行', [['正高级飞行员', '一级飞行员', '二级飞行员', '三级飞行员']]),
  series(27, '审计', [plain('审计师')]),
]

/** Names other series use or used too (mass culture, libraries, technicians): where they belong proves nothing. */
export const SHARED_NAMES: ReadonlySet<string> = new Set([
  ...(LIBRARY as readonly string[]),
  '管理员',
  '技术员',
])
