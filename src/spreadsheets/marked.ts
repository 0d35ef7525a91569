import { writeXlsx } from 'hucre/xlsx'
import type { Cell as WrittenCell, CellStyle, WriteSheet } from 'hucre/xlsx'
import { COLUMN_NAMES } from './column.ts'
import type { Defect } from './defect.ts'
import { escapeText } from './workbook-text.ts'
import { TEXT_MARK_SHEET, textOf } from './workbook.ts'
import type { Cell, MergedRange, Row, Sheet, Workbook } from './workbook.ts'

const COLOURS = { refusal: 'FFC7CE', warning: 'FFEB9C' } as const
const AUTHOR = '证信'
const MAX_WIDTH = 40
const MAX_SHEET_NAME = 31
/** More comments than these make a file no office program opens in reason; the cells beyond are coloured only. */
const MOST_COMMENTS = 5_000
const MOST_LINES = 10
/** Excel shows no more of one comment. */
const MAX_COMMENT = 2_000

const TEXT_MARK_NOTE = '这份表由文本表（CSV）标注而成，请勿删除本页：据此按文本表读取日期'

const TEXT: CellStyle = { numFmt: '@' }
/** By the length of a date's text: a year, a month, a day, a moment. */
const DATE_FORMATS: Readonly<Record<number, string>> = { 4: 'yyyy', 7: 'yyyy-mm', 10: 'yyyy-mm-dd' }
const MOMENT = 'yyyy-mm-dd hh:mm:ss'

/**
 * The same workbook as .xlsx, its defective cells coloured and commented with the reasons: content only, not the
 * office's own look. A formula is written as the text it showed, so nothing in it computes. `columns` tells where
 * each header of each sheet stands (ListVerdict); a defect of a whole row is marked at its first cell. Of a text table it
 * keeps the mark of one: 1998.1 is no more January in it than it was.
 */
