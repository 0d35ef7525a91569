/** What an office is in the tree. Issuer of a document ≠ confirming sealer ≠ committee (domain.md §1.2). */
export const AUTHORITY_KINDS = [
  'province',
  'prefecture',
  'county',
  'industry-department',
  'convening-body',
  'self-reviewing-employer',
  'employer',
] as const
export type AuthorityKind = (typeof AUTHORITY_KINDS)[number]

/** An office as certificates and desks name it. */
export interface Authority {
  readonly id: string
  readonly parentId: string | null
  readonly kind: AuthorityKind
  /** As on its seal. */
  readonly name: string
  /** GB 32100, 18 characters. */
  readonly creditCode: string
  /** Division code, GB/T 2260, 6 digits. */
  readonly place: string
  /** 机关代字, e.g. 云人社发; null for who issues no documents. */
  readonly documentWord: string | null
  /** Starts its certificate numbers: 2–8 of A–Z 0–9; null for who issues none. */
  readonly numberPrefix: string | null
}
