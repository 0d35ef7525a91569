import { and, asc, eq, inArray, isNotNull, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { rowsOf, type Handle } from '../platform/database.ts'
import { qualificationDocuments } from '../results/document/schema.ts'
import { titleRecords } from '../titles/schema.ts'
import { certificates } from './schema.ts'

/** Step: the newest versions of certificates on the documents that `documentId` corrects, directly or through others. */
export async function issuedBefore(handle: Handle, documentId: string) {
  const earlier = await rowsOf<{ id: string }>(
    handle,
    sql`with recursive chain as (
        select replaces_id as id from ${qualificationDocuments} where id = ${documentId} and replaces_id is not null
        union all
        select d.replaces_id from chain join ${qualificationDocuments} d on d.id = chain.id
        where d.replaces_id is not null)
      select id from chain`,
  )
  if (earlier.length === 0) return []
  const newer = alias(certificates, 'newer')
  return handle
    .select({ id: certificates.id, number: certificates.number, position: titleRecords.position })
    .from(certificates)
    .innerJoin(titleRecords, eq(titleRecords.id, certificates.titleId))
    .where(
      and(
        inArray(
          certificates.documentId,
          earlier.map(({ id }) => id),
        ),
        isNotNull(certificates.sealSalt),
        sql`not exists (${handle
          .select({ one: sql`1` })
          .from(newer)
          .where(eq(newer.replaces, certificates.id))})`,
      ),
    )
    .orderBy(asc(certificates.number))
}
