import { checkDigit } from '../people/id-number.ts'

const HEADER = '序号,姓名,身份证号,工作单位,系列,专业,职称名称,级别,取得途径,取得时间,批准文号,发证机关,备注'
const SURNAMES = '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧'
const TITLES = [
  ['工程', '建筑工程', '助理工程师'],
  ['工程', '水利水电', '助理工程师'],
  ['农业技术', '农学', '助理农艺师'],
  ['会计', '会计', '助理会计师'],
  ['图书资料', '图书资料', '助理馆员'],
] as const

export interface PastList {
  readonly people: number
  /** The first person's number among all made-up ones: two lists of the same numbers are the same people. */
  readonly from?: number
  readonly years?: readonly number[]
  /** What to write instead, for row i from 0. */
  readonly line?: (i: number, cells: string[]) => readonly string[]
}

/** A list of made-up holders of junior titles of past years as text, in pieces of some thousand lines. */
export function* pastList({
  people,
  from = 0,
  years = [1997, 1998, 1999],
  line,
}: PastList): Generator<string> {
  let piece = `${HEADER}\n`
  for (let i = 0; i < people; i++) {
    const cells = [String(i + 1), ...madeUp(from + i, years)]
    piece += `${(line ? line(i, cells) : cells).join(',')}\n`
    if (i % 4000 === 3999) {
      yield piece
      piece = ''
    }
  }
  yield piece
}

function madeUp(n: number, years: readonly number[]): string[] {
  const [series, specialty, title] = TITLES[n % TITLES.length]!
  const year = years[n % years.length]!
  const given = String.fromCodePoint(0x4e00 + ((n * 7919) % 20_000), 0x4e00 + ((n * 104_729) % 20_000))
  return [
    SURNAMES[n % SURNAMES.length]! + given,
    numberOf(n),
    `云南省第${n % 997}建设公司`,
    series,
    specialty,
    title,
    '助理级',
    '评审',
    `${year}-${String(1 + (n % 12)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    `云人职发〔${year}〕${1 + (n % 300)}号`,
    '昆明市人事局',
    '',
  ]
}

/** A valid number nobody has: days of thirty years, a thousand of each, in ten made-up places. */
function numberOf(n: number): string {
  const day = new Date(Date.UTC(1940, 0, 1 + (Math.floor(n / 1000) % 10_950)))
  const place = 530_101 + Math.floor(n / 10_950_000)
  const digits = `${place}${day.toISOString().slice(0, 10).replaceAll('-', '')}${String(n % 1000).padStart(3, '0')}`
  return digits + checkDigit(digits)
}
