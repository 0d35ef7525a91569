import type { Day } from '../../calendar/day.ts'

/** Which certificates of one issuing office a decision is about. */
export type PlanScope =
  | { readonly kind: 'certificate'; readonly number: string }
  /** All that a qualification document conferred. */
  | { readonly kind: 'document'; readonly number: string }
  /** One session of a committee: the titles it gave on one day. */
  | { readonly kind: 'session'; readonly committee: string; readonly obtainedOn: Day }
  | { readonly kind: 'committee'; readonly committee: string }
  /** Those of the documents before, which follow the corrected one. */
  | { readonly kind: 'corrected'; readonly documentId: string; readonly document: string }
