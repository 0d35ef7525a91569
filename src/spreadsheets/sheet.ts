import { spendMerged, spendRow } from './budget.ts'
import { cellValue } from './cell-value.ts'
import { columnIndex, columnOf } from './column.ts'
import { isTrue } from './manifest.ts'
import { damagedWorkbook } from './refusals.ts'
import { MAX_CELL_TEXT } from './shared-strings.ts'
import { plainCell, setCell } from './sheet-cell.ts'
import type { SheetReading, Standing } from './sheet-cell.ts'
import { spaced } from './workbook-text.ts'
import { elementKey } from './xml.ts'
import type { XmlElement, XmlHandler } from './xml.ts'

const LAST_ROW = 1_048_576

const ROW = elementKey('row')
const C = elementKey('c')
const V = elementKey('v')
const T = elementKey('t')
const F = elementKey('f')
const RPH = elementKey('rPh')

/** Turns the elements of a sheet into rows. Row and cell numbers must rise; both may be left out. */
export function sheetHandler(reading: SheetReading): XmlHandler {
  const at: Standing = {
    ...reading,
    rowNumber: 0,
    rowHidden: false,
    inRow: false,
    inCell: false,
    cells: [],
    column: 0,
    type: 'n',
    style: 0,
    value: '',
    inline: '',
    formula: false,
    phonetic: 0,
    preserve: false,
  }
  return {
    shortcut: (bytes, from) => (at.inRow && !at.inCell ? plainCell(at, bytes, from) : -1),
    open: (element) => open(at, element),
    close: (element) => close(at, element),
  }
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
      at.value = element.text()
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
  at.inRow = true
  at.cells.length = 0
  at.column = 0
}

function openCell(at: Standing, element: XmlElement): void {
  const column = element.find('r') ? columnIndex(element.bytes, element.from, element.to) : at.column + 1
  if (column <= at.column) throw damagedWorkbook('单元格位置不合规')
  at.inCell = true
  at.column = column
  at.type = element.find('t') ? cellType(element) : 'n'
  at.style = at.type === 'n' && element.find('s') ? Number(element.attribute('s')) : 0
  at.value = ''
  at.inline = ''
  at.formula = false
}

function closeCell(at: Standing): void {
  const { type, value, inline, formula, style, precisions, strings, date1904 } = at
  at.inCell = false
  if (value === '' && inline === '' && !formula) return
  if (value.length > MAX_CELL_TEXT || inline.length > MAX_CELL_TEXT) throw damagedWorkbook('单元格文字过长')
  const found = cellValue({ type, value, inline, precision: precisions[style] ?? null }, strings, date1904)
  if (formula) setCell(at, { ...found, kind: 'formula' })
  else setCell(at, found.kind === 'text' ? found.text : found)
}

function closeRow(at: Standing): void {
  const { budget, rows, rowNumber, rowHidden, cells } = at
  at.inRow = false
  if (cells.length === 0) return
  spendRow(budget)
  rows.push({ number: rowNumber, hidden: rowHidden, cells: cells.slice() })
}

const TYPES: readonly string[] = ['s', 'n', 'b', 'e', 'd', 'str', 'inlineStr']

/** One of the shared constants: a slice of the chunk must not be kept. */
function cellType(element: XmlElement): string {
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
