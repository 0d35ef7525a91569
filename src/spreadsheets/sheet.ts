import { spendCell, spendMerged, spendRow } from './budget.ts'
import type { SheetBudget } from './budget.ts'
import { cellValue, sharedValue } from './cell-value.ts'
import type { CellValue } from './cell-value.ts'
import { COLUMN_NAMES, columnIndex, columnOf } from './column.ts'
import { isTrue } from './manifest.ts'
import type { DatePrecision } from './number-format.ts'
import { damagedWorkbook } from './refusals.ts'
import { MAX_CELL_TEXT } from './shared-strings.ts'
import { spaced } from './workbook-text.ts'
import type { Cell, MergedRange, Row } from './workbook.ts'
import { elementKey } from './xml.ts'
import type { XmlElement, XmlHandler } from './xml.ts'

const LAST_ROW = 1_048_576

export interface SheetReading {
  readonly strings: readonly string[]
  readonly precisions: readonly (DatePrecision | null)[]
  readonly date1904: boolean
  readonly budget: SheetBudget
  /** Filled as rows close. */
  readonly rows: Row[]
  readonly merged: MergedRange[]
}

const ROW = elementKey('row')
const C = elementKey('c')
const V = elementKey('v')
const T = elementKey('t')
const F = elementKey('f')
const RPH = elementKey('rPh')

/** Where the scan of a sheet stands: one row and one cell at a time. */
interface Standing extends SheetReading {
  rowNumber: number
  rowHidden: boolean
  cells: Cell[]
  /** From 1. */
  column: number
  type: string
  style: number
  /** The shared string's index if it was plain digits, else -1 and `value` holds what was written. */
  index: number
  value: string
  inline: string
  formula: boolean
  phonetic: number
  preserve: boolean
}

/** Turns the elements of a sheet into rows. Row and cell numbers must rise; both may be left out. */
export function sheetHandler(reading: SheetReading): XmlHandler {
  const at: Standing = {
    ...reading,
    rowNumber: 0,
    rowHidden: false,
    cells: [],
    column: 0,
    type: 'n',
    style: 0,
    index: -1,
    value: '',
    inline: '',
    formula: false,
    phonetic: 0,
    preserve: false,
  }
  return { open: (element) => open(at, element), close: (element) => close(at, element) }
}

/** True for the elements whose text is wanted. */
function open(at: Standing, element: XmlElement): boolean {
  switch (element.key) {
    case C:
      openCell(at, element)
      return false
    case V:
      return true
    case ROW:
      openRow(at, element)
      return false
    case T:
      at.preserve = element.attribute('space') === 'preserve'
      return at.phonetic === 0
    case F:
      at.formula = true
      return false
    case RPH:
      at.phonetic++
      return false
    case 0:
      if (element.localName() === 'mergeCell') takeMerged(at, element)
      return false
    default:
      return false
  }
}

function close(at: Standing, element: XmlElement): void {
  switch (element.key) {
    case V:
      at.index = at.type === 's' ? element.integer() : -1
      if (at.index === -1) at.value = element.text()
      break
    case C:
      closeCell(at)
      break
    case ROW:
      closeRow(at)
      break
    case T:
      if (at.phonetic === 0) at.inline += spaced(element.text(), at.preserve)
      break
    case RPH:
      at.phonetic--
  }
}

function openRow(at: Standing, element: XmlElement): void {
  const number = element.find('r') ? Number(element.attribute('r')) : at.rowNumber + 1
  const isNext = number > at.rowNumber && number <= LAST_ROW && Number.isInteger(number)
  if (!isNext) throw damagedWorkbook('行号不合规')
  at.rowNumber = number
  at.rowHidden = isTrue(element.attribute('hidden'))
  at.cells = []
  at.column = 0
}

function openCell(at: Standing, element: XmlElement): void {
  const column = element.find('r') ? columnIndex(element.bytes, element.from, element.to) : at.column + 1
  if (column <= at.column) throw damagedWorkbook('单元格位置不合规')
  at.column = column
  at.type = element.find('t') ? cellType(element) : 'n'
  at.style = at.type === 'n' && element.find('s') ? Number(element.attribute('s')) : 0
  at.index = -1
  at.value = ''
  at.inline = ''
  at.formula = false
}

function closeCell(at: Standing): void {
  const { index, value, inline, formula, column, budget } = at
  if (index === -1 && value === '' && inline === '' && !formula) return
  if (value.length > MAX_CELL_TEXT || inline.length > MAX_CELL_TEXT) throw damagedWorkbook('单元格文字过长')
  const found = valueOf(at)
  if (found.text === '' && !formula) return
  spendCell(budget, column)
  const place = COLUMN_NAMES[column]!
  const kind = formula ? 'formula' : found.kind
  if (found.number === undefined) at.cells.push({ column: place, kind, text: found.text })
  else at.cells.push({ column: place, kind, text: found.text, number: found.number })
}

const valueOf = ({
  index,
  type,
  value,
  inline,
  style,
  precisions,
  strings,
  date1904,
}: Standing): CellValue =>
  index === -1
    ? cellValue({ type, value, inline, precision: precisions[style] ?? null }, strings, date1904)
    : sharedValue(index, strings)

function closeRow({ budget, rows, rowNumber, rowHidden, cells }: Standing): void {
  if (cells.length === 0) return
  spendRow(budget)
  rows.push({ number: rowNumber, hidden: rowHidden, cells })
}

const TYPES: readonly string[] = ['s', 'n', 'b', 'e', 'd', 'str', 'inlineStr']

/** One of the shared constants: a slice of the chunk must not be kept. */
function cellType(element: XmlElement): string {
  if (element.to - element.from === 1 && element.bytes[element.from] === 0x73) return 's'
  const type = TYPES.find((known) => known === element.attribute('t'))
  if (type === undefined) throw damagedWorkbook('单元格类型不合规')
  return type
}

function takeMerged({ merged, budget }: Standing, element: XmlElement): void {
  const [, firstLetters, firstRow, lastLetters, lastRow] =
    /^\$?([A-Z]{1,3})\$?([0-9]{1,7}):\$?([A-Z]{1,3})\$?([0-9]{1,7})$/.exec(element.attribute('ref') ?? '') ??
    []
  if (firstLetters === undefined) throw damagedWorkbook('合并单元格不合规')
  spendMerged(budget)
  merged.push({
    firstRow: Number(firstRow),
    lastRow: Math.min(Number(lastRow), LAST_ROW),
    firstColumn: columnOf(firstLetters),
    lastColumn: columnOf(lastLetters!),
  })
}
