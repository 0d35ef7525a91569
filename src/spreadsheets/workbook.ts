import type { CellKind } from './cell-value.ts'

/** A spreadsheet that can be read as often as needed, and never stands in memory as a whole. */
export interface Spreadsheet {
  /** Sheets in order, each followed by its rows in slices. Throws refusals only, wherever the reading has come to. */
  pieces(): AsyncGenerator<Piece, void>
}

export type Piece =
  | {
      readonly kind: 'sheet'
      readonly name: string
      readonly hidden: boolean
      /** Serial numbers count from 1904-01-01 instead of 1899-12-30. */
      readonly date1904: boolean
      /** A text table, or a marked copy of one: what was a number in a spreadsheet before has lost its form. */
      readonly plainText?: boolean
    }
  | { readonly kind: 'rows'; readonly rows: readonly Row[] }
  /** Once a sheet, behind its rows, where files keep them. */
  | { readonly kind: 'merged'; readonly ranges: readonly MergedRange[] }

/** All of a spreadsheet at once: to give it back marked. */
export interface Workbook {
  readonly date1904: boolean
  /** As of its sheets. */
  readonly plainText?: boolean
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
  /** By column, A first; may be shorter than the sheet is wide. */
  readonly cells: readonly Content[]
}

/** A text is itself, so that a million of them cost nothing; '' and undefined are an empty cell. */
export type Content = string | Cell | undefined

export interface Cell {
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

/** A sheet nobody sees, by whose name the marked copy of a text table is known; never read as a sheet. */
export const TEXT_MARK_SHEET = '原为文本表'

export const isTextMark = ({ name, hidden }: Pick<Sheet, 'name' | 'hidden'>): boolean =>
  hidden && name === TEXT_MARK_SHEET

export const textOf = (content: Content): string =>
  typeof content === 'string' ? content : (content?.text ?? '')

/** What stands there, or undefined when nothing but blanks does. */
export function cellOf(content: Content): Cell | undefined {
  if (content === undefined) return undefined
  const cell = typeof content === 'string' ? ({ kind: 'text', text: content } as const) : content
  return cell.kind === 'text' && cell.text.trim() === '' ? undefined : cell
}
