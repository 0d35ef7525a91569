import { parseIdDocumentType, readIdDocument, ID_DOCUMENT_TYPES } from '../people/id-document.ts'
import type { IdDocument, IdDocumentType } from '../people/id-document.ts'
import { parseDocumentNumber } from '../titles/document-number.ts'
import * as listCell from '../results/lists/list-cell.ts'
import {
  folded,
  ID_FAULTS,
  dateFromSerial,
  titleContradiction,
  unknownIdType,
  unknownRoute,
} from '../results/lists/reasons.ts'
import type { DatePrecision } from '../spreadsheets/number-format.ts'
import type { Remark } from '../spreadsheets/defect.ts'
import { compact } from '../spreadsheets/full-width.ts'
import type { RowReader } from '../spreadsheets/row-reader.ts'
import { readPastDate } from '../spreadsheets/past-date.ts'
import type { Cell } from '../spreadsheets/workbook.ts'
import { parseLevel } from '../titles/level.ts'
import type { LevelCode } from '../titles/level.ts'
import { parseRoute } from '../titles/route.ts'
import type { Route } from '../titles/route.ts'
import type { HistoryColumn } from './history-columns.ts'
import { isKnownSeries, judgeOldTitle } from './old-titles.ts'
import * as reasons from './reasons.ts'

type Reader = RowReader<HistoryColumn>

/** What is known of a person's document: `sound` by its own digits, `flawed` but kept, or none at all. */
export type OldIdentity =
  | { readonly kind: 'sound'; readonly document: IdDocument }
  | { readonly kind: 'flawed'; readonly type: IdDocumentType; readonly number: string }
  | { readonly kind: 'none' }

/** A date with what is known of it: 1998-12-01, 1998-12 or 1998. */
export interface PastDay {
  readonly value: string
  readonly precision: DatePrecision
}

/** A text that may be missing: told, when the list has such a column at all. */
export function readOptional(row: Reader, key: HistoryColumn, missing: Remark): string | null {
  if (row.hasColumn(key) && row.cell(key) === undefined && !row.isUnreadable(key)) row.tell(key, missing)
  return listCell.readText(row, key, false)
}

export const readEmployer = (row: Reader): string | null => readOptional(row, 'employer', reasons.noEmployer)

export const readIssuer = (row: Reader): string | null => readOptional(row, 'issuer', reasons.noIssuer)

/** Null when the number was refused; a list without document types means the identity card, or what else fits. */
export function readOldId(row: Reader): OldIdentity | null {
  const cell = row.cell('idNumber')
  if (cell === undefined) {
    if (row.isUnreadable('idNumber')) return null
    row.tell('idNumber', reasons.noNumber)
    return { kind: 'none' }
  }
  const number = digitsOf(row, cell)
  const type = readOldIdType(row)
  if (number === null || type === null) return null
  const document = type === 'untold' ? readAsAny(number, row) : readIdDocument(type, number, row.today)
  if (!('fault' in document)) {
    if (document.folded) row.tell('idNumber', folded('people/id-folded', document.number))
    listCell.tellArea(row, 'idNumber', document)
    return { kind: 'sound', document }
  }
  if (document.fault === 'wrong-check-digit') {
    row.tell('idNumber', reasons.wrongCheckDigit)
    const kept = compact(number).toUpperCase()
    return { kind: 'flawed', type: type === 'untold' ? 'resident-identity-card' : type, number: kept }
  }
  row.tell('idNumber', ID_FAULTS[document.fault])
  return null
}

/** A numeral holds 15 digits exactly; of 18 it has lost three, and what is lost is never padded. */
function digitsOf(row: Reader, cell: Cell): string | null {
  if (cell.kind === 'text' && !listCell.isScientific(cell.text)) return cell.text
  if (cell.kind === 'number' && /^[1-9][0-9]{14}$/.test(cell.text)) {
    row.tell('idNumber', reasons.numberAsNumeral)
    return cell.text
  }
  row.tell('idNumber', ID_FAULTS['digits-lost'])
  return null
}

function readOldIdType(row: Reader): IdDocumentType | 'untold' | null {
  const cell = row.cell('idType')
  if (cell === undefined) return row.isUnreadable('idType') ? null : 'untold'
  const type = parseIdDocumentType(cell.text)
  if (type === null) row.tell('idType', unknownIdType)
  return type
}

