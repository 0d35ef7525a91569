import type { Day } from '../../calendar/day.ts'
import type { OpenedPerson } from '../../people/in-bulk.ts'
import type { MergedByPlace } from '../../spreadsheets/judge.ts'
import type { HeaderMapping } from '../../spreadsheets/table.ts'
import type { CellCount } from '../acceptance/count-cells.ts'
import type { RowMatch } from './upload.ts'

// What the threads that judge, protect and write rows, and the one that has the keys and the database, tell each other.
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

/** Of every `of` sets of rows, a thread protects the one at `place`, from 0. */
export interface Share {
  readonly place: number
  readonly of: number
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

/** A set of rows as far as finding its persons takes it; by row. */
export interface AskedRows {
  /** 'type|number' to be looked up, or ''. */
  readonly documents: readonly string[]
  readonly names: readonly string[]
  /** The former row's position, or 0. */
  readonly formers: readonly number[]
}

/** Somebody we know, found for one row of a set. */
export interface KnownHolder extends OpenedPerson {
  /** Place of the row in its set, from 0. */
  readonly at: number
  readonly match: Exclude<RowMatch, 'registered'>
  /** Whose number the row's was first, under another name. */
  readonly namesakeId: string | null
}

/** Whom a set of rows is about, and what protecting it takes from where the keys are. */
export interface Help {
  /** Blind indexes, 32 bytes a row. */
  readonly indexes: Uint8Array
  /** Of all other rows the person is new. */
  readonly known: readonly KnownHolder[]
  /** New persons whose number finds somebody of another name. */
  readonly namesakes: readonly (readonly [at: number, personId: string])[]
  /** For new persons: 32 bytes each, and wrapped, 40 bytes each. */
  readonly dataKeys: Uint8Array
  readonly wrapped: Uint8Array
  /** Fresh random bytes: see row-chance.ts. */
  readonly chance: Uint8Array
}

export type FromThread =
  | { readonly kind: 'part'; readonly number: number }
  /** Progress, in bytes read. */
  | { readonly kind: 'read'; readonly bytes: number }
  | { readonly kind: 'found'; readonly findings: Findings }
  /** Marks of the batch it corrects, behind this position. */
  | { readonly kind: 'former'; readonly after: number }
  /** Sets are numbered from 0 as they follow each other in the file, whichever thread has them. */
  | { readonly kind: 'help'; readonly number: number; readonly rows: AskedRows }
  | { readonly kind: 'set'; readonly number: number; readonly set: RowSet }
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
      readonly share: Share
    }
  | { readonly kind: 'former'; readonly marks: Uint8Array }
  | { readonly kind: 'help'; readonly help: Help }
  | { readonly kind: 'stored' }
