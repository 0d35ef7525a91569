import { eq } from 'drizzle-orm'
import type { Cycle } from '../../cycles/cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { markStep } from '../../cycles/mark-step.ts'
import type { Authority } from '../../identity/authority.ts'
import { distinctTitles } from '../../identity/power.ts'
import { requirePower } from '../../identity/require-power.ts'
import { appendEntries } from '../../ledger/append.ts'
import { sealRows } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protectText, revealText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { powered } from '../../titles/powered.ts'
import { recordTitles, type NewTitleRecord } from '../../titles/record-titles.ts'
import { titleRecords } from '../../titles/schema.ts'
import { recordAct } from '../../trail/record-act.ts'
import type { RowToConfer } from './rows-to-confer.ts'
import {
  documentRows,
  qualificationDocuments,
  sealedDocumentRows,
  sealedQualificationDocuments,
} from './schema.ts'

/** What a document is before it is stored. */
export interface NewDocument {
  readonly id: string
  readonly listId: string
  readonly cycle: Cycle | null
  readonly origin: 'here' | 'elsewhere'
  readonly authority: Authority
  readonly issuer: string
  readonly issuerId: string | null
  readonly number: string
  readonly issuedOn: string
  readonly file: {
    readonly digest: Uint8Array | null
    readonly signature: Uint8Array | null
    readonly signedAt: string | null
  }
  readonly replacesId: string | null
  /** The ledger entry that will vouch for it. */
  readonly record: string
}

/** A row with the day its title counts from. */
export type ConferredRow = RowToConfer & { readonly obtainedOn: string }

export interface RecordedDocument {
  readonly documentId: string
  readonly number: string
  readonly titles: number
}

/**
 * Step: stores a document, whom it names and the titles it confers, records the act and appends to the ledger: last in
 * its transaction. Refuses `identity/no-power`.
 */
export async function recordDocument(
  ctx: Context,
  tx: Transaction,
  document: NewDocument,
  rows: readonly ConferredRow[],
): Promise<RecordedDocument> {
  const { id, listId, authority, record, origin, issuer, issuerId, number, issuedOn, replacesId } = document
  const titles = titlesOf(ctx, id, rows, await titlesBefore(tx, replacesId))
  await requirePower(tx, authority.id, 'confirm', ...distinctTitles(titles.map(powered)))
  const stored = sealRows(
    sealedQualificationDocuments,
    record,
    [
      {
        id,
        listId,
        origin,
        issuer,
        issuerId,
        number,
        issuedOn,
        replacesId,
        authorityId: authority.id,
        fileDigest: document.file.digest,
        signature: document.file.signature,
        signedAt: document.file.signedAt,
        registeredOn: ctx.today(),
        registeredBy: ctx.actor.name,
        registeredPersonId: ctx.actor.personId,
      },
    ],
    ctx.random(32),
  )
  const named = sealRows(
    sealedDocumentRows,
    record,
    rows.map(({ id: rowId, obtainedOn }) => ({
      id: base64url(ctx.random(16)),
      documentId: id,
      rowId,
      obtainedOn,
    })),
    ctx.random(32 * rows.length),
  )
  await tx.insert(qualificationDocuments).values([...stored.rows])
  await copyIn(tx, documentRows, named.rows)
  const titleSeal = await recordTitles(ctx, tx, record, titles)
  const step = await stepOf(ctx, tx, document)
  await recordAct(ctx, tx, {
    act: 'documents.issue',
    officeId: authority.id,
    about: listId,
    subjects: titles.map(({ personId }) => personId),
    facts: { number, origin },
  })
  await appendEntries(tx, [
    {
      type: origin === 'here' ? 'document.issued' : 'document.registered',
      record,
      day: ctx.today(),
      seals: {
        qualification_documents: stored.sealRoot,
        document_rows: named.sealRoot,
        title_records: titleSeal,
        ...step,
      },
      facts: { number, issuedOn, issuer, authority: authority.creditCode, persons: titles.length },
    },
  ])
  return { documentId: id, number, titles: titles.length }
}

/** The cycle's step is done with its first document; those of held rows come later. */
async function stepOf(ctx: Context, tx: Transaction, { id, cycle, issuedOn, record }: NewDocument) {
  if (cycle === null) return {}
  const events = await eventsOf(tx, cycle.id)
  if (events.some(({ step }) => step === 'document')) return {}
  const event = { cycleId: cycle.id, step: 'document', day: issuedOn, about: id } as const
  return { cycle_events: await markStep(ctx, tx, record, event) }
}

interface TitleBefore {
  readonly record: typeof titleRecords.$inferSelect
  /** Its words were corrected after the document conferred it: they are right, whatever the list says. */
  readonly isCorrected: boolean
}

/** The titles of the document this one corrects, by place in the list: each new title takes the place of the latest. */
async function titlesBefore(
  tx: Transaction,
  documentId: string | null,
): Promise<ReadonlyMap<number, TitleBefore>> {
  if (documentId === null) return new Map()
  const records = await tx.select().from(titleRecords).where(eq(titleRecords.documentId, documentId))
  const ids = new Set(records.map(({ id }) => id))
  const replaced = new Set(records.map(({ replaces }) => replaces))
  return new Map(
    records
      .filter(({ id }) => !replaced.has(id))
      .map((record) => [record.position, { record, isCorrected: ids.has(record.replaces ?? '') }]),
  )
}

function titlesOf(
  ctx: Context,
  documentId: string,
  rows: readonly ConferredRow[],
  before: ReadonlyMap<number, TitleBefore>,
): readonly NewTitleRecord[] {
  // An erased person gets no title; the others get theirs.
  return rows.flatMap((row) => {
    if (row.key === null) return []
    const id = base64url(ctx.random(16))
    const earlier = before.get(row.position)
    const { words, name } = wordsOf(row, row.key, earlier)
    const place = { column: 'title_records.name', row: id } as const
    return {
      id,
      personId: row.personId,
      position: row.position,
      name: protectText(row.key, place, name, ctx.random(NONCE_LENGTH)),
      series: words.series,
      specialty: words.specialty,
      title: words.title,
      level: words.level,
      route: words.route,
      obtainedOn: words.obtainedOn,
      obtainedPrecision: 'day' as const,
      committee: words.committee,
      documentId,
      scope: words.scope,
      source: 'live' as const,
      replaces: earlier?.record.id ?? null,
    }
  })
}

/** What the list says, or what a correction made of it since. */
function wordsOf(row: ConferredRow, key: PersonKey, earlier: TitleBefore | undefined) {
  if (!earlier?.isCorrected) return { words: row, name: row.name }
  const { record } = earlier
  const place = { column: 'title_records.name', row: record.id } as const
  return { words: record, name: revealText(key, place, record.name) }
}
