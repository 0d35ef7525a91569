import type { ReasonCode, Status, Verdict } from '../../src/credentials/reason.ts'
import type { CarriedRecord } from '../../src/credentials/record.ts'

/** One rule: a credential as scanned or pasted, and why it is not valid. */
export interface Altered {
  /** The rule, and the file's name. */
  readonly rule: string
  readonly what: string
  readonly credential: string
  /** Null: it is valid. */
  readonly reason: ReasonCode | null
  /** Other than the usual instant. */
  readonly now?: string
  /** Other than the usual list. */
  readonly statusLists?: Readonly<Record<string, string>>
}

export type Row = readonly [rule: string, what: string, credential: string, reason: ReasonCode | null]

export const fromRow = ([rule, what, credential, reason]: Row): Altered => ({
  rule,
  what,
  credential,
  reason,
})

/** A file under tests/vectors/credentials: judge `credential` at `now` by the bundle beside the folders with these lists in it. */
export interface Vector {
  readonly what: string
  readonly credential: string
  readonly now: string
  readonly statusLists: Readonly<Record<string, string>>
  readonly expected: {
    readonly verdict: Verdict
    readonly status: Status
    readonly reason: ReasonCode | null
    readonly record?: CarriedRecord
  }
}
