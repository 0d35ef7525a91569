import { createHash } from 'node:crypto'
import { eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { placeSignature } from '../../rendering/certificate-pdf.ts'
import { equalBytes } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { resultLists } from '../lists/schema.ts'
import { drawDocument } from './draw-document.ts'
import { findDocument } from './find-document.ts'
import { documentNotDrawn, documentNotFound, madeElsewhere } from './refusals.ts'
import { rowsOfDocument, type RowToConfer } from './rows-to-confer.ts'
import { documentRows, qualificationDocuments } from './schema.ts'

/**
 * The PDF of a document made here, drawn again byte for byte, for whoever may see its list; who took it is recorded.
 * Refuses `results/document-not-found`, `/document-made-elsewhere`, and `/document-not-drawn` once one of its people
 * was erased.
 */
export async function takeDocument(
  ctx: Context,
  documentId: string,
): Promise<{ readonly number: string; readonly bytes: Uint8Array }> {
  return ctx.database.transaction(async (tx) => {
    const [stored] = await tx
      .select({ document: qualificationDocuments, cycleId: resultLists.cycleId })
      .from(qualificationDocuments)
      .innerJoin(resultLists, eq(resultLists.id, qualificationDocuments.listId))
      .where(eq(qualificationDocuments.id, documentId))
    if (!stored) throw documentNotFound(documentId)
    const { document, cycleId } = stored
    await authorise(ctx, tx, 'lists.see', document.authorityId, documentNotFound(documentId))
    const { number, signature, signedAt, fileDigest } = document
    if (cycleId === null || signature === null || signedAt === null || fileDigest === null)
      throw madeElsewhere(number)
    const rows = await rowsOfDocument(ctx, tx, documentId)
    const days = await daysOf(tx, documentId)
    const prepared = drawDocument({
      cycle: await cycleById(tx, cycleId),
      issuer: document.issuer,
      number,
      issuedOn: document.issuedOn,
      signedAt,
      corrects: document.replacesId && (await findDocument(tx, document.replacesId)).number,
      rows: rows.map((row: RowToConfer) => ({ ...row, obtainedOn: days.get(row.id) ?? document.issuedOn })),
    })
    const bytes = placeSignature(prepared, signature)
    const digest = new Uint8Array(createHash('sha256').update(bytes).digest())
    if (!equalBytes(digest, fileDigest)) throw documentNotDrawn(number)
    await recordAct(ctx, tx, {
      act: 'lists.see',
      officeId: document.authorityId,
      about: document.listId,
      subjects: rows.map(({ personId }) => personId),
      facts: { number, file: true },
    })
    return { number, bytes }
  })
}

export async function daysOf(handle: Handle, documentId: string): Promise<ReadonlyMap<string, string>> {
  const rows = await handle
    .select({ rowId: documentRows.rowId, obtainedOn: documentRows.obtainedOn })
    .from(documentRows)
    .where(eq(documentRows.documentId, documentId))
  return new Map(rows.map(({ rowId, obtainedOn }) => [rowId, obtainedOn]))
}
