import { asc, eq } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { findDocument } from '../../results/document/find-document.ts'
import { certificates } from '../schema.ts'

/** The certificates of a document in the order of their numbers, at most `limit` (null: all), with their pages' codes. */
export async function certificatesOf(ctx: Context, document: string, limit: number | null) {
  const { read } = ctx.database
  const { id } = await findDocument(read, document)
  const query = read
    .select({ id: certificates.id, number: certificates.number, code: certificates.code })
    .from(certificates)
    .where(eq(certificates.documentId, id))
    .orderBy(asc(certificates.number))
  return limit === null ? query : query.limit(limit)
}
