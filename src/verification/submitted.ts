import type { LevelCode } from '../titles/level.ts'

/** What someone asks to have checked; exactly one way of asking. */
export type Submitted =
  /** The text of a QR code, its digits, an address, or an SD-JWT VC. */
  | { readonly credential: string }
  /** The 22 characters of a page. */
  | { readonly code: string }
  | AskedByNumber
  /** A certificate's PDF, or a picture of its QR code. */
  | { readonly file: Uint8Array }

export interface AskedByNumber {
  readonly number: string
  readonly name: string
  readonly idNumber?: string
  /** Year and level on the paper: nothing is looked up by them, but "not found" can say what has been collected. */
  readonly year?: number
  readonly level?: LevelCode
  /** Who issued the paper, as printed: only to say which office answers for it today. */
  readonly issuer?: string
}
