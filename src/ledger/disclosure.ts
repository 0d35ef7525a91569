import { equalBytes, fromBase64url, utf8 } from '../signing/bytes.ts'
import type { NoteKey } from '../signing/note.ts'
import type { VerifyEd25519 } from '../signing/signer.ts'
import { parseCanonicalJson } from '../signing/canonical-json.ts'
import { commitment } from './commitment.ts'
import { decodeEntry, type SealRoot } from './entry.ts'
import { leafHash } from './hash.ts'
import { verifyInclusion } from './merkle.ts'
import { verifyTlogProof } from './proof.ts'

/** One value of a person, with what opens its commitment in the row. */
export interface OpenedField {
  /** 'name' or 'idNumber'. */
  readonly field: string
  readonly value: string
}

/** A row with its salt, and its place among those its sealer sealed. */
export type SealedIn = Pick<Disclosure, 'table' | 'row' | 'values' | 'salt' | 'position' | 'path'>

/** A sealed row handed over with its salt, and the path from it to a signed checkpoint. All hashes base64url. */
export interface Disclosure {
  readonly v: 1
  readonly table: string
  readonly row: string
  /** RFC 8785 JSON of the declared columns, as it was sealed. */
  readonly values: string
  readonly salt: string
  /** The row's place among the rows its entry sealed, and the path to their root. */
  readonly position: number
  readonly path: readonly string[]
  /** The day's batch the row is in, when its entry sealed that and not the row itself; null: no batch. */
  readonly batch: SealedIn | null
  /** The entry's canonical text, and its `.tlog-proof`. */
  readonly entry: string
  readonly proof: string
  readonly opened: readonly OpenedField[]
}

export type DisclosureVerdict =
  | {
      readonly kind: 'genuine'
      readonly origin: string
      readonly index: bigint
      readonly day: string
      readonly table: string
      readonly row: string
      /** What was sealed, by the columns' SQL names. */
      readonly values: Readonly<Record<string, unknown>>
      readonly opened: readonly OpenedField[]
    }
  /** In the order they are asked. */
  | { readonly kind: 'malformed' | 'not-in-entry' | 'not-on-ledger' | 'not-opened' }

/** Did the ledger that one of `keys` signs seal this very row? Needs nothing of ours. Never throws. */
export function checkDisclosure(
  text: string,
  keys: readonly NoteKey[],
  verify: VerifyEd25519,
): DisclosureVerdict {
  try {
    const given = JSON.parse(text) as Disclosure
    const decoded = decodeEntry(utf8(given.entry))
    const values = parseCanonicalJson(given.values)?.value as Readonly<Record<string, unknown>>
    if (decoded.kind === 'broken' || !values || given.v !== 1) return { kind: 'malformed' }
    const told = decoded.entry.seals ?? {}
    const isIn = !given.batch
      ? isSealedIn(told, given)
      : given.batch.table === 'day_batches' &&
        isSealedIn(told, given.batch) &&
        isSealedIn((JSON.parse(given.batch.values) as { readonly seals: Seals }).seals, given)
    if (!isIn) return { kind: 'not-in-entry' }
    for (const key of keys) {
      const placed = verifyTlogProof(given.proof, leafHash(utf8(given.entry)), key, verify)
      if (placed.kind !== 'included') continue
      if (!given.opened.every((opened) => isOpened(given.row, values, opened))) return { kind: 'not-opened' }
      const { table, row, opened } = given
      const { origin, index } = placed
      return { kind: 'genuine', origin, index, day: decoded.entry.day, table, row, values, opened }
    }
    return { kind: 'not-on-ledger' }
  } catch {
    // Whatever somebody hands us: fields missing, of other types, or not what their names say.
    return { kind: 'malformed' }
  }
}

type Seals = Readonly<Record<string, SealRoot>>

function isSealedIn(seals: Seals, { table, row, values, salt, position, path }: SealedIn): boolean {
  const sealed = Object.hasOwn(seals, table) ? seals[table] : undefined
  if (!sealed) return false
  const seal = commitment(fromBase64url(salt), { domain: 'seal', field: table, record: row }, utf8(values))
  return verifyInclusion({
    leaf: leafHash(seal),
    index: BigInt(position),
    size: BigInt(sealed.rows),
    proof: path.map(fromBase64url),
    root: fromBase64url(sealed.root),
  })
}

function isOpened(
  row: string,
  values: Readonly<Record<string, unknown>>,
  { field, value }: OpenedField,
): boolean {
  const column = field.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  const salt = fromBase64url(values[`${column}_salt`] as string)
  const expected = fromBase64url(values[`${column}_commitment`] as string)
  return equalBytes(commitment(salt, { domain: 'person', field, record: row }, utf8(value)), expected)
}

export const encodeDisclosure = (disclosure: Disclosure): string => `${JSON.stringify(disclosure, null, 2)}\n`
