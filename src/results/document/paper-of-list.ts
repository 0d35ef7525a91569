import { asc, count, eq } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { documentRows, qualificationDocuments, resultConfirmations } from './schema.ts'

export type PaperOfList = Awaited<ReturnType<typeof paperOfList>>

/** The documents and confirmations of a list, oldest first, each with how many people it names. */
export async function paperOfList(handle: Handle, listId: string) {
  const documents = await handle
    .select({
      id: qualificationDocuments.id,
      number: qualificationDocuments.number,
      origin: qualificationDocuments.origin,
      issuer: qualificationDocuments.issuer,
      issuedOn: qualificationDocuments.issuedOn,
      replacesId: qualificationDocuments.replacesId,
      registeredPersonId: qualificationDocuments.registeredPersonId,
      people: count(documentRows.id),
    })
    .from(qualificationDocuments)
    .innerJoin(documentRows, eq(documentRows.documentId, qualificationDocuments.id))
    .where(eq(qualificationDocuments.listId, listId))
    .groupBy(qualificationDocuments.id)
    .orderBy(asc(qualificationDocuments.registeredOn), asc(qualificationDocuments.id))
  const confirmations = await handle
    .select()
    .from(resultConfirmations)
    .where(eq(resultConfirmations.listId, listId))
    .orderBy(asc(resultConfirmations.confirmedOn), asc(resultConfirmations.id))
  return { documents, confirmations }
}
