import type { Day } from '../../calendar/day.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import type { Authority } from '../../identity/authority.ts'
import { authorise } from '../../identity/authorise.ts'
import { authorityById, listAuthorities } from '../../identity/find-authority.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { officesOfList } from '../lists/find-list.ts'
import { listAlreadyConfirmed, listNotFound } from '../lists/refusals.ts'
import { heldRows } from '../objections/held-rows.ts'
import { comparePersons } from './compare-persons.ts'
import { readDocumentPersons, type DocumentPerson } from './document-persons.ts'
import { withObtainedOn } from './obtained-on.ts'
import { refuseOtherOffice } from './office-by-rule.ts'
import { paperOfList } from './paper-of-list.ts'
import { recordDocument, type RecordedDocument } from './record-document.ts'
import { documentBeforeMeeting, documentDiffers, documentNumberUsed } from './refusals.ts'
import { requireReady, type ReadyResult } from './require-ready.ts'
import { rowsCorrected } from './rows-corrected.ts'
import { rowsToConfer, type RowToConfer } from './rows-to-confer.ts'
import { refuseSealer } from './sealers.ts'
import { statedDocument } from './stated-document.ts'

export interface DocumentElsewhere {
  readonly listId: string
  readonly documentNumber: string
  readonly issuedOn: Day
  /** As printed; left out, the office that issues the certificates. */
  readonly issuer?: string | undefined
  /** Whom the document itself names: its annex, or entered by hand. */
  readonly persons: Uint8Array | readonly DocumentPerson[]
  /** SHA-256 of the document's own file. */
  readonly fileDigest?: Uint8Array | undefined
  /** The document it corrects, of the same list. */
  readonly replaces?: string | undefined
}

/**
 * Registers a qualification document made elsewhere: the province's, a self-reviewing employer's. A person missing, a
 * stranger, another title, employer or specialty refuses with every difference (`results/document-differs`). Refuses
 * also `results/bad-document-number`, `/bad-document-day`, `/document-before-meeting`, `/bad-issuer`, `/document-number-used`,
 * `/list-has-defects`, `/already-confirmed`, `/not-the-office`, `/document-not-correctable`, and as `requireReady` and `withObtainedOn`.
 */
export async function registerDocument(ctx: Context, input: DocumentElsewhere): Promise<RecordedDocument> {
  const stated = statedDocument(input, ctx.today())
  const { persons: given } = input
  const persons = given instanceof Uint8Array ? await readDocumentPersons(given, ctx.today()) : given
  try {
    return await ctx.database.transaction(async (tx) => {
      const { authorityId } = await officesOfList(tx, input.listId)
      await authorise(ctx, tx, 'documents.issue', authorityId, listNotFound(input.listId))
      const ready = await requireReady(ctx, tx, input.listId, 'document')
      await refuseSealer(ctx, tx, input.listId, '印发文件')
      const authority = await authorityById(tx, authorityId)
      const issuer = stated.issuer ?? authority.name
      const ours = (await listAuthorities(tx)).find(({ name }) => name === issuer) ?? null
      const { rows, replacesId } = await rowsNamed(ctx, tx, ready, input)
      if (ready.review !== null) await refuseUnlikely(tx, ready.review.cycle, rows, ours, stated.issuedOn)
      const differences = comparePersons(rows, persons)
      if (differences.length > 0) throw documentDiffers(differences)
      return recordDocument(
        ctx,
        tx,
        {
          id: base64url(ctx.random(16)),
          listId: input.listId,
          cycle: ready.review?.cycle ?? null,
          origin: 'elsewhere',
          authority,
          issuer,
          issuerId: ours?.id ?? null,
          number: stated.number,
          issuedOn: stated.issuedOn,
          file: { digest: input.fileDigest ?? null, signature: null, signedAt: null },
          replacesId,
          record: entryRecord(ctx.random(16)),
        },
        await withObtainedOn(tx, ready, rows, stated.issuedOn),
      )
    })
  } catch (error) {
    if (uniqueViolation(error) === 'qualification_documents_number')
      throw documentNumberUsed(stated.number, stated.issuer ?? '发证机关')
    throw error
  }
}

/** Step: of a review held here, a document of an office that may not issue it, or older than its meeting, is another's. */
async function refuseUnlikely(
  tx: Transaction,
  cycle: Cycle,
  rows: readonly RowToConfer[],
  issuer: Authority | null,
  issuedOn: Day,
): Promise<void> {
  const levels = rows.map(({ level }) => level)
  if (issuer !== null) await refuseOtherOffice(tx, cycle, levels, issuer, 'documentIssuer')
  const meeting = (await eventsOf(tx, cycle.id)).find(({ step }) => step === 'meeting')
  if (meeting && issuedOn < meeting.day) throw documentBeforeMeeting(issuedOn, meeting.day)
}

/** Whom the document must name: of the one it corrects the same people, else all whom no document names and nothing holds. */
async function rowsNamed(
  ctx: Context,
  tx: Transaction,
  { list, confirmation }: ReadyResult,
  { replaces }: DocumentElsewhere,
): Promise<{ readonly rows: readonly RowToConfer[]; readonly replacesId: string | null }> {
  if (replaces !== undefined) return rowsCorrected(ctx, tx, { listId: list.id, replaces })
  const open = await rowsToConfer(ctx, tx, list.id)
  if (open.length === 0) {
    const { documents } = await paperOfList(tx, list.id)
    throw listAlreadyConfirmed(list.id, documents.at(-1)?.number ?? '')
  }
  const held = await heldRows(tx, list.id)
  const rows = open.filter(
    ({ id, confirmationId }) => !held.has(id) && (confirmation !== 'before' || confirmationId !== null),
  )
  return { rows, replacesId: null }
}
