import { newBudget, spendCell, spendRow } from './budget.ts'
import type { SheetBudget } from './budget.ts'
import type { ByteSource } from './byte-source.ts'
import { MAX_COLUMNS } from './column.ts'
import { damagedText, tooLarge } from './refusals.ts'
import { MAX_CELL_TEXT } from './shared-strings.ts'
import { decoded, encodingOf } from './text-encoding.ts'
import type { TextEncodingName } from './text-encoding.ts'
import type { Piece, Row } from './workbook.ts'

const MAX_FILE = 512 * 1024 * 1024
/** Longest record in characters: a quote left open must not swallow the file. */
const MAX_RECORD = 1_000_000
const SEPARATORS = [',', '\t', ';'] as const

/** A text file has no sheet name: this one stands in defects and in the marked workbook. */
const CSV_SHEET = 'CSV'

/** Where the cutting of a text stands. */
interface Cutting {
  separator: string
  /** What the last piece left unfinished. */
  rest: string
  /** Records cut so far. */
  number: number
  readonly budget: SheetBudget
}

/**
 * Reads a text table of unknown origin (RFC 4180, or with tabs or semicolons). Everything is text, exactly as it
 * stands; rows are numbered as a spreadsheet would, a quoted line break inside one row. Throws refusals only.
 */
export async function* csvPieces(
  source: ByteSource,
  encoding?: TextEncodingName,
): AsyncGenerator<Piece, void> {
  if (source.size > MAX_FILE) throw tooLarge('file', MAX_FILE)
  yield { kind: 'sheet', name: CSV_SHEET, hidden: false, date1904: false, plainText: true }
  const cutting: Cutting = { separator: '', rest: '', number: 0, budget: newBudget() }
  for await (const piece of decoded(source, encoding ?? (await encodingOf(source)))) {
    const rows = rowsOf(cutting, piece)
    if (rows.length > 0) yield { kind: 'rows', rows }
  }
  if (cutting.rest !== '') {
    const rows: Row[] = []
    takeRecord(cutting, cutting.rest, rows)
    if (rows.length > 0) yield { kind: 'rows', rows }
  }
}

/** The records that end in this piece; the last one is held back until its line has ended. */
function rowsOf(cutting: Cutting, piece: string): Row[] {
  const text = cutting.rest + piece
  cutting.separator ||= separatorOf(text)
  const rows: Row[] = []
  let at = 0
  let quote = text.indexOf('"')
  for (;;) {
    let end = text.indexOf('\n', at)
    if (end === -1) break
    if (quote !== -1 && quote < at) quote = text.indexOf('"', at)
    if (quote !== -1 && quote < end) {
      end = recordEnd(text, at, cutting.separator)
      if (end === -1) break
    }
    takeRecord(cutting, text.slice(at, end), rows)
    at = end + 1
  }
  cutting.rest = text.slice(at)
  if (cutting.rest.length > MAX_RECORD) throw damagedText(cutting.number + 1, '引号不成对，或一行太长')
  return rows
}

function takeRecord(cutting: Cutting, line: string, rows: Row[]): void {
  const record = line.endsWith('\r') ? line.slice(0, -1) : line
  const number = ++cutting.number
  const cells = fieldsOf(record, cutting.separator, number)
  if (record.length > MAX_CELL_TEXT && cells.some((text) => text.length > MAX_CELL_TEXT))
    throw damagedText(number, '单元格文字过长')
  if (cells.every((text) => text === '')) return
  const { budget } = cutting
  budget.cells += Math.min(cells.length, MAX_COLUMNS) - 1
  spendCell(budget, cells.length > MAX_COLUMNS ? cells.findLastIndex((text) => text !== '') + 1 : 1)
  spendRow(budget)
  rows.push({ number, hidden: false, cells })
}

/** The separator the first line with any has most of; a comma when there is none. */
function separatorOf(text: string): string {
  const line = text.split('\n', 20).find((line) => SEPARATORS.some((mark) => line.includes(mark))) ?? ''
  const count = (mark: string) => line.split(mark).length
  return SEPARATORS.reduce((best, mark) => (count(mark) > count(best) ? mark : best))
}

/** Where the line break that ends a record with quotes stands; -1 when the text ends first. */
function recordEnd(text: string, from: number, separator: string): number {
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
