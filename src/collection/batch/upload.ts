import type { MergedRange } from '../../spreadsheets/workbook.ts'
import type { CellCount } from '../acceptance/count-cells.ts'

/**
 * receiving: parts are missing; judging, storing: a job has it, or the next one will; stored: it is a batch; refused: defects
 * keep it out, the marked copy says which.
 */
export type UploadState = 'receiving' | 'judging' | 'storing' | 'stored' | 'refused'

/**
 * How a row's person was found: by their number, and by name where two share it; as the same person's row of the batch it
 * corrects; or nobody was found and somebody was registered.
 */
export type RowMatch = 'number' | 'former-row' | 'registered'

/** What a batch of a judged file will hold. */
export interface BatchContents {
  readonly rows: number
  readonly cells: readonly CellCount[]
  readonly numberless: number
  readonly flawed: number
  readonly mending: number
  readonly merged: readonly (readonly [place: number, ranges: readonly MergedRange[]])[]
}

/** Bytes of a part; the last one is what is left. */
export const PART_SIZE = 1024 * 1024

/** As src/spreadsheets reads at most. */
export const MOST_BYTES = 512 * 1024 * 1024

export const partCount = (size: number, partSize: number = PART_SIZE): number => Math.ceil(size / partSize)

export const rowId = (batchId: string, position: number): string =>
  `${batchId}.${String(position).padStart(7, '0')}`
