import { MAX_COLUMNS } from './column.ts'
import { tooLarge } from './refusals.ts'
import type { Remark } from './defect.ts'
import type { ListKind, TableHead } from './table.ts'
import type { Cell, MergedRange, Row } from './workbook.ts'

/** Row times range, summed: honest lists stay far below. */
const MAX_MERGED_ROWS = 250_000
/** Merged ranges never overlap: a row cannot meet more of them than it has columns. */
const MOST_AT_A_ROW = MAX_COLUMNS

export const HIDDEN_ROW: Remark = {
  code: 'spreadsheets/hidden-row',
  severity: 'warning',
  reason: '本行是隐藏行（或被筛选掉），仍按名单读入：如不应列入请删除',
}

export const PASSED_OVER: Remark = {
  code: 'spreadsheets/row-not-read',
  severity: 'warning',
  reason: '本行像是合计、签名或重复的表头，没有作为人员读入：请核对',
}

/** Cells that must not be judged further, whatever they mean. */
export const CELL_FAULTS: Readonly<Partial<Record<Cell['kind'], Remark>>> = {
  formula: {
    code: 'spreadsheets/formula-cell',
    severity: 'refusal',
    reason: '单元格是公式，所见的值可能不是最新：请复制后“选择性粘贴－数值”',
  },
  error: {
    code: 'spreadsheets/error-cell',
    severity: 'refusal',
    reason: '单元格是出错的公式结果：请填写实际的值',
  },
  boolean: {
    code: 'spreadsheets/boolean-cell',
    severity: 'refusal',
    reason: '单元格是逻辑值（是/否），不是文字：请按文本填写',
  },
}

const MERGED: Remark = {
  code: 'spreadsheets/merged-cells',
  severity: 'warning',
  reason: '这是合并单元格，值只算在本行：请取消合并，逐行填写',
}
const COVERED: Remark = {
  code: 'spreadsheets/merged-cells',
  severity: 'refusal',
  reason: '本格被合并单元格盖住，没有自己的值：请取消合并，逐行填写',
}

/** The columns of a list that are judged, with their places. */
export const judgedColumns = <Key extends string>(
  head: TableHead<Key>,
  kind: ListKind<Key>,
): readonly { readonly key: Key; readonly index: number }[] =>
  kind.columns.flatMap(({ key, idle }) => {
    const found = head.headers.get(key)
    return idle || found === undefined ? [] : [{ key, index: found.index }]
  })

/** The ranges that touch a judged column below the header: files tell them only behind all rows. */
export const mergedBelow = <Key extends string>(
  head: TableHead<Key>,
  kind: ListKind<Key>,
  ranges: readonly MergedRange[],
): readonly MergedRange[] => {
  const columns = judgedColumns(head, kind)
  return ranges.filter(
    ({ lastRow, firstColumn, lastColumn }) =>
      lastRow > head.row.number &&
      columns.some(({ index }) => index + 1 >= firstColumn && index + 1 <= lastColumn),
  )
}

/** What merged ranges do to the rows of a list, asked in order. */
export function mergedCells<Key extends string>(
  head: TableHead<Key>,
  kind: ListKind<Key>,
  ranges: readonly MergedRange[],
): (row: Row) => readonly { readonly key: Key; readonly covered: boolean; readonly remark: Remark }[] {
  const columns = judgedColumns(head, kind)
  const coming = [...ranges].sort((a, b) => a.firstRow - b.firstRow)
  let next = 0
  let active: MergedRange[] = []
  let budget = MAX_MERGED_ROWS
  return ({ number }) => {
    while (next < coming.length && coming[next]!.firstRow <= number) active.push(coming[next++]!)
    if (active.length === 0) return []
    active = active.filter(({ lastRow }) => lastRow >= number)
    if (active.length > MOST_AT_A_ROW) throw tooLarge('merged', MOST_AT_A_ROW)
    return active.flatMap((range) => {
      if (--budget < 0) throw tooLarge('merged', MAX_MERGED_ROWS)
      return columns
        .filter(({ index }) => index + 1 >= range.firstColumn && index + 1 <= range.lastColumn)
        .map(({ key, index }) => {
          // The first cell of a range keeps its value; those it covers have lost theirs.
          const covered = number !== range.firstRow || index + 1 !== range.firstColumn
          return { key, covered, remark: covered ? COVERED : MERGED }
        })
    })
  }
}