function readAsAny(number: string, { today }: Reader): ReturnType<typeof readIdDocument> {
  const card = readIdDocument('resident-identity-card', number, today)
  if (!('fault' in card) || card.fault !== 'type-mismatch') return card
  const others = ID_DOCUMENT_TYPES.map((type) => readIdDocument(type, number, today))
  return others.find((other) => !('fault' in other)) ?? card
}

const OLD_LEVELS: Readonly<Record<string, LevelCode>> = { 正高: '411', 副高: '412', 助理: '434', 员: '435' }

/** 高级 and 初级 are levels of their own here (GB/T 12407: 410, 430): nobody guesses the rung. */
export const readOldLevel = (row: Reader): LevelCode | null =>
  listCell.readWord(
    row,
    'level',
    (text) => parseLevel(text) ?? OLD_LEVELS[compact(text)] ?? null,
    reasons.unknownLevel,
  )

const OLD_ROUTES: Readonly<Record<string, Route>> = {
  认定: 'assessment',
  初定: 'assessment',
  确认: 'confirmation',
}

/** Also 评审通过, 考试合格 and the short words of the years before 2017. */
export const readOldRoute = (row: Reader): Route | null =>
  listCell.readWord(
    row,
    'route',
    (text) => {
      const word = compact(text).replace(/(通过|合格|取得)$/, '')
      return parseRoute(word) ?? OLD_ROUTES[word] ?? null
    },
    unknownRoute,
  )

export function readPastDay(row: Reader): PastDay | null {
  const cell = listCell.filled(row, 'obtainedOn')
  if (cell === null) return null
  const date = readPastDate(cell, row)
  if ('fault' in date) {
    row.tell('obtainedOn', reasons.DATE_FAULTS[date.fault])
    return null
  }
  const { value, precision, warning } = date
  if (value < '1949-10'.slice(0, value.length)) {
    row.tell('obtainedOn', reasons.beforeTheRepublic)
    return null
  }
  if (warning === 'serial-number') row.tell('obtainedOn', dateFromSerial(value))
  if (warning === 'folded') row.tell('obtainedOn', folded('spreadsheets/date-folded', value))
  if (warning === 'month-lost') row.tell('obtainedOn', reasons.monthLost(cell.text.trim(), value))
  if (warning === 'year-completed') row.tell('obtainedOn', reasons.yearCompleted(value))
  return { value, precision }
}

/** Normalised to 〔〕 when it is of that style, else kept as given: every era wrote its own. */
export function readOldDocument(row: Reader): string | null {
  const text = readOptional(row, 'document', reasons.noDocument)
  if (text === null) return null
  const number = parseDocumentNumber(text)
  if (!('reason' in number)) return number.text
  row.tell('document', reasons.documentKept(number.reason))
  return text
}

/** Numbers of papers are of every form; a numeral may have lost its first noughts, and never gets them back. */
export function readPaperNumber(row: Reader): string | null {
  const cell = row.cell('paper')
  if (cell === undefined) return null
  if (cell.kind === 'number') {
    row.tell('paper', reasons.paperAsNumeral(cell.text))
    return /^[0-9]{1,15}$/.test(cell.text) ? cell.text : null
  }
  const text = cell.text.trim()
  if (/^[^\p{Cc}\p{Cf}\p{Cs}]{1,64}$/u.test(text) && /[\p{L}\p{N}]/u.test(text)) return text
  row.tell('paper', reasons.badPaperNumber)
  return null
}

/** The series in the words of its year. */
export function readOldSeries(row: Reader): string | null {
  const series = readOptional(row, 'series', reasons.noSeries)
  if (series !== null && !isKnownSeries(series)) row.tell('series', reasons.unknownSeries)
  return series
}

export function tellOldTitle(
  row: Reader,
  series: string | null,
  title: string | null,
  level: LevelCode | null,
): void {
  if (title === null || level === null) return
  const verdict = row.recall(`${level} ${title} ${series}`, () => judgeOldTitle(series, title, level))
  if (verdict === 'contradiction') row.tell('title', titleContradiction(series ?? '', level))
  if (verdict === 'doubtful') row.tell('title', reasons.doubtfulTitle)
  if (verdict === 'unknown') row.tell('title', reasons.unknownTitle)
}
