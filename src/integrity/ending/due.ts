import { dayFromNumber, dayNumber, type Day } from '../../calendar/day.ts'
import type { TermSet } from '../records/state.ts'

/**
 * Days after its end for which a record is kept: in them its subject may still ask for a review (行政复议法 20: sixty days).
 * What is asked for in time holds it (hold-record.ts).
 */
export const KEPT_AFTER_DAYS = 60

/** Days for which a version nobody put into force is kept. Ours: no notice says how long. */
export const DRAFT_KEPT_DAYS = 365

/** What of a record decides when it goes. */
export interface Ending {
  /** Null: never in force. */
  readonly term: (TermSet & { readonly appliedOn: Day }) | null
  readonly newestEnteredOn: Day
  /** The newest version waits to be put into force. */
  readonly isPending: boolean
}

/** The last day a record is kept; null: not over yet, it is in its term or before it. */
export function keptThrough({ term, newestEnteredOn, isPending }: Ending, today: Day): Day | null {
  const draft = after(newestEnteredOn, DRAFT_KEPT_DAYS)
  if (term === null) return draft
  const { endsOn, appliedOn } = term
  if (endsOn !== null && endsOn >= today) return null
  // What is cleared, or ended for days gone by, is over on the day that was put into force: nobody could ask before.
  const over = endsOn === null || endsOn < appliedOn ? appliedOn : endsOn
  const kept = after(over, KEPT_AFTER_DAYS)
  return isPending && draft > kept ? draft : kept
}

const after = (day: Day, days: number): Day => dayFromNumber(dayNumber(day) + days)
