import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { resultRows } from '../lists/schema.ts'
import { confirmedRows } from './schema.ts'

export type RowToConfirm = Awaited<ReturnType<typeof rowsToConfirm>>[number]

/** Step: the rows of a list nobody confirmed yet, in the list's own order, without names. */
export const rowsToConfirm = (tx: Transaction, listId: string) =>
  tx
    .select({
      id: resultRows.id,
      personId: resultRows.personId,
      series: resultRows.series,
      level: resultRows.level,
      obtainedOn: resultRows.obtainedOn,
      /** A document that names it. */
      documentId: sql<
        string | null
      >`(select d.document_id from document_rows d where d.row_id = ${resultRows.id} limit 1)`,
    })
    .from(resultRows)
    .leftJoin(confirmedRows, eq(confirmedRows.rowId, resultRows.id))
    .where(and(eq(resultRows.listId, listId), isNull(confirmedRows.id)))
    .orderBy(asc(resultRows.position))
