import { createHash } from 'node:crypto'
import { authorise } from '../../identity/authorise.ts'
import { authorityById } from '../../identity/find-authority.ts'
import { entryRecord } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Transaction } from '../../platform/database.ts'
import { placeSignature } from '../../rendering/certificate-pdf.ts'
import { base64url } from '../../signing/bytes.ts'
import { signCms } from '../../signing/sign-cms.ts'
import { shanghaiInstant } from '../../calendar/day.ts'
import { officesOfList } from '../lists/find-list.ts'
import { listNotFound } from '../lists/refusals.ts'
import { heldRows } from '../objections/held-rows.ts'
import { drawDocument } from './draw-document.ts'
import { withObtainedOn } from './obtained-on.ts'
import { refuseOtherOffice } from './office-by-rule.ts'
import { recordDocument, type RecordedDocument } from './record-document.ts'
import { documentNumberUsed, nobodyToName, reviewedElsewhere } from './refusals.ts'
import { requireReady, type ReadyResult } from './require-ready.ts'
import { rowsCorrected } from './rows-corrected.ts'
import { rowsToConfer } from './rows-to-confer.ts'
import { refuseSealer } from './sealers.ts'
import { statedDocument } from './stated-document.ts'

/**
 * Issues the qualification document of a reviewed list, today, under its number: names everybody whom nothing holds,
 * draws and signs the PDF, and the titles exist from here on. Held people come later, in a document of their own.
 * Refuses `results/bad-document-number`, `/document-number-used`, `/reviewed-elsewhere`, `/nobody-to-name`,
 * `/sealed-itself`, `/not-the-office`, `/document-not-correctable`, and as `requireReady`, `withObtainedOn` and `requirePower`.
 */
export async function issueDocument(
  ctx: Context,
  input: {
    readonly listId: string
    readonly documentNumber: string
    /** The document it corrects, of the same list, by id or number: it names the same people. */
    readonly replaces?: string | undefined
  },
): Promise<RecordedDocument & { readonly held: number }> {
  const { number, issuedOn } = statedDocument({ ...input, issuedOn: ctx.today() }, ctx.today())
  let issuer = ''
  try {
    return await ctx.database.transaction(async (tx) => {
      const { authorityId } = await officesOfList(tx, input.listId)
      await authorise(ctx, tx, 'documents.issue', authorityId, listNotFound(input.listId))
      const ready = await requireReady(ctx, tx, input.listId, 'document')
      if (ready.review === null) throw reviewedElsewhere()
      await refuseSealer(ctx, tx, input.listId, '印发文件')
      const authority = await authorityById(tx, authorityId)
      issuer = authority.name

      // 1. Who is named, with the day each title counts from.
      const { rows, held, replacesId, corrects } = await rowsNamed(ctx, tx, ready, input.replaces)
      const levels = rows.map(({ level }) => level)
      await refuseOtherOffice(tx, ready.review.cycle, levels, authority, 'documentIssuer')
      const named = await withObtainedOn(tx, ready, rows, issuedOn)

      // 2. Drawn and signed; the same rows give the same bytes whenever somebody takes the file.
      const signedAt = shanghaiInstant(ctx.now())
      const { cycle } = ready.review
      const prepared = drawDocument({ cycle, issuer, number, issuedOn, signedAt, corrects, rows: named })
      const signature = signCms(prepared.digest, ctx.keyring.pdf)
      const bytes = placeSignature(prepared, signature)
      const digest = new Uint8Array(createHash('sha256').update(bytes).digest())

      // 3. Stored under the entry that vouches for it.
      const recorded = await recordDocument(
        ctx,
        tx,
        {
          id: base64url(ctx.random(16)),
          listId: input.listId,
          cycle,
          origin: 'here',
          authority,
          issuer,
          issuerId: authority.id,
          number,
          issuedOn,
          file: { digest, signature, signedAt },
          replacesId,
          record: entryRecord(ctx.random(16)),
        },
        named,
      )
      return { ...recorded, held }
    })
  } catch (error) {
    if (uniqueViolation(error) === 'qualification_documents_number') throw documentNumberUsed(number, issuer)
    throw error
  }
}

/** Who is named: not whom an objection or an inquiry holds, nor whose result waits for its confirmation. */
async function rowsNamed(
  ctx: Context,
  tx: Transaction,
  { list, confirmation }: ReadyResult,
  replaces: string | undefined,
) {
  const corrected =
    replaces === undefined ? null : await rowsCorrected(ctx, tx, { listId: list.id, replaces })
  const all = corrected?.rows ?? (await rowsToConfer(ctx, tx, list.id))
  const open = all.filter(({ isErased }) => !isErased)
  // What was conferred stays conferred: whom something holds now is named again, and only the certificate waits.
  if (corrected) return { rows: open, held: 0, replacesId: corrected.replacesId, corrects: corrected.number }
  const held = await heldRows(tx, list.id)
  const free = open.filter(({ id }) => !held.has(id))
  const rows = free.filter(({ confirmationId }) => confirmation !== 'before' || confirmationId !== null)
  if (rows.length === 0) throw nobodyToName(open.length - free.length, free.length)
  return { rows, held: open.length - free.length, replacesId: null, corrects: null }
}
