import { spendCell } from './budget.ts'
import type { SheetBudget } from './budget.ts'
import { numberValue, sharedText } from './cell-value.ts'
import type { DatePrecision } from './number-format.ts'
import { damagedWorkbook } from './refusals.ts'
import { MAX_CELL_TEXT } from './shared-strings.ts'
import type { StringTable } from './string-table.ts'
import { spaced, unescapeText } from './workbook-text.ts'
import type { Cell, Content, MergedRange, Row } from './workbook.ts'
import { decodeXml } from './xml-text.ts'
import { begins, LT } from './xml-token.ts'

export interface SheetReading {
  readonly strings: StringTable
  readonly precisions: readonly (DatePrecision | null)[]
  readonly date1904: boolean
  readonly budget: SheetBudget
  /** Filled as rows close; whoever reads takes them out. */
  readonly rows: Row[]
  readonly merged: MergedRange[]
}

/** Where the scan of a sheet stands: one row and one cell at a time. */
export interface Standing extends SheetReading {
  rowNumber: number
  rowHidden: boolean
  inRow: boolean
  inCell: boolean
  cells: Content[]
  /** From 1. */
  column: number
  type: string
  style: number
  value: string
  inline: string
  formula: boolean
  phonetic: number
  preserve: boolean
}

/** Puts what the cell at hand holds into its row. */
export function setCell(at: Standing, content: string | Cell): void {
  if (content === '') return
  spendCell(at.budget, at.column)
  const { cells } = at
  while (cells.length < at.column - 1) cells.push(undefined)
  cells.push(content)
}

// A cell as nearly every program writes it: <c r="AB12" s="3" t="s"><v>17</v></c>, attributes in any order.
const QUOTE = 0x22
const GT = 0x3e
const SLASH = 0x2f
const LAST_COLUMN = 16_384
const VALUE = Buffer.from('<v>')
const VALUE_END = Buffer.from('</v></c>')
const INLINE = Buffer.from('<is><t>')
const INLINE_SPACED = Buffer.from('<is><t xml:space="preserve">')
const INLINE_END = Buffer.from('</t></is></c>')
const STR = Buffer.from('str"')
const INLINE_STR = Buffer.from('inlineStr"')

type Type = 'n' | 's' | 'str' | 'inlineStr'

/** Takes a whole cell of the common form and returns where it ends; -1 to have the scanner take it tag by tag. */
export function plainCell(at: Standing, bytes: Buffer, from: number): number {
  if (bytes[from + 1] !== 0x63 || from + 64 > bytes.length) return -1
  let column = 0
  let style = 0
  let type: Type = 'n'
  let i = from + 2
  while (bytes[i] === 0x20) {
    if (bytes[i + 2] !== 0x3d || bytes[i + 3] !== QUOTE) return -1
    const name = bytes[i + 1]
    i += 4
    if (name === 0x72) {
      for (; bytes[i]! >= 0x41 && bytes[i]! <= 0x5a; i++) column = column * 26 + bytes[i]! - 0x40
      if (column === 0 || column > LAST_COLUMN || !isDigit(bytes[i]!)) return -1
      while (isDigit(bytes[i]!)) i++
    } else if (name === 0x73) {
      while (isDigit(bytes[i]!) && style < 100_000) style = style * 10 + bytes[i++]! - 0x30
    } else if (name === 0x74) {
      type = typeAt(bytes, i)
      i += type.length
      if (type === 'n') return -1
    } else return -1
    if (bytes[i++] !== QUOTE) return -1
  }
  if (column === 0) column = at.column + 1
  if (column <= at.column) throw damagedWorkbook('单元格位置不合规')
  if (bytes[i] === SLASH && bytes[i + 1] === GT) {
    at.column = column
    return i + 2
  }
  if (bytes[i] !== GT) return -1
  return type === 's'
    ? sharedContent(at, bytes, i + 1, column)
    : plainContent(at, bytes, i + 1, column, type, style)
}

const isDigit = (byte: number): boolean => byte >= 0x30 && byte <= 0x39

/** n for the types that are rare. */
function typeAt(bytes: Buffer, at: number): Type {
  if (bytes[at] === 0x73 && bytes[at + 1] === QUOTE) return 's'
  if (begins(bytes, at, STR)) return 'str'
  return begins(bytes, at, INLINE_STR) ? 'inlineStr' : 'n'
}

function plainContent(
  at: Standing,
  bytes: Buffer,
  start: number,
  column: number,
  type: Type,
  style: number,
): number {
  const inline = type === 'inlineStr'
  const preserve = inline && begins(bytes, start, INLINE_SPACED)
  const opening = inline ? (preserve ? INLINE_SPACED : INLINE) : VALUE
  if (!preserve && !begins(bytes, start, opening)) return -1
  const from = start + opening.length
  let to = from
  while (to < bytes.length && bytes[to] !== LT) to++
  const ending = inline ? INLINE_END : VALUE_END
  if (to - from > MAX_CELL_TEXT || !begins(bytes, to, ending)) return -1
  at.column = column
  const text = decodeXml(bytes, from, to)
  if (type === 'n') {
    const value = numberValue(text, at.precisions[style] ?? null, at.date1904)
    if (value !== null) setCell(at, value)
  } else setCell(at, unescapeText(inline ? spaced(text, preserve) : text))
  return to + ending.length
}

function sharedContent(at: Standing, bytes: Buffer, start: number, column: number): number {
  if (bytes[start] !== LT || bytes[start + 1] !== 0x76 || bytes[start + 2] !== GT) return -1
  let index = 0
  let i = start + 3
  while (isDigit(bytes[i]!)) index = index * 10 + bytes[i++]! - 0x30
  if (i === start + 3 || i > start + 12 || !endsValue(bytes, i)) return -1
  at.column = column
  setCell(at, sharedText(index, at.strings))
  return i + VALUE_END.length
}

/** `</v></c>`, spelled out: a loop over it costs as much as the rest of the cell. */
const endsValue = (bytes: Buffer, i: number): boolean =>
  bytes[i] === LT &&
  bytes[i + 1] === SLASH &&
  bytes[i + 2] === 0x76 &&
  bytes[i + 3] === GT &&
  bytes[i + 4] === LT &&
  bytes[i + 5] === SLASH &&
  bytes[i + 6] === 0x63 &&
  bytes[i + 7] === GT
