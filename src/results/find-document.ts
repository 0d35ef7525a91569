import { eq } from 'drizzle-orm'
import type { Handle, Transaction } from '../platform/database.ts'
import { parseDocumentNumber } from './document-number.ts'
import { documentNotFound } from './refusals.ts'
import { qualificationDocuments } from './schema.ts'

export type QualificationDocument = Pick<
  typeof qualificationDocuments.$inferSelect,
  'id' | 'number' | 'authorityId' | 'issuedOn' | 'sealedBy'
>

/** Step: holds a confirmed document until commit. Refuses `results/document-not-found`. */
export async function lockDocument(tx: Transaction, number: string): Promise<QualificationDocument> {
  const [document] = await byNumber(tx, number).for('update')
  if (!document) throw documentNotFound(number)
  return document
}

export async function findDocument(handle: Handle, number: string): Promise<QualificationDocument> {
  const [document] = await byNumber(handle, number)
  if (!document) throw documentNotFound(number)
  return document
}

function byNumber(handle: Handle, number: string) {
  const parsed = parseDocumentNumber(number)
  return handle
    .select({
      id: qualificationDocuments.id,
      number: qualificationDocuments.number,
      authorityId: qualificationDocuments.authorityId,
      issuedOn: qualificationDocuments.issuedOn,
      sealedBy: qualificationDocuments.sealedBy,
    })
    .from(qualificationDocuments)
    .where(eq(qualificationDocuments.number, 'text' in parsed ? parsed.text : number))
}
