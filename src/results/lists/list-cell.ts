import type { Day } from '../../calendar/day.ts'
import { readCreditCode } from '../../identity/credit-code.ts'
import { divisionOf } from '../../people/division.ts'
import { parseIdDocumentType, readIdDocument } from '../../people/id-document.ts'
import type { IdDocument, IdDocumentType } from '../../people/id-document.ts'
import { checkName, textFault } from '../../people/name.ts'
import { readDateCell } from '../../spreadsheets/date-cell.ts'
import { compact } from '../../spreadsheets/full-width.ts'
import type { Remark } from '../../spreadsheets/defect.ts'
import type { RowReader } from '../../spreadsheets/row-reader.ts'
import type { Cell } from '../../spreadsheets/workbook.ts'
import { isSpecified, parseLevel } from '../../titles/level.ts'
import type { LevelCode } from '../../titles/level.ts'
import { parseRoute } from '../../titles/route.ts'
import type { Route } from '../../titles/route.ts'
import { judgeTitle, parseSeries } from '../../titles/series.ts'
import { parseScope } from '../../titles/validity-scope.ts'
import type { ValidityScope } from '../../titles/validity-scope.ts'
import { parseApplication, type Application } from './application.ts'
import * as reasons from './reasons.ts'

/** Longest employer, committee, specialty or title, in code points. */
const TEXT_LIMIT = 100

/** The cell, or null after telling that it is empty. */
export function filled<Key extends string>(row: RowReader<Key>, key: Key): Cell | null {
  const cell = row.cell(key)
  if (cell === undefined && !row.isUnreadable(key)) row.tell(key, reasons.missingValue(row.header(key)))
  return cell ?? null
}

/** A text that may be printed and exported as it stands; outer blanks are taken off and told. */
export function readText<Key extends string>(
  row: RowReader<Key>,
  key: Key,
  required: boolean,
): string | null {
  const cell = required ? filled(row, key) : row.cell(key)
  if (!cell) return null
  const text = cell.text.trim()
  const fault = textFault(mended(row, key, text))
  if (fault !== null) row.tell(key, reasons.NAME_FAULTS[fault])
  else if (!/\p{L}/u.test(text)) row.tell(key, reasons.notText)
  else if (Array.from(text).length > TEXT_LIMIT) row.tell(key, reasons.tooLong(TEXT_LIMIT))
  else {
    if (text !== cell.text) row.tell(key, reasons.trimmed)
    return text
  }
  return null
}

export const readRequiredText = <Key extends string>(row: RowReader<Key>, key: Key): string | null =>
  readText(row, key, true)

export const readOptionalText = <Key extends string>(row: RowReader<Key>, key: Key): string | null =>
  readText(row, key, false)

/** Reads a word from a closed list; `unknown` is told when the list does not have it. */
export function readWord<Key extends string, T>(
  row: RowReader<Key>,
  key: Key,
  parse: (text: string) => T | null,
  unknown: Remark,
): T | null {
  const cell = filled(row, key)
  if (cell === null) return null
  const value = parse(cell.text)
  if (value === null) row.tell(key, unknown)
  return value
}

/** Nearly every name there is: nothing about it can be wrong. */
const ORDINARY_NAME = /^[\u4e00-\u9fff]{1,20}$/

export function readName<Key extends string>(row: RowReader<Key>, key: Key): string | null {
  const cell = filled(row, key)
  if (cell === null) return null
  if (ORDINARY_NAME.test(cell.text)) return cell.text
  const name = checkName(mended(row, key, cell.text))
  if ('fault' in name) {
    row.tell(key, reasons.NAME_FAULTS[name.fault])
    return null
  }
  for (const found of name.warnings) row.tell(key, reasons.NAME_WARNINGS[found])
  return cell.text
}

/** What to judge a text by: where private use is only told, the rest of the text must still be sound. */
function mended<Key extends string>(row: RowReader<Key>, key: Key, text: string): string {
  if (row.privateUse.severity === 'refusal' || !/\p{Co}/u.test(text)) return text
  row.tell(key, row.privateUse)
  return text.replace(/\p{Co}/gu, '某')
}

export const readSex = <Key extends string>(row: RowReader<Key>, key: Key): '男' | '女' | null =>
  readWord(row, key, (text) => SEXES.find((sex) => sex === compact(text)) ?? null, reasons.unknownSex)

const SEXES = ['男', '女'] as const

export const readIdType = <Key extends string>(row: RowReader<Key>, key: Key): IdDocumentType | null =>
  readWord(row, key, parseIdDocumentType, reasons.unknownIdType)

/** The number as what its type says it is; a mismatch is told at the type, everything else at the number. */
export function readId<Key extends string>(
  row: RowReader<Key>,
  typeKey: Key,
  numberKey: Key,
  type: IdDocumentType | null,
): IdDocument | null {
  const cell = filled(row, numberKey)
  if (cell === null) return null
  // A numeral holds 15 digits and no leading zero. What is gone is never padded.
  if (cell.kind !== 'text' || isScientific(cell.text)) {
    row.tell(numberKey, reasons.ID_FAULTS['digits-lost'])
    return null
  }
  if (type === null) return null
  const document = readIdDocument(type, cell.text, row.today)
  if ('fault' in document) {
    row.tell(document.fault === 'type-mismatch' ? typeKey : numberKey, reasons.ID_FAULTS[document.fault])
    return null
  }
  if (document.idNumber?.number.length === 15) {
    row.tell(numberKey, reasons.ID_FAULTS['fifteen-digits'])
    return null
  }
  if (document.folded) row.tell(numberKey, reasons.folded('people/id-folded', document.number))
  tellArea(row, numberKey, document)
  return document
}

