/** What an office may do with titles: confirm a committee's list, issue certificates, take filings. */
export const POWERS = { confirm: '确认评审结果', issue: '签发证书', file: '受理备案' } as const
export type Power = keyof typeof POWERS

/** GB/T 12407-2008 codes; kept equal to titles/level.ts by a test, since titles stands on identity. */
export const POWER_LEVELS: Readonly<Record<string, string>> = {
  '410': '高级',
  '411': '正高级',
  '412': '副高级',
  '420': '中级',
  '430': '初级',
  '434': '助理级',
  '435': '员级',
}

export interface PowerGrant {
  readonly id: string
  readonly power: Power
  readonly levels: readonly string[]
  /** null is every series. */
  readonly series: readonly string[] | null
  /** Years of the titles, inclusive; null is open. */
  readonly fromYear: number
  readonly throughYear: number | null
  /** The notice and clause that gives it. */
  readonly ground: string
}

/** A title as a power sees it. `year` is the one it was obtained in. */
export interface PoweredTitle {
  readonly level: string
  readonly series: string
  readonly year: number
}

export const covers = (grant: PowerGrant, power: Power, { level, series, year }: PoweredTitle): boolean =>
  grant.power === power &&
  grant.levels.includes(level) &&
  (grant.series === null || grant.series.includes(series)) &&
  year >= grant.fromYear &&
  (grant.throughYear === null || year <= grant.throughYear)

/** Each kind of title once: a list of thousands holds a handful. */
export const distinctTitles = (titles: readonly PoweredTitle[]): readonly PoweredTitle[] => [
  ...new Map(titles.map((title) => [`${title.level}|${title.year}|${title.series}`, title])).values(),
]

/** A power in one line, for people. */
export function powerLine(grant: Omit<PowerGrant, 'id'>): string {
  const levels = grant.levels.map((level) => POWER_LEVELS[level] ?? level).join('、')
  const series = grant.series === null ? '全部系列' : grant.series.join('、')
  const years =
    grant.throughYear === null ? `${grant.fromYear} 年起` : `${grant.fromYear}–${grant.throughYear} 年`
  return `${POWERS[grant.power]}：${levels}，${series}，${years}（${grant.ground}）`
}
