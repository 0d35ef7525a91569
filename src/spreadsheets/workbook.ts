import type { CellKind } from './cell-value.ts'

export interface Workbook {
  /** Serial numbers count from 1904-01-01 instead of 1899-12-30. */
  readonly date1904: boolean
  readonly sheets: readonly Sheet[]
}

export interface Sheet {
  readonly name: string
  readonly hidden: boolean
  /** Rows with content only, in order. */
  readonly rows: readonly Row[]
  readonly merged: readonly MergedRange[]
}

export interface Row {
  /** As the spreadsheet numbers it, from 1. */
  readonly number: number
  readonly hidden: boolean
  /** Cells with content only, from left to right. */
  readonly cells: readonly Cell[]
}

export interface Cell {
  /** 'A' … */
  readonly column: string
  readonly kind: CellKind
  readonly text: string
  /** The numeral as stored: 5.39901196310156E+017 shows that digits were lost. */
  readonly number?: string
}

/** Inclusive on all sides; columns from 1. */
export interface MergedRange {
  readonly firstRow: number
  readonly lastRow: number
  readonly firstColumn: number
  readonly lastColumn: number
}