export function markedWorkbook(
  workbook: Workbook,
  defects: readonly Defect[],
  columns: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<Uint8Array> {
  const bySheet = grouped(defects, ({ sheet }) => sheet)
  const names = sheetNames(workbook.sheets.map(({ name }) => name))
  return writeXlsx({
    dateSystem: workbook.date1904 ? '1904' : '1900',
    sheets: [
      ...workbook.sheets.map((sheet, i) => ({
        ...markedSheet(sheet, bySheet.get(sheet.name) ?? [], columns.get(sheet.name) ?? new Map()),
        name: names[i]!,
      })),
      ...(workbook.plainText ? [{ name: TEXT_MARK_SHEET, veryHidden: true, rows: [[TEXT_MARK_NOTE]] }] : []),
    ],
  })
}

/** At most 31 characters, some not allowed, no two alike without case: what a hostile file calls its sheets may differ. */
function sheetNames(names: readonly string[]): string[] {
  const used = new Set<string>([TEXT_MARK_SHEET])
  return names.map((name, i) => {
    const sound = name.replace(/[[\]:*?/\\\p{Cc}\p{Cs}]|^'|'$/gu, '_').slice(0, MAX_SHEET_NAME)
    const free = sound.trim() !== '' && !/[\ud800-\udbff]$/.test(sound) && !used.has(sound.toLowerCase())
    const taken = free ? sound : `表${i + 1}`
    used.add(taken.toLowerCase())
    return taken
  })
}

function markedSheet(
  sheet: Sheet,
  defects: readonly Defect[],
  columns: ReadonlyMap<string, string>,
): Omit<WriteSheet, 'name'> {
  const rows: (string | number | boolean | null)[][] = []
  const cells = new Map<string, Partial<WrittenCell>>()
  for (const row of sheet.rows) {
    while (rows.length < row.number) rows.push([])
    const line = rows[row.number - 1]!
    for (const [column, content] of row.cells.entries()) {
      line.push(null)
      if (content === undefined || content === '') continue
      const cell = typeof content === 'string' ? ({ kind: 'text', text: content } as const) : content
      line[column] = valueOf(cell)
      const style = styleOf(cell)
      if (style) cells.set(`${row.number - 1},${column}`, { style })
    }
  }
  let comments = 0
  const numbered = new Map(sheet.rows.map((row) => [row.number, row]))
  for (const [place, told] of grouped(defects, (defect) => placeOf(defect, columns, numbered))) {
    const [row = 0, column = 0] = place.split(',').map(Number)
    while (rows.length <= row) rows.push([])
    // A comment needs a cell to stand at.
    while (rows[row]!.length <= column) rows[row]!.push(null)
    const style = cells.get(place)?.style ?? TEXT
    cells.set(place, { ...cells.get(place), ...markOf(told, style, ++comments <= MOST_COMMENTS) })
  }
  return {
    hidden: sheet.hidden,
    rows: rows.map((line) => line.map((value) => (typeof value === 'string' ? escapeText(value) : value))),
    cells,
    columns: widthsOf(sheet.rows).map((width) => ({ width, style: TEXT })),
    merges: sheet.merged.filter(isRange).map(({ firstRow, lastRow, firstColumn, lastColumn }) => ({
      startRow: firstRow - 1,
      endRow: lastRow - 1,
      startCol: firstColumn - 1,
      endCol: lastColumn - 1,
    })),
    rowDefs: new Map(sheet.rows.flatMap(({ number, hidden }) => (hidden ? [[number - 1, { hidden }]] : []))),
  }
}

const isRange = ({ firstRow, lastRow, firstColumn, lastColumn }: MergedRange): boolean =>
  firstRow >= 1 && firstColumn >= 1 && firstRow <= lastRow && firstColumn <= lastColumn

function grouped(defects: readonly Defect[], keyOf: (defect: Defect) => string): Map<string, Defect[]> {
  const groups = new Map<string, Defect[]>()
  for (const defect of defects) {
    const key = keyOf(defect)
    const group = groups.get(key)
    if (group) group.push(defect)
    else groups.set(key, [defect])
  }
  return groups
}

const indexOf = (column: string): number => COLUMN_NAMES.indexOf(column) - 1

/** Numbers and dates keep their numeral, so that what was lost still shows as lost. */
function valueOf({ kind, text, number }: Cell): string | number | boolean {
  if (kind === 'boolean') return text === 'TRUE'
  if ((kind === 'number' || kind === 'date') && number !== undefined) return Number(number)
  return text
}

function styleOf({ kind, text, number }: Cell): CellStyle | null {
  if (kind === 'number' && number !== undefined) return { numFmt: 'General' }
  if (kind === 'date' && number !== undefined) return { numFmt: DATE_FORMATS[text.length] ?? MOMENT }
  return null
}

function placeOf(
  { row, column }: Defect,
  columns: ReadonlyMap<string, string>,
  rows: ReadonlyMap<number, Row>,
): string {
  const letters = columns.get(column)
  const first = rows.get(row)?.cells.findIndex((content) => textOf(content) !== '') ?? 0
  return `${row - 1},${letters === undefined ? Math.max(0, first) : indexOf(letters)}`
}

function markOf(told: readonly Defect[], style: CellStyle, commented: boolean): Partial<WrittenCell> {
  const worst = told.some(({ severity }) => severity === 'refusal') ? 'refusal' : 'warning'
  const marked = {
    style: { ...style, fill: { type: 'pattern', pattern: 'solid', fgColor: { rgb: COLOURS[worst] } } },
  } as const
  return commented ? { ...marked, comment: { author: AUTHOR, text: escapeText(commentOf(told)) } } : marked
}

function commentOf(told: readonly Defect[]): string {
  const lines = told.slice(0, MOST_LINES).map(({ severity, column, reason }) => {
    const word = severity === 'refusal' ? '拒绝' : '提醒'
    return `${word}${column === '' ? '' : `（${column}）`}：${reason}`
  })
  const more = told.length > MOST_LINES ? [`……另有 ${told.length - MOST_LINES} 处`] : []
  return Array.from([...lines, ...more].join('\n'))
    .slice(0, MAX_COMMENT)
    .join('')
}

/** Wide enough for the longest of the first rows. */
function widthsOf(rows: readonly Row[]): number[] {
  const widths: number[] = []
  for (const { cells } of rows.slice(0, 100))
    for (const [index, content] of cells.length > 1 ? cells.entries() : []) {
      const text = textOf(content)
      while (widths.length <= index) widths.push(8)
      widths[index] = Math.min(MAX_WIDTH, Math.max(widths[index]!, 2 + Array.from(text).length * 1.6))
    }
  return widths
}
