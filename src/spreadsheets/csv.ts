import { newBudget, spendCell, spendRow } from './budget.ts'
import { COLUMN_NAMES } from './column.ts'
import { damagedText, tooLarge } from './refusals.ts'
import { MAX_CELL_TEXT } from './shared-strings.ts'
import { decoded, textEncodingOf } from './text-encoding.ts'
import type { TextEncodingName } from './text-encoding.ts'
import type { Cell, Row, Workbook } from './workbook.ts'

const MAX_FILE = 128 * 1024 * 1024
/** Longest record in characters: a quote left open must not swallow the file. */
const MAX_RECORD = 1_000_000
const SEPARATORS = [',', '\t', ';'] as const

/** A text file has no sheet name: this one stands in defects and in the marked workbook. */
const CSV_SHEET = 'CSV'

/**
 * Reads a text table of unknown origin (RFC 4180, or with tabs or semicolons). Everything is text, exactly as it
 * stands; rows are numbered as a spreadsheet would, a quoted line break inside one row. Throws refusals only.
 */
export function readCsv(bytes: Uint8Array, encoding?: TextEncodingName): Workbook {
  if (bytes.length > MAX_FILE) throw tooLarge('file', MAX_FILE)
  const rows: Row[] = []
  const budget = newBudget()
  let number = 0
  for (const fields of recordsOf(decoded(bytes, encoding ?? textEncodingOf(bytes)))) {
    number++
    const cells: Cell[] = []
    for (const [i, text] of fields.entries()) {
      if (text === '') continue
      if (text.length > MAX_CELL_TEXT) throw damagedText(number, '单元格文字过长')
      spendCell(budget, i + 1)
      cells.push({ column: COLUMN_NAMES[i + 1]!, kind: 'text', text })
    }
    if (cells.length === 0) continue
    spendRow(budget)
    rows.push({ number, hidden: false, cells })
  }
  return { date1904: false, sheets: [{ name: CSV_SHEET, hidden: false, rows, merged: [] }] }
}

/** The records of a text that comes in pieces; one is held back until its line has ended. */
function* recordsOf(pieces: Iterable<string>): Generator<string[], void> {
  let rest = ''
  let separator = ''
  let number = 0
  for (const piece of pieces) {
    const text = rest + piece
    separator ||= separatorOf(text)
    let at = 0
    for (let end = recordEnd(text, at, separator); end !== -1; end = recordEnd(text, at, separator)) {
      yield fieldsOf(text.slice(at, end).replace(/\r$/, ''), separator, ++number)
      at = end + 1
    }
    rest = text.slice(at)
    if (rest.length > MAX_RECORD) throw damagedText(number + 1, '引号不成对，或一行太长')
  }
  if (rest !== '') yield fieldsOf(rest.replace(/\r$/, ''), separator, number + 1)
}

/** The separator the first line with any has most of; a comma when there is none. */
function separatorOf(text: string): string {
  const line = text.split('\n', 20).find((line) => SEPARATORS.some((mark) => line.includes(mark))) ?? ''
  const count = (mark: string) => line.split(mark).length
  return SEPARATORS.reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** Where the line break that ends the record stands; -1 when the text ends first. */
function recordEnd(text: string, from: number, separator: string): number {
  const line = text.indexOf('\n', from)
  if (line === -1) return -1
  if (!text.slice(from, line).includes('"')) return line
  let at = from
  for (;;) {
    if (text[at] === '"') {
      at = quoteEnd(text, at)
      if (at === -1) return -1
    }
    const next = text.indexOf(separator, at)
    const end = text.indexOf('\n', at)
    if (end === -1) return -1
    if (next === -1 || next > end) return end
    at = next + 1
  }
}

/** Behind the quote that closes the one at `from`; -1 when the text ends first. */
function quoteEnd(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 2))
    if (text[at + 1] !== '"') return at + 1
  return -1
}

function fieldsOf(record: string, separator: string, number: number): string[] {
  if (!record.includes('"')) return record.split(separator)
  const fields: string[] = []
  let at = 0
  for (;;) {
    const quoted = record[at] === '"'
    const closed = quoted ? quoteEnd(record, at) : at
    if (closed === -1) throw damagedText(number, '引号不成对')
    const next = record.indexOf(separator, closed)
    const end = next === -1 ? record.length : next
    if (quoted && end !== closed) throw damagedText(number, '引号后面还有文字')
    fields.push(quoted ? record.slice(at + 1, closed - 1).replaceAll('""', '"') : record.slice(at, end))
    if (next === -1) return fields
    at = end + 1
  }
}