/** Codes change every year and stay in old numbers: one that nobody ever gave is worth a look, no more. */
export function tellArea<Key extends string>(row: RowReader<Key>, key: Key, { idNumber }: IdDocument): void {
  if (idNumber?.holder !== 'citizen') return
  const area = idNumber.full.slice(0, 6)
  // No prefecture is 99: samples and drills have made-up people live there.
  if (area.slice(2, 4) !== '99' && divisionOf(area) === null) row.tell(key, reasons.unknownArea(area))
}

/** 5.39901E+17: what a spreadsheet leaves of a number in a text table. */
export const isScientific = (text: string): boolean => /^[0-9](\.[0-9]+)?E\+[0-9]+$/i.test(compact(text))

export function readEmployerCode<Key extends string>(row: RowReader<Key>, key: Key): string | null {
  const cell = filled(row, key)
  if (cell === null) return null
  const read = cell.kind === 'text' ? readCreditCode(cell.text) : ({ fault: 'digits-lost' } as const)
  if ('fault' in read) {
    row.tell(key, reasons.CREDIT_CODE_FAULTS[read.fault])
    return null
  }
  if (read.folded) row.tell(key, reasons.folded('identity/credit-code-folded', read.code))
  return read.code
}

const TOO_COARSE = { day: null, month: 'month-only', year: 'year-only' } as const

/** A day, nothing less: a new certificate states one. */
export function readDay<Key extends string>(row: RowReader<Key>, key: Key): Day | null {
  const cell = filled(row, key)
  return cell === null ? null : dayOfCell(row, key, cell)
}

/** The same where a day may be left out: undefined then. */
export function readOptionalDay<Key extends string>(row: RowReader<Key>, key: Key): Day | null | undefined {
  const cell = row.cell(key)
  if (cell === undefined) return row.isUnreadable(key) ? null : undefined
  return dayOfCell(row, key, cell)
}

function dayOfCell<Key extends string>(row: RowReader<Key>, key: Key, cell: Cell): Day | null {
  const date = readDateCell(cell, row)
  const fault = 'fault' in date ? date.fault : TOO_COARSE[date.precision]
  if ('fault' in date || fault !== null) {
    if (fault !== null) row.tell(key, reasons.DATE_FAULTS[fault])
    return null
  }
  if (date.warning === 'serial-number') row.tell(key, reasons.dateFromSerial(date.value))
  if (date.warning === 'folded') row.tell(key, reasons.folded('spreadsheets/date-folded', date.value))
  return date.value
}

export function readLevel<Key extends string>(row: RowReader<Key>, key: Key): LevelCode | null {
  const level = readWord(row, key, parseLevel, reasons.unknownLevel)
  if (level === null || isSpecified(level)) return level
  row.tell(key, reasons.levelUnspecified(level))
  return null
}

export const readRoute = <Key extends string>(row: RowReader<Key>, key: Key): Route | null =>
  readWord(row, key, parseRoute, reasons.unknownRoute)

/** The same where the cycle knows the route: undefined when the list does not say. */
export function readOptionalRoute<Key extends string>(
  row: RowReader<Key>,
  key: Key,
): Route | null | undefined {
  if (row.cell(key) === undefined) return row.isUnreadable(key) ? null : undefined
  return readRoute(row, key)
}

/** What a candidate applies for; undefined when the list does not say. */
export function readApplication<Key extends string>(
  row: RowReader<Key>,
  key: Key,
): Application | null | undefined {
  if (row.cell(key) === undefined) return row.isUnreadable(key) ? null : undefined
  return readWord(row, key, parseApplication, reasons.unknownApplication)
}

/** An empty cell restricts nothing. */
export function readScope<Key extends string>(row: RowReader<Key>, key: Key): ValidityScope | null {
  if (row.isUnreadable(key)) return null
  const scope = parseScope(row.cell(key)?.text ?? '')
  if (scope === null) row.tell(key, reasons.unknownScope)
  return scope
}

/** The series by its name in the national table, or as given when the table has none. */
export function readSeries<Key extends string>(row: RowReader<Key>, key: Key): string | null {
  const text = readText(row, key, true)
  if (text === null) return null
  const series = parseSeries(text)
  if (series === null) row.tell(key, reasons.unknownSeries)
  else if (series.name !== text) row.tell(key, reasons.seriesSpelling(series.name))
  return series?.name ?? text
}

/** Tells at the title when series, title and level cannot go together. */
export function tellTitle<Key extends string>(
  row: RowReader<Key>,
  key: Key,
  title: { readonly series: string | null; readonly title: string | null; readonly level: LevelCode | null },
): boolean {
  if (title.series === null || title.title === null || title.level === null) return false
  const { series, title: name, level } = title
  const verdict = row.recall(`${level} ${name} ${series}`, () => judgeTitle(series, name, level))
  if (verdict === 'contradiction') row.tell(key, reasons.titleContradiction(series, level))
  if (verdict === 'unknown') row.tell(key, reasons.unknownTitle)
  return verdict !== 'contradiction'
}
