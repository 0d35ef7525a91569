import { MAX_COLUMNS } from './column.ts'
import { tooLarge } from './refusals.ts'

/** A million people and room for banners, over all sheets of a workbook; empty rows do not count. */
const MAX_ROWS = 1_000_100
const MAX_CELLS = 25_000_000
const MAX_MERGED = 20_000

/** What has been spent of the limits, shared by the sheets of one workbook, whatever its format. */
export interface SheetBudget {
  rows: number
  cells: number
  merged: number
}

export const newBudget = (): SheetBudget => ({ rows: 0, cells: 0, merged: 0 })

export function spendRow(budget: SheetBudget): void {
  if (++budget.rows > MAX_ROWS) throw tooLarge('rows', MAX_ROWS)
}

/** One cell with content, in the column counted from 1. */
export function spendCell(budget: SheetBudget, column: number): void {
  if (column > MAX_COLUMNS) throw tooLarge('columns', MAX_COLUMNS)
  if (++budget.cells > MAX_CELLS) throw tooLarge('cells', MAX_CELLS)
}

export function spendMerged(budget: SheetBudget): void {
  if (++budget.merged > MAX_MERGED) throw tooLarge('merged', MAX_MERGED)
}
