import { and, asc, desc, eq, gt, or, sql, type SQL } from 'drizzle-orm'
import { inScope, officesFor } from '../identity/authorise.ts'
import { currentAuthorities } from '../identity/schema.ts'
import { personKeys } from '../people/find-keys.ts'
import { revealText, type PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { listNotFound } from './refusals.ts'
import { qualificationDocuments, resultLists, resultRows } from './schema.ts'

/** A list as desks name it. */
export interface FoundList {
  readonly id: string
  /** Who brought it. */
  readonly officeId: string
  /** Who will confirm it. */
  readonly authorityId: string
  readonly authority: string
  readonly fileName: string
  readonly rows: number
  readonly importedOn: string
  readonly importedBy: string
  /** The list it was put in place of, and the one put in place of it. */
  readonly replaces: string | null
  readonly replacedBy: string | null
  /** The document that confirmed it. */
  readonly document: string | null
}

const successor = sql<
  string | null
>`(select s.id from result_lists s where s.replaces_id = ${resultLists.id})`.as('replaced_by')

const columns = {
  id: resultLists.id,
  officeId: resultLists.officeId,
  authorityId: resultLists.authorityId,
  authority: currentAuthorities.name,
  fileName: resultLists.fileName,
  rows: resultLists.rowCount,
  importedOn: resultLists.importedOn,
  importedBy: resultLists.importedBy,
  replaces: resultLists.replacesId,
  replacedBy: successor,
  document: qualificationDocuments.number,
}

const selectLists = (handle: Handle) =>
  handle
    .select(columns)
    .from(resultLists)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, resultLists.authorityId))
    .leftJoin(qualificationDocuments, eq(qualificationDocuments.listId, resultLists.id))

/** The lists the actor may see, newest first. `limit`: 1 to 200; `after`: the last id of the page before. */
export async function listLists(
  ctx: Context,
  handle: Handle,
  { after, limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<{ readonly items: readonly FoundList[]; readonly next: string | null }> {
  const before =
    after === undefined
      ? undefined
      : sql`(${resultLists.importedOn}, ${resultLists.id}) < (select l.imported_on, l.id from result_lists l where l.id = ${after})`
  const rows = await selectLists(handle)
    .where(and(await inReach(ctx, handle), before))
    .orderBy(desc(resultLists.importedOn), desc(resultLists.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Refuses `results/list-not-found`, for one that does not exist as for one out of reach. */
export async function findList(ctx: Context, handle: Handle, id: string): Promise<FoundList> {
  const [list] = await selectLists(handle).where(and(eq(resultLists.id, id), await inReach(ctx, handle)))
  if (!list) throw listNotFound(id)
  return list
}

// Those who brought it and those who will confirm it both see it.
async function inReach(ctx: Context, handle: Handle): Promise<SQL | undefined> {
  const offices = await officesFor(ctx, handle, 'lists.see')
  return or(inScope(offices, resultLists.officeId), inScope(offices, resultLists.authorityId))
}

/** The offices of a list, for whoever must say which office an act is about. Refuses `results/list-not-found`. */
export async function officesOfList(
  handle: Handle,
  id: string,
): Promise<{ readonly officeId: string; readonly authorityId: string }> {
  const [list] = await handle
    .select({ officeId: resultLists.officeId, authorityId: resultLists.authorityId })
    .from(resultLists)
    .where(eq(resultLists.id, id))
  if (!list) throw listNotFound(id)
  return list
}

export interface NamedRow extends Omit<typeof resultRows.$inferSelect, 'name' | 'sealSalt' | 'sealedBy'> {
  readonly name: string
}

/** Rows in the list's own order after position `after`, names opened; numbers stay closed. */
export async function rowsOfList(
  ctx: Context,
  handle: Handle,
  listId: string,
  { after = 0, limit }: { readonly after?: number; readonly limit?: number } = {},
): Promise<readonly NamedRow[]> {
  const query = handle
    .select()
    .from(resultRows)
    .where(and(eq(resultRows.listId, listId), gt(resultRows.position, after)))
    .orderBy(asc(resultRows.position))
  const rows = await (limit === undefined ? query : query.limit(limit))
  const keys = await personKeys(
    ctx,
    handle,
    rows.map(({ personId }) => personId),
  )
  return rows.map((stored) => {
    const { name, sealSalt: _, sealedBy: __, ...row } = stored
    const key = keys.get(row.personId) as PersonKey
    return { ...row, name: revealText(key, { column: 'result_rows.name', row: row.id }, name) }
  })
}
