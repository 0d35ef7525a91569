import { and, asc, desc, eq, gt, or, sql, type SQL } from 'drizzle-orm'
import { inScope, officesFor } from '../../identity/authorise.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { revealText } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { listNotFound } from './refusals.ts'
import { resultLists, resultRows, type ListStage } from './schema.ts'

/** A list as desks name it. */
export interface FoundList {
  readonly id: string
  /** Null: reviewed elsewhere. */
  readonly cycleId: string | null
  readonly stage: ListStage
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

// Held rows may come later in a document of their own: the list is named by its first, as last corrected.
const document = sql<string | null>`(
  select d.number from qualification_documents d
  where d.list_id = ${resultLists.id}
    and not exists (select 1 from qualification_documents c where c.replaces_id = d.id)
  order by d.registered_on, d.id limit 1)`.as('document')

const columns = {
  id: resultLists.id,
  cycleId: resultLists.cycleId,
  stage: resultLists.stage,
  officeId: resultLists.officeId,
  authorityId: resultLists.authorityId,
  authority: currentAuthorities.name,
  fileName: resultLists.fileName,
  rows: resultLists.rowCount,
  importedOn: resultLists.importedOn,
  importedBy: resultLists.importedBy,
  replaces: resultLists.replacesId,
  replacedBy: successor,
  document,
}

const selectLists = (handle: Handle) =>
  handle
    .select(columns)
    .from(resultLists)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, resultLists.authorityId))

/** The lists the actor may see, newest first. `limit`: 1 to 200; `after`: the last id of the page before. */
export async function listLists(
  ctx: Context,
  handle: Handle,
  {
    after,
    limit,
    cycleId,
  }: {
    readonly after?: string | undefined
    readonly limit: number
    /** Of this cycle only. */
    readonly cycleId?: string | undefined
  },
): Promise<{ readonly items: readonly FoundList[]; readonly next: string | null }> {
  const before =
    after === undefined
      ? undefined
      : sql`(${resultLists.importedOn}, ${resultLists.id}) < (select l.imported_on, l.id from result_lists l where l.id = ${after})`
  const rows = await selectLists(handle)
    .where(
      and(
        await inReach(ctx, handle),
        before,
        cycleId === undefined ? undefined : eq(resultLists.cycleId, cycleId),
      ),
    )
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

/** For steps that already know who may. Refuses `results/list-not-found`. */
export async function listById(handle: Handle, id: string): Promise<FoundList> {
  const [list] = await selectLists(handle).where(eq(resultLists.id, id))
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
  /** Of an erased person: 已清除. */
  readonly name: string
  readonly isErased: boolean
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
  const keys = await remainingKeys(
    ctx,
    handle,
    rows.map(({ personId }) => personId),
  )
  return rows.map((stored) => {
    const { name, sealSalt: _, sealedBy: __, ...row } = stored
    const key = keys.get(row.personId)
    if (!key) return { ...row, name: ERASED, isErased: true }
    const place = { column: 'result_rows.name', row: row.id } as const
    return { ...row, name: revealText(key, place, name), isErased: false }
  })
}
