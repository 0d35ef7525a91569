import { and, asc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { documentRows } from '../../results/document/schema.ts'
import { invalidRows } from '../../results/inquiry/schema.ts'
import { resultRows } from '../../results/lists/schema.ts'
import { titleRecords } from '../../titles/schema.ts'
import { certificates } from '../schema.ts'

const BATCH = 5_000

/** Step: the certificates that came of these results, by number; without what an erasure emptied. */
export async function conferredBy(
  handle: Handle,
  rowIds: readonly string[],
): Promise<readonly { readonly id: string; readonly personId: string }[]> {
  const found: { readonly id: string; readonly personId: string }[] = []
  for (let from = 0; from < rowIds.length; from += BATCH)
    found.push(
      ...(await withRows(handle)
        .where(
          and(
            inArray(documentRows.rowId, rowIds.slice(from, from + BATCH)),
            isNotNull(certificates.sealSalt),
          ),
        )
        .orderBy(asc(certificates.number))),
    )
  return found
}

/** Step: those of these certificates whose result was declared invalid. */
export async function declaredInvalid(
  handle: Handle,
  certificateIds: readonly string[],
): Promise<ReadonlySet<string>> {
  const found = new Set<string>()
  for (let from = 0; from < certificateIds.length; from += BATCH) {
    const rows = await withRows(handle)
      .innerJoin(invalidRows, eq(invalidRows.rowId, documentRows.rowId))
      .where(inArray(certificates.id, certificateIds.slice(from, from + BATCH)))
    for (const { id } of rows) found.add(id)
  }
  return found
}

/** A title has its row's place in the list, and the document that names the row. */
const withRows = (handle: Handle) =>
  handle
    .select({ id: certificates.id, personId: certificates.personId })
    .from(documentRows)
    .innerJoin(resultRows, eq(resultRows.id, documentRows.rowId))
    .innerJoin(
      titleRecords,
      and(
        eq(titleRecords.documentId, documentRows.documentId),
        eq(titleRecords.personId, resultRows.personId),
        eq(titleRecords.position, resultRows.position),
      ),
    )
    .innerJoin(certificates, eq(certificates.titleId, titleRecords.id))
