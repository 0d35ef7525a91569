// Bundled into pages: no node modules here.
import { compact } from '../spreadsheets/full-width.ts'

/** How a title was obtained: GB/T 14946.1 A.11 (评审 考试 特批 其他) and the two routes of 云人社函〔2023〕38号. */
export type Route = 'review' | 'assessment' | 'confirmation' | 'examination' | 'special-approval' | 'other'

interface RouteNames {
  readonly name: string
  readonly nameEn: string
  /** Other spellings offices use for the same route. */
  readonly also?: readonly string[]
}

const ROUTE_NAMES: Readonly<Record<Route, RouteNames>> = {
  review: { name: '评审', nameEn: 'Review' },
  assessment: { name: '考核认定', nameEn: 'Assessment' },
  confirmation: { name: '资格确认', nameEn: 'Confirmation', also: ['职称确认'] },
  examination: { name: '考试', nameEn: 'Examination', also: ['以考代评'] },
  'special-approval': { name: '特批', nameEn: 'Special approval' },
  other: { name: '其他', nameEn: 'Other' },
}

export const ROUTES = Object.keys(ROUTE_NAMES) as readonly Route[]

export const routeName = (route: Route): string => ROUTE_NAMES[route].name

export const routeNameEn = (route: Route): string => ROUTE_NAMES[route].nameEn

/** Null for a word that names no route; blanks and width aside, spellings are exact. */
export function parseRoute(text: string): Route | null {
  const word = compact(text)
  return (
    ROUTES.find((route) => ROUTE_NAMES[route].name === word || ROUTE_NAMES[route].also?.includes(word)) ??
    null
  )
}
