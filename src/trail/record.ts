import { CHAIN_START, sha256 } from '../ledger/hash.ts'
import { base64url, concat, utf8 } from '../signing/bytes.ts'
import { canonicalJson } from '../signing/canonical-json.ts'
import type { FieldKeys } from '../signing/keyring.ts'
import type { trailRecords } from './schema.ts'

/** Something done or refused, as its act tells it. Never a name, never a number of a person. */
export interface RecordedAct {
  /** An act of identity/act.ts, or what is done on the way to one. */
  readonly act: string
  /** The office it was about; null when about none. */
  readonly officeId: string | null
  /** On whose data: people/'s ids. */
  readonly subjects?: readonly string[]
  /** Id of the object: a list, a certificate, a request. */
  readonly about?: string
  readonly outcome?: 'done' | 'refused'
  /** The refusal's code. */
  readonly code?: string
  readonly facts?: Readonly<Record<string, string | number | boolean>>
  readonly requestId?: string
}

/** A record's own columns: all but its place and what is made of it. */
export type TrailRecord = Omit<typeof trailRecords.$inferSelect, 'position' | 'mark' | 'chain'>

/** The chain before the first record. */
export const TRAIL_START: Uint8Array = CHAIN_START

/** RFC 8785 JSON of a record and its subjects. Its place is not in it: the chain is what gives a record its place. */
export function recordBytes(record: TrailRecord, subjects: readonly Uint8Array[]): Uint8Array {
  const { at, nonce, ...plain } = record
  return utf8(
    canonicalJson({
      ...plain,
      v: 1,
      at: at.toISOString(),
      nonce: base64url(nonce),
      subjects: subjects.length === 0 ? null : digestOf(subjects),
    }),
  )
}

/** chain_n = SHA-256(chain_{n-1} ‖ bytes of record n). */
export const trailChain = (before: Uint8Array, bytes: Uint8Array): Uint8Array => sha256(concat(before, bytes))

/** Tells a record we wrote, wherever it stands, from one that was altered or made by somebody without our keys. */
export const recordMark = (keys: FieldKeys, bytes: Uint8Array): Uint8Array =>
  keys.trailIndex(`record|${base64url(sha256(bytes))}`)

const digestOf = (subjects: readonly Uint8Array[]): string =>
  base64url(sha256(concat(...subjects.toSorted((a, b) => Buffer.compare(a, b)))))

/** How a person stands in the trail: found by who knows the id and holds the key, by nobody else. */
export const subjectOf = (keys: FieldKeys, personId: string): Uint8Array =>
  keys.trailIndex(`subject|${personId}`)
