import { matchingName } from '../../people/name.ts'
import { levelGroupOf } from '../../policy/level-group.ts'
import { compact } from '../../spreadsheets/full-width.ts'
import type { LevelCode } from '../../titles/level.ts'
import type { Route } from '../../titles/route.ts'
import { isSameSeries } from '../../titles/same-series.ts'

/** What can be decided about one title; the order they are shown in. */
export const COMPARED_FIELDS = [
  'name',
  'series',
  'specialty',
  'title',
  'level',
  'route',
  'obtainedOn',
  'document',
  'issuer',
  'paper',
] as const
export type ComparedField = (typeof COMPARED_FIELDS)[number]

/** this: the row of the batch; other: what stands against it. */
export type Side = 'this' | 'other'

const NAMES: Readonly<Record<ComparedField, string>> = {
  name: '姓名',
  series: '系列',
  specialty: '专业',
  title: '职称名称',
  level: '级别',
  route: '取得途径',
  obtainedOn: '取得时间',
  document: '批准文号',
  issuer: '发证机关',
  paper: '证书编号',
}

export const comparedFieldName = (field: ComparedField): string => NAMES[field]

/** A title as one source tells it; what it does not tell is null, and contradicts nothing. */
export interface ToldTitle {
  readonly name: string
  readonly series: string | null
  readonly specialty: string | null
  readonly title: string
  readonly level: LevelCode
  readonly route: Route
  /** YYYY, YYYY-MM or YYYY-MM-DD: as much as is known. */
  readonly obtainedOn: string
  readonly document: string | null
  readonly issuer: string | null
  readonly paper: string | null
}

/** How two titles of one person stand to each other: one title, two that cannot both be, or two. */
export type Relation = 'one' | 'clash' | 'two'

/**
 * A promotion, another series, or a confirmed copy is a title of its own. One name in one series is one title, whatever
 * the dates; so is one level of one series in one year. Two levels of one series in one year clash.
 */
export function relationOf(a: ToldTitle, b: ToldTitle): Relation {
  if (!isSameSeries(a.series, b.series)) return 'two'
  if (a.route !== b.route && (a.route === 'confirmation' || b.route === 'confirmation')) return 'two'
  if (compact(a.title) === compact(b.title)) return 'one'
  if (a.obtainedOn.slice(0, 4) !== b.obtainedOn.slice(0, 4)) return 'two'
  if (fits.level(a.level, b.level)) return 'one'
  return levelGroupOf(a.level) === levelGroupOf(b.level) || a.series === null || b.series === null
    ? 'one'
    : 'clash'
}

/** The fields in which both tell something and cannot both be right. */
export const fieldsApart = (a: ToldTitle, b: ToldTitle): readonly ComparedField[] =>
  COMPARED_FIELDS.filter((field) => {
    const [one, other] = [a[field], b[field]]
    return one !== null && other !== null && !fits[field](one, other)
  })

const text = (one: string, other: string): boolean => compact(one) === compact(other)

const fits: Readonly<Record<ComparedField, (one: string, other: string) => boolean>> = {
  name: (one, other) => matchingName(one) === matchingName(other),
  series: isSameSeries,
  specialty: text,
  title: text,
  // 高级 leaves open which of its two rungs, and so does 初级.
  level: (one, other) =>
    one === other ||
    (levelGroupOf(one) === levelGroupOf(other) &&
      [one, other].some((code) => code === '410' || code === '430')),
  route: text,
  obtainedOn: (one, other) => one.startsWith(other) || other.startsWith(one),
  document: text,
  issuer: text,
  paper: (one, other) => text(one.toUpperCase(), other.toUpperCase()),
}

/** The fuller of two that fit: whatever the title does not tell yet is taken from the other side. */
export const fuller = (field: ComparedField, mine: string | null, other: string | null): string | null => {
  if (mine === null || other === null) return mine ?? other
  if (field === 'obtainedOn' && other.startsWith(mine)) return other
  if (field === 'level' && (mine === '410' || mine === '430') && fits.level(mine, other)) return other
  return mine
}
