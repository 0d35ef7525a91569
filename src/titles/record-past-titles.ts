import type { SealRoot } from '../ledger/entry.ts'
import { sealRoot, type RowSeal, sealRows } from '../ledger/seal.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import { copyIn, type Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { foldDocument, foldNumber, type PastTitle } from './past-title.ts'
import type { LevelCode } from './level.ts'
import type { Route } from './route.ts'
import { sealedTitleRecords, titleRecords } from './schema.ts'

/** A title of a past year as it was accepted. */
export interface AcceptedTitle {
  readonly id: string
  readonly holder: { readonly name: string; readonly key: PersonKey }
  /** Place in the list it was accepted with. */
  readonly position: number
  /** What its paper does not tell is null. */
  readonly series: string | null
  readonly specialty: string | null
  readonly title: string
  readonly level: LevelCode
  readonly route: Route
  /** YYYY, YYYY-MM or YYYY-MM-DD: as much as is known. */
  readonly obtainedOn: string
  /** The office that reported it. */
  readonly collectedById: string
  readonly past: PastTitle
  /** The record it corrects. */
  readonly replaces: string | null
}

/** Takes titles in, page by page, and says what its entry vouches for; null when there was none. */
export interface PastTitleRecorder {
  add(titles: readonly AcceptedTitle[]): Promise<void>
  seal(): SealRoot | null
}

/**
 * Step: titles of past years come into being, or get their next version, under the caller's entry, which puts the answer
 * in its `seals.title_records`.
 */
export function recordPastTitles(ctx: Context, tx: Transaction, entryRecord: string): PastTitleRecorder {
  const seals: RowSeal[] = []
  return {
    async add(titles) {
      const unsealed = titles.map((title) => asRecord(ctx, title))
      const { rows } = sealRows(sealedTitleRecords, entryRecord, unsealed, ctx.random(32 * unsealed.length))
      for (const { id, seal } of rows) seals.push({ id, seal })
      await copyIn(tx, titleRecords, rows)
    },
    seal: () => (seals.length === 0 ? null : { root: base64url(sealRoot(seals)), rows: seals.length }),
  }
}

const PRECISION = { 10: 'day', 7: 'month', 4: 'year' } as const

function asRecord(ctx: Context, title: AcceptedTitle) {
  const { id, holder, past, obtainedOn } = title
  return {
    id,
    personId: holder.key.personId,
    position: title.position,
    name: protectText(
      holder.key,
      { column: 'title_records.name', row: id } as const,
      holder.name,
      ctx.random(NONCE_LENGTH),
    ),
    series: title.series ?? '',
    specialty: title.specialty ?? '',
    title: title.title,
    level: title.level,
    route: title.route,
    obtainedOn: `${obtainedOn}-01-01`.slice(0, 10),
    obtainedPrecision: PRECISION[obtainedOn.length as keyof typeof PRECISION],
    committee: null,
    documentId: null,
    scope: { kind: 'everywhere' as const },
    source: 'backfilled' as const,
    replaces: title.replaces,
    past,
    pastNumber: past.number === null ? null : foldNumber(past.number),
    pastDocument: past.document === null ? null : foldDocument(past.document),
    collectedById: title.collectedById,
  }
}
