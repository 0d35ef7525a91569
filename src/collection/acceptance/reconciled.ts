import type { SealRoot } from '../../ledger/entry.ts'
import type { CellCount } from './count-cells.ts'

// What acceptance asks of reconciling: `standingOf(handle, batchId)` in reconcile/standing.ts answers the first before a
// batch is submitted and again when it is accepted; `recordAcceptedRows(ctx, tx, entryRecord, batchId)` in
// reconcile/record-accepted-rows.ts is the step that makes titles of the rows, inside the acceptance's transaction.

/** How far a batch is reconciled, and what approvers agree to beside its rows. */
export interface Standing {
  /** Comparisons nobody has decided yet; with any, or before it was ever compared, a batch is not submitted. */
  readonly unsettled: number
  readonly isCompared: boolean
  /** SHA-256 in hex of what was compared and decided: another decision needs another approval. */
  readonly digest: string
}

/** What an accepted batch became. */
export interface RecordedRows {
  /** Of the tables written, for the acceptance's entry. */
  readonly seals: Readonly<Record<string, SealRoot>>
  /**
   * Accepted titles of the office, as they stand now, in every cell this batch or the accepted one it corrects touches;
   * nought where none is left.
   */
  readonly counts: readonly CellCount[]
}
