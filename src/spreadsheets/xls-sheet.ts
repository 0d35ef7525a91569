import { setImmediate as breath } from 'node:timers/promises'
import { BIFF, rkNumber, textAt } from './biff-record.ts'
import type { BiffRecord } from './biff-record.ts'
import { spendCell, spendMerged, spendRow } from './budget.ts'
import type { SheetBudget } from './budget.ts'
import { cellValue } from './cell-value.ts'
import type { CellValue } from './cell-value.ts'
import type { DatePrecision } from './number-format.ts'
import { damagedWorkbook } from './refusals.ts'
import type { Content, MergedRange, Piece, Row } from './workbook.ts'

export interface XlsSetting {
  readonly texts: readonly string[]
  /** One for each cell format. */
  readonly precisions: readonly (DatePrecision | null)[]
  readonly date1904: boolean
  readonly budget: SheetBudget
}

const ERRORS: Readonly<Record<number, string>> = {
  0x00: '#NULL!',
  0x07: '#DIV/0!',
  0x0f: '#VALUE!',
  0x17: '#REF!',
  0x1d: '#NAME?',
  0x24: '#NUM!',
  0x2a: '#N/A',
}

const SLICE = 4_000

/** Where the reading of a sheet stands: cells come by rows and from left to right, as [MS-XLS] §2.1.7.20.5 asks. */
interface Standing extends XlsSetting {
  /** From 0; -1 before the first. */
  row: number
  cells: Content[]
  readonly rows: Row[]
  readonly hidden: Set<number>
  readonly merged: MergedRange[]
  /** The formula whose text follows in a record of its own. */
  awaiting: { readonly row: number; readonly column: number } | null
}

/** Reads one sheet's records up to its end; charts inside it are passed over. */
export async function* xlsSheetPieces(
  records: Iterable<BiffRecord>,
  setting: XlsSetting,
): AsyncGenerator<Piece, void> {
  const at: Standing = {
    ...setting,
    row: -1,
    cells: [],
    rows: [],
    hidden: new Set(),
    merged: [],
    awaiting: null,
  }
  let depth = 0
  let read = 0
  for (const { id, data } of records) {
    if (depth === 0 && id !== BIFF.BOF) throw damagedWorkbook('工作表没有内容')
    if (id === BIFF.BOF) depth++
    else if (id === BIFF.EOF && --depth === 0) {
      closeRow(at)
      if (at.rows.length > 0) yield { kind: 'rows', rows: at.rows }
      return yield { kind: 'merged', ranges: at.merged }
    } else if (depth === 1) orCut(() => takeRecord(at, id, data))
    if (++read % SLICE > 0) continue
    if (at.rows.length > 0) yield { kind: 'rows', rows: at.rows.splice(0) }
    await breath()
  }
  throw damagedWorkbook('记录不完整')
}

function closeRow(at: Standing): void {
  if (at.cells.length === 0) return
  spendRow(at.budget)
  at.rows.push({ number: at.row + 1, hidden: at.hidden.has(at.row), cells: at.cells })
  at.cells = []
}

/** Buffers throw a RangeError when a record is shorter than its kind. */
function orCut(act: () => void): void {
  try {
    act()
  } catch (error) {
    throw error instanceof RangeError ? damagedWorkbook('记录不完整') : error
  }
}

