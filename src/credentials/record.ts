// Bundled into pages: no node modules here.
import { isDay, type Day } from '../calendar/day.ts'
import { LEVEL_CODES, type LevelCode } from '../titles/level.ts'
import { ROUTES, type Route } from '../titles/route.ts'
import type { ValidityScope } from '../titles/validity-scope.ts'

/** What a certificate says: every envelope is made from this and nothing else. */
export interface CertificateRecord {
  /** Opaque text, at most 40 characters. */
  readonly number: string
  /** The holder's name exactly as given. */
  readonly name: string
  readonly series: string
  readonly specialty: string
  readonly title: string
  readonly level: LevelCode
  readonly route: Route
  readonly obtainedOn: Day
  readonly committee: string | null
  /** 文号, brackets normalised to 〔〕. */
  readonly document: string
  readonly scope: ValidityScope
  readonly issuer: { readonly name: string; readonly creditCode: string }
  readonly issuedOn: Day
  /** Place in the Token Status List. */
  readonly status: { readonly list: number; readonly index: number }
}

/** The record as an envelope carries it: the QR leaves out the committee and the issuer's name. */
export interface CarriedRecord extends Omit<CertificateRecord, 'issuer'> {
  readonly issuer: { readonly name: string | null; readonly creditCode: string }
}

/** Highest list number and index: a list has at most 2^20 places. */
export const MAX_STATUS_LIST = 0xffff
export const MAX_STATUS_INDEX = 0xfffff

/** No envelope of a sound record is longer, in characters. */
export const MAX_TOKEN_LENGTH = 8192

/** Where the issuer at `origin` publishes a status list. */
export const statusUri = (origin: string, list: number): string => `${origin}/status/${list}`

/** True when every member is of its kind and within its length; signing and reading hold to the same bounds. */
export function isSound(record: CarriedRecord): boolean {
  return (
    isText(record.number, 40) &&
    isText(record.name, 100) &&
    isText(record.series, 50) &&
    isText(record.specialty, 100) &&
    isText(record.title, 100) &&
    LEVEL_CODES.includes(record.level) &&
    ROUTES.includes(record.route) &&
    isKnownDay(record.obtainedOn) &&
    (record.committee === null || isText(record.committee, 200)) &&
    isText(record.document, 100) &&
    isSoundScope(record.scope) &&
    (record.issuer.name === null || isText(record.issuer.name, 200)) &&
    isText(record.issuer.creditCode, 18) &&
    /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(record.issuer.creditCode) &&
    isKnownDay(record.issuedOn) &&
    isWithin(record.status.list, MAX_STATUS_LIST) &&
    isWithin(record.status.index, MAX_STATUS_INDEX)
  )
}

function isSoundScope(scope: ValidityScope): boolean {
  if (scope.kind !== 'targeted') return scope.kind === 'everywhere' || scope.kind === 'grassroots'
  return (
    scope.places.length > 0 && scope.places.length <= 20 && scope.places.every((place) => isText(place, 30))
  )
}

// Certificates are many and their days few; asking the calendar each time would be the dearest part of reading one.
const knownDays = new Set<Day>()

function isKnownDay(day: Day): boolean {
  if (knownDays.has(day)) return true
  if (!isDay(day)) return false
  if (knownDays.size >= 4096) knownDays.clear()
  knownDays.add(day)
  return true
}

/** One line of 1 to `most` characters; a rare character outside the basic plane counts once. */
function isText(text: unknown, most: number): boolean {
  return (
    typeof text === 'string' &&
    text.length > 0 &&
    (text.length <= most || (text.length <= 2 * most && Array.from(text).length <= most)) &&
    // Controls, line and paragraph separators, lone surrogates: nothing that prints differently than it reads.
    !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text)
  )
}

const isWithin = (n: number, most: number): boolean => Number.isInteger(n) && n >= 0 && n <= most
