import { COLUMN_NAMES } from './column.ts'
import type { Defect } from './defect.ts'
import { tooLarge } from './refusals.ts'
import type { ListKind, Table, TableRow } from './table.ts'
import type { Cell, MergedRange } from './workbook.ts'

/** Row times range, summed: honest lists stay far below. */
const MAX_MERGED_ROWS = 250_000

/**
 * What is wrong with cells before anyone asks what they mean: hidden rows, rows passed over, formulas, errors, true
 * and false, merged cells. `unreadable` names the cells that must not be judged further.
 */
export function structureDefects<Key extends string>(
  table: Table<Key>,
  kind: ListKind<Key>,
): { readonly defects: readonly Defect[]; readonly unreadable: ReadonlySet<string> } {
  const judged = kind.columns.filter(({ idle, key }) => !idle && table.headers.has(key)).map(({ key }) => key)
  const unreadable = new Set<string>()
  const defects: Defect[] = [...noteDefects(table), ...mergedDefects(table, judged, unreadable)]
  for (const row of table.rows) {
    if (row.hidden) defects.push(rowDefect(row, 'spreadsheets/hidden-row', HIDDEN))
    for (const key of judged) {
      const cell = row.cells.get(key)
      const fault = cell && CELL_FAULTS[cell.kind]
      if (!cell || !fault) continue
      unreadable.add(cellId(row.number, key))
      defects.push({ ...place(table, row.number, key, cell), severity: 'refusal', ...fault })
    }
  }
  return { defects, unreadable }
}

export const cellId = (row: number, key: string): string => `${row} ${key}`

/** The part of a defect that says where. */
export const place = <Key extends string>(
  table: Table<Key>,
  row: number,
  key: Key,
  cell: Cell | undefined,
) => ({
  sheet: table.sheet.name,
  row,
  column: table.headers.get(key)?.name ?? '',
  value: cell?.text ?? '',
})

const HIDDEN = '本行是隐藏行（或被筛选掉），仍按名单读入：如不应列入请删除'
const PASSED_OVER = '本行像是合计、签名或重复的表头，没有作为人员读入：请核对'

const CELL_FAULTS: Readonly<
  Partial<Record<Cell['kind'], { readonly code: string; readonly reason: string }>>
> = {
  formula: {
    code: 'spreadsheets/formula-cell',
    reason: '单元格是公式，所见的值可能不是最新：请复制后“选择性粘贴－数值”',
  },
  error: { code: 'spreadsheets/error-cell', reason: '单元格是出错的公式结果：请填写实际的值' },
  boolean: { code: 'spreadsheets/boolean-cell', reason: '单元格是逻辑值（是/否），不是文字：请按文本填写' },
}

const rowDefect = (row: { sheet: string; number: number }, code: string, reason: string): Defect => ({
  sheet: row.sheet,
  row: row.number,
  column: '',
  value: '',
  code,
  severity: 'warning',
  reason,
})

const noteDefects = <Key extends string>({ sheet, notes }: Table<Key>): Defect[] =>
  notes.map(({ number, cells }) => ({
    ...rowDefect({ sheet: sheet.name, number }, 'spreadsheets/row-not-read', PASSED_OVER),
    value: cells[0]?.text ?? '',
  }))

/** The first cell of a merged range keeps its value and a warning; the cells it covers have lost theirs. */
function mergedDefects<Key extends string>(
  table: Table<Key>,
  judged: readonly Key[],
  unreadable: Set<string>,
): Defect[] {
  const columns = judged.map((key) => ({ key, index: COLUMN_NAMES.indexOf(table.headers.get(key)!.column) }))
  const defects: Defect[] = []
  let budget = MAX_MERGED_ROWS
  for (const range of table.sheet.merged) {
    const touched = columns.filter(({ index }) => index >= range.firstColumn && index <= range.lastColumn)
    if (touched.length === 0 || range.lastRow <= table.headerRow) continue
    for (const row of rowsWithin(table.rows, range)) {
      if (--budget < 0) throw tooLarge('merged', MAX_MERGED_ROWS)
      for (const { key, index } of touched) {
        const first = row.number === range.firstRow && index === range.firstColumn
        if (!first) unreadable.add(cellId(row.number, key))
        defects.push({ ...place(table, row.number, key, row.cells.get(key)), ...(first ? MERGED : COVERED) })
      }
    }
  }
  return defects
}

const MERGED = {
  code: 'spreadsheets/merged-cells',
  severity: 'warning',
  reason: '这是合并单元格，值只算在本行：请取消合并，逐行填写',
} as const
const COVERED = {
  code: 'spreadsheets/merged-cells',
  severity: 'refusal',
  reason: '本格被合并单元格盖住，没有自己的值：请取消合并，逐行填写',
} as const

function rowsWithin<Key extends string>(
  rows: readonly TableRow<Key>[],
  range: MergedRange,
): readonly TableRow<Key>[] {
  const from = lowerBound(rows, range.firstRow)
  return rows.slice(from, lowerBound(rows, range.lastRow + 1))
}

/** Rows rise in number: the place of the first that is not below. */
function lowerBound(rows: readonly { readonly number: number }[], number: number): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (rows[middle]!.number < number) low = middle + 1
    else high = middle
  }
  return low
}
