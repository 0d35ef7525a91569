import { and, asc, eq, sql } from 'drizzle-orm'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { revealText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { resultRows } from '../lists/schema.ts'
import { confirmedRows, documentRows } from './schema.ts'

/** A row on its way into a document. */
export interface RowToConfer extends Omit<typeof resultRows.$inferSelect, 'name' | 'sealSalt' | 'sealedBy'> {
  /** Of an erased person: 已清除. */
  readonly name: string
  readonly isErased: boolean
  /** Null of an erased person, who gets no title. */
  readonly key: PersonKey | null
  /** The confirmation that covers it. */
  readonly confirmationId: string | null
}

/** Step: the rows of a list that no document names yet, in the list's own order, names opened for this act. */
export async function rowsToConfer(
  ctx: Context,
  handle: Handle,
  listId: string,
): Promise<readonly RowToConfer[]> {
  const rows = await handle
    .select({ row: resultRows, confirmationId: confirmedRows.confirmationId })
    .from(resultRows)
    .leftJoin(confirmedRows, eq(confirmedRows.rowId, resultRows.id))
    .where(
      and(
        eq(resultRows.listId, listId),
        sql`not exists (${handle
          .select({ one: sql`1` })
          .from(documentRows)
          .where(eq(documentRows.rowId, resultRows.id))})`,
      ),
    )
    .orderBy(asc(resultRows.position))
  return opened(ctx, handle, rows)
}

/** Step: the rows a document names, in the list's own order, names opened for this act. */
export async function rowsOfDocument(
  ctx: Context,
  handle: Handle,
  documentId: string,
): Promise<readonly RowToConfer[]> {
  const rows = await handle
    .select({ row: resultRows, confirmationId: confirmedRows.confirmationId })
    .from(documentRows)
    .innerJoin(resultRows, eq(resultRows.id, documentRows.rowId))
    .leftJoin(confirmedRows, eq(confirmedRows.rowId, resultRows.id))
    .where(eq(documentRows.documentId, documentId))
    .orderBy(asc(resultRows.position))
  return opened(ctx, handle, rows)
}

async function opened(
  ctx: Context,
  handle: Handle,
  rows: readonly {
    readonly row: typeof resultRows.$inferSelect
    readonly confirmationId: string | null
  }[],
): Promise<readonly RowToConfer[]> {
  const keys = await remainingKeys(
    ctx,
    handle,
    rows.map(({ row }) => row.personId),
  )
  return rows.map(({ row: stored, confirmationId }) => {
    const { name, sealSalt: _, sealedBy: __, ...row } = stored
    const key = keys.get(row.personId) ?? null
    const place = { column: 'result_rows.name', row: row.id } as const
    const told = key === null ? ERASED : revealText(key, place, name)
    return { ...row, name: told, isErased: key === null, key, confirmationId }
  })
}
