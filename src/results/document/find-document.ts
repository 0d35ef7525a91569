import { eq, or } from 'drizzle-orm'
import type { Handle, Transaction } from '../../platform/database.ts'
import { foldDocumentNumber } from '../../titles/document-number.ts'
import { documentNotFound, documentNotTheOnlyOne } from './refusals.ts'
import { qualificationDocuments } from './schema.ts'

export type QualificationDocument = Pick<
  typeof qualificationDocuments.$inferSelect,
  | 'id'
  | 'listId'
  | 'origin'
  | 'number'
  | 'authorityId'
  | 'issuer'
  | 'issuerId'
  | 'issuedOn'
  | 'replacesId'
  | 'sealedBy'
>

/**
 * Step: holds a document until commit, by its number or its id. Refuses `results/document-not-found` and, for a number
 * that two issuers use, `results/document-not-the-only-one`.
 */
export async function lockDocument(tx: Transaction, numberOrId: string): Promise<QualificationDocument> {
  return theOnly(numberOrId, await byNumberOrId(tx, numberOrId).for('update'))
}

/** The same without holding it. */
export async function findDocument(handle: Handle, numberOrId: string): Promise<QualificationDocument> {
  return theOnly(numberOrId, await byNumberOrId(handle, numberOrId))
}

function theOnly(asked: string, found: readonly QualificationDocument[]): QualificationDocument {
  const [document, another] = found
  if (!document) throw documentNotFound(asked)
  if (another)
    throw documentNotTheOnlyOne(
      asked,
      found.map(({ id, issuer }) => ({ id, issuer })),
    )
  return document
}

function byNumberOrId(handle: Handle, asked: string) {
  return handle
    .select({
      id: qualificationDocuments.id,
      listId: qualificationDocuments.listId,
      origin: qualificationDocuments.origin,
      number: qualificationDocuments.number,
      authorityId: qualificationDocuments.authorityId,
      issuer: qualificationDocuments.issuer,
      issuerId: qualificationDocuments.issuerId,
      issuedOn: qualificationDocuments.issuedOn,
      replacesId: qualificationDocuments.replacesId,
      sealedBy: qualificationDocuments.sealedBy,
    })
    .from(qualificationDocuments)
    .where(
      or(eq(qualificationDocuments.number, foldDocumentNumber(asked)), eq(qualificationDocuments.id, asked)),
    )
    .limit(5)
}
