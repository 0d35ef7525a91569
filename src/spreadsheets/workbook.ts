import type { CellKind } from './cell-value.ts'
import { readCsv } from './csv.ts'
import { emptyFile, encryptedWorkbook, notAWorkbook } from './refusals.ts'
import { seemingFormat } from './seeming.ts'
import type { TextEncodingName } from './text-encoding.ts'
import { readXls } from './xls.ts'
import { readXlsx } from './xlsx.ts'

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

/**
 * Reads an .xlsx, .xls (97–2003) or text table held in memory, of unknown origin, within bounds of size, rows
 * (200,000), columns (200) and cells. `encoding` overrules what a text table seems to be in. Throws only refusals
 * (`spreadsheets/…`), each one Chinese sentence: what is wrong and what to do.
 */
export async function readWorkbook(
  bytes: Uint8Array,
  { encoding }: { readonly encoding?: TextEncodingName | undefined } = {},
): Promise<Workbook> {
  if (bytes.length === 0) throw emptyFile()
  const format = seemingFormat(bytes)
  switch (format) {
    case 'zip':
      return readXlsx(bytes)
    case 'xls':
      return readXls(bytes)
    case 'csv':
      return readCsv(bytes, encoding)
    case 'encrypted':
      throw encryptedWorkbook()
    default:
      throw notAWorkbook(format)
  }
}