function takeRecord(at: Standing, id: number, data: Buffer): void {
  switch (id) {
    case BIFF.LABELSST:
      return put(at, data, { kind: 'text', text: sharedText(at, data.readUInt32LE(6)) })
    case BIFF.LABEL:
    case BIFF.RSTRING:
      return put(at, data, { kind: 'text', text: textAt(data, 6) })
    case BIFF.RK:
      return put(at, data, numeric(at, data.readUInt16LE(4), rkNumber(data.readInt32LE(6))))
    case BIFF.NUMBER:
      return put(at, data, numeric(at, data.readUInt16LE(4), data.readDoubleLE(6)))
    case BIFF.MULRK:
      return takeMany(at, data)
    case BIFF.BOOLERR:
      return put(at, data, oddity(data.readUInt8(6), data.readUInt8(7) === 1))
    case BIFF.FORMULA:
      return takeFormula(at, data)
    case BIFF.STRING:
      return takeFormulaText(at, data)
    case BIFF.ROW:
      if ((data.readUInt16LE(12) & 0x20) !== 0) at.hidden.add(data.readUInt16LE(0))
      return
    case BIFF.MERGECELLS:
      takeMerged(at, data)
  }
}

function sharedText({ texts }: Standing, index: number): string {
  const text = texts[index]
  if (text === undefined) throw damagedWorkbook('文字索引越界')
  return text
}

const NO_STRINGS = { get: () => undefined }

const numeric = ({ precisions, date1904 }: Standing, format: number, value: number): CellValue =>
  cellValue(
    { type: 'n', value: String(value), inline: '', precision: precisions[format] ?? null },
    NO_STRINGS,
    date1904,
  )

const oddity = (code: number, isError: boolean): CellValue =>
  isError
    ? { kind: 'error', text: ERRORS[code] ?? '#ERR!' }
    : { kind: 'boolean', text: code === 0 ? 'FALSE' : 'TRUE' }

function put(at: Standing, data: Buffer, value: CellValue): void {
  set(at, data.readUInt16LE(0), data.readUInt16LE(2), value)
}

function set(at: Standing, row: number, column: number, value: CellValue): void {
  if (value.text === '' && value.kind !== 'formula') return
  spendCell(at.budget, column + 1)
  if (row !== at.row) {
    if (row < at.row) throw damagedWorkbook('单元格位置不合规')
    closeRow(at)
    at.row = row
  }
  if (column < at.cells.length) throw damagedWorkbook('单元格位置不合规')
  while (at.cells.length < column) at.cells.push(undefined)
  at.cells.push(value.kind === 'text' ? value.text : value)
}

function takeMany(at: Standing, data: Buffer): void {
  const row = data.readUInt16LE(0)
  const first = data.readUInt16LE(2)
  for (let i = 0; 4 + (i + 1) * 6 + 2 <= data.length; i++) {
    const from = 4 + i * 6
    set(at, row, first + i, numeric(at, data.readUInt16LE(from), rkNumber(data.readInt32LE(from + 2))))
  }
}

/** A formula's last value, shown to the clerk and not believed. */
function takeFormula(at: Standing, data: Buffer): void {
  const special = data.readUInt16LE(12) === 0xffff
  const kind = special ? data.readUInt8(6) : -1
  if (kind === 0) {
    at.awaiting = { row: data.readUInt16LE(0), column: data.readUInt16LE(2) }
    return
  }
  const value = !special
    ? numeric(at, data.readUInt16LE(4), data.readDoubleLE(6)).text
    : kind === 3
      ? ''
      : oddity(data.readUInt8(8), kind === 2).text
  put(at, data, { kind: 'formula', text: value })
}

function takeFormulaText(at: Standing, data: Buffer): void {
  if (at.awaiting === null) return
  set(at, at.awaiting.row, at.awaiting.column, { kind: 'formula', text: textAt(data, 0) })
  at.awaiting = null
}

function takeMerged({ merged, budget }: Standing, data: Buffer): void {
  const count = data.readUInt16LE(0)
  for (let i = 0; i < count; i++) {
    const [firstRow, lastRow, firstColumn, lastColumn] = [0, 2, 4, 6].map(
      (part) => data.readUInt16LE(2 + 8 * i + part) + 1,
    )
    spendMerged(budget)
    merged.push({
      firstRow: firstRow!,
      lastRow: lastRow!,
      firstColumn: firstColumn!,
      lastColumn: lastColumn!,
    })
  }
}
