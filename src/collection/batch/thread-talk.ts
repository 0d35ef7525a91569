import type { Day } from '../../calendar/day.ts'
import type { MergedByPlace } from '../../spreadsheets/judge.ts'
import type { HeaderMapping } from '../../spreadsheets/table.ts'
import type { CellCount } from '../acceptance/count-cells.ts'

// What the thread that judges, protects and writes rows, and the one that has the keys and the database, tell each other.
// No field key ever goes over; data keys of single persons do.

/** With what the thread is started. */
export interface ThreadSetting {
  readonly batchId: string
  /** SHA-256 the file must have, hex. */
  readonly digest: string
  readonly size: number
  readonly partSize: number
  readonly today: Day
  readonly headers: HeaderMapping
  /** Keys the marks of this office's rows in this programme: 32 bytes. */
  readonly markKey: Uint8Array
}

/** What the thread finds of the whole file, before anything is stored. */
export interface Findings {
  readonly judged: number
  readonly refusals: number
  readonly warnings: number
  /** The defects that are listed, as JSON in UTF-8; null without any. */
  readonly defects: Uint8Array | null
  readonly merged: MergedByPlace
  readonly cells: readonly CellCount[]
  readonly numberless: number
  readonly flawed: number
  readonly mending: number
  /** The file with its defects marked; null without any, or when it is too long to be marked. */
  readonly marked: Uint8Array | null
}

/** Rows of one commit as COPY takes them, and what their entry says of them. */
export interface RowSet {
  /** The entry that will seal them. */
  readonly record: string
  /** Positions, both inclusive. */
  readonly from: number
  readonly through: number
  readonly persons: readonly Uint8Array[]
  readonly personCount: number
  readonly personRoot: string
  readonly rows: readonly Uint8Array[]
  readonly rowRoot: string
}

/** Somebody the database knows, found for one row of a set. */
export interface KnownHolder {
  /** Place of the row in its set, from 0. */
  readonly at: number
  readonly personId: string
  readonly dataKey: Uint8Array
  /** As registered. */
  readonly name: string
}

/** What protecting a set of rows needs from where the keys are. */
export interface Help {
  readonly indexes: Uint8Array
  readonly byNumber: readonly KnownHolder[]
  readonly byFormer: readonly KnownHolder[]
  /** For new persons: 32 bytes each, and wrapped, 40 bytes each. */
  readonly dataKeys: Uint8Array
  readonly wrapped: Uint8Array
  /** Fresh random bytes, `CHANCE` for each row and 16 for the entry. */
  readonly chance: Uint8Array
}

export type FromThread =
  | { readonly kind: 'part'; readonly number: number }
  /** Progress, in bytes read. */
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'found'; readonly findings: Findings }
  /** Marks of the batch it corrects, behind this position. */
  | { readonly kind: 'former'; readonly after: number }
  /** By row: 'type|number' to be looked up or '', and the former row's position or 0. */
  | { readonly kind: 'help'; readonly documents: readonly string[]; readonly formers: readonly number[] }
  | { readonly kind: 'set'; readonly set: RowSet }
  | { readonly kind: 'end' }
  | { readonly kind: 'refused'; readonly refusal: RefusedThere }

/** A refusal, which loses its class on the way. */
export interface RefusedThere {
  readonly kind: string
  readonly code: string
  readonly message: string
  readonly facts: Readonly<Record<string, unknown>>
}

export type ToThread =
  | { readonly kind: 'part'; readonly bytes: Uint8Array }
  | { readonly kind: 'judge' }
  | {
      readonly kind: 'store'
      /** Rows through this position are stored already. */
      readonly after: number
      readonly merged: MergedByPlace
      /** Rows of the batch it corrects; null when it corrects none. */
      readonly former: number | null
    }
  | { readonly kind: 'former'; readonly marks: Uint8Array }
  | { readonly kind: 'help'; readonly help: Help }
  | { readonly kind: 'stored' }
