// Bundled into pages: no node modules here.
import type { Route } from '../titles/route.ts'

/** Names the tables below inside every signature. A change of a meaning is a new version; old ones stay readable. */
export const CODE_TABLE_VERSION = 1

/** 职称系列（专业）各层级名称, MOHRSS 2021-11-02: 27 series. The code is the position from 1 and is ours, not the ministry's. */
const SERIES = [
  '高等学校教师',
  '哲学社会科学研究',
  '自然科学研究',
  '卫生技术',
  '工程技术',
  '农业技术',
  '新闻',
  '出版',
  '图书资料',
  '文物博物',
  '档案',
  '工艺美术',
  '技工院校教师',
  '体育',
  '翻译',
  '播音主持',
  '会计',
  '统计',
  '经济',
  '实验技术',
  '中等职业学校教师',
  '中小学教师',
  '艺术',
  '公共法律服务',
  '船舶',
  '民用航空飞行',
  '审计',
] as const

// GB/T 14946.1-2009 A.11 has 1, 2, 3 and 9; 11 and 12 are ours (云人社函〔2023〕38号).
const ROUTES: readonly (readonly [Route, number])[] = [
  ['review', 1],
  ['examination', 2],
  ['special-approval', 3],
  ['other', 9],
  ['assessment', 11],
  ['confirmation', 12],
]

const SERIES_CODES: ReadonlyMap<string, number> = new Map(SERIES.map((name, i) => [name, i + 1]))
const ROUTE_CODES: ReadonlyMap<Route, number> = new Map(ROUTES)
const ROUTES_BY_CODE: ReadonlyMap<number, Route> = new Map(ROUTES.map(([route, code]) => [code, route]))

/** The code of a series, or its name when the table has none. */
export const seriesClaim = (series: string): number | string => SERIES_CODES.get(series) ?? series

/** Undefined for a code the table lacks, and for a name that should have been a code. */
export function seriesFromClaim(claim: unknown): string | undefined {
  if (typeof claim === 'number') return SERIES[claim - 1]
  return typeof claim === 'string' && !SERIES_CODES.has(claim) ? claim : undefined
}

export const routeClaim = (route: Route): number => ROUTE_CODES.get(route) as number

export const routeFromClaim = (claim: unknown): Route | undefined => ROUTES_BY_CODE.get(claim as number)
