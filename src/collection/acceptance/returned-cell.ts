import type { Cell } from './cell-state.ts'

/** People in an office's documents of a cell: each has a certificate, or a stated reason, or was erased, or none of these. */
export interface CurrentCount {
  readonly documents: number
  readonly certificates: number
  readonly explained: number
  /** Nothing can be issued to them or stated of them any more. */
  readonly erased: number
}

/** A cell as a return speaks of it; with what was counted, of a current one. */
export type ReturnedCell = Cell & Partial<CurrentCount>

export const unexplained = ({ documents, certificates, explained, erased }: CurrentCount): number =>
  documents - certificates - explained - erased
