import type { Defect } from './defect.ts'

/** What the service's own audit last found, as the page and the health answer show it. */
export interface AuditReport {
  /** ISO instants of the last look and of the last look at everything; null: not yet since the table was made. */
  readonly lookedAt: string
  readonly sweptAt: string | null
  /** Entries audited without a gap from the first. */
  readonly entries: number
  /** Sealed rows read by the last sweep. */
  readonly rows: number
  /** The first few; empty: nothing was altered. */
  readonly defects: readonly Defect[]
}
