import { and, asc, desc, eq, gt, inArray, sql } from 'drizzle-orm'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import { revealText, type PersonKey } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { collectionRows } from '../batch/schema.ts'
import type { MendedField } from '../mending/mended-field.ts'
import { collectionMendings } from '../mending/schema.ts'
import type { ToldTitle } from './compare-titles.ts'

export type StoredRow = typeof collectionRows.$inferSelect

/** A row of a batch with what lies under its person's key opened for one act, its characters mended. */
export interface OpenedRow {
  readonly row: StoredRow
  /** Null of an erased person, of whom nothing is collected any more. */
  readonly key: PersonKey | null
  readonly told: ToldTitle
  readonly employer: string | null
}

/** Rows read at once: of a million none but these is in memory. */
export const PAGE = 1000

/** Step: the rows after a position, in the batch's own order; at most `PAGE`. */
export async function pageOfRows(
  ctx: Context,
  handle: Handle,
  batchId: string,
  after: number,
): Promise<readonly OpenedRow[]> {
  const rows = await handle
    .select()
    .from(collectionRows)
    .where(and(eq(collectionRows.batchId, batchId), gt(collectionRows.position, after)))
    .orderBy(asc(collectionRows.position))
    .limit(PAGE)
  return openRows(ctx, handle, rows)
}

/** Step: these rows, in the order of their ids. */
export async function rowsById(
  ctx: Context,
  handle: Handle,
  ids: readonly string[],
): Promise<readonly OpenedRow[]> {
  if (ids.length === 0) return []
  const rows = await handle
    .select()
    .from(collectionRows)
    .where(inArray(collectionRows.id, [...ids]))
    .orderBy(asc(collectionRows.id))
  return openRows(ctx, handle, rows)
}

/** Step: opens rows; of an erased person what stands for a name. */
export async function openRows(
  ctx: Context,
  handle: Handle,
  rows: readonly StoredRow[],
): Promise<readonly OpenedRow[]> {
  const ids = rows.map(({ personId }) => personId)
  const keys = await remainingKeys(ctx, handle, ids)
  const registered = await sealedNames(
    handle,
    rows.filter(({ name }) => name === null).map((row) => row.personId),
  )
  const mended = await mendingsOf(
    handle,
    rows.filter(({ mending }) => mending).map(({ id }) => id),
  )
  return rows.map((row) => {
    const key = keys.get(row.personId) ?? null
    const put = (field: MendedField, text: string | null) => {
      const said = mended.get(`${row.id}|${field}`)
      return said && key
        ? revealText(key, { column: 'collection_mendings.mended', row: said.id }, said.mended)
        : text
    }
    const name = key === null ? ERASED : nameOf(row, key, registered.get(row.personId))
    return {
      row,
      key,
      employer: put('employer', row.employer),
      told: {
        name: put('name', name) ?? name,
        series: put('series', row.series),
        specialty: put('specialty', row.specialty),
        title: put('title', row.title) ?? row.title,
        level: row.level,
        route: row.route,
        obtainedOn: row.obtainedOn,
        document: put('document', row.document),
        issuer: put('issuer', row.issuer),
        paper: put('paper', row.paper),
      },
    }
  })
}

function nameOf(row: StoredRow, key: PersonKey, registered: Uint8Array | undefined): string {
  if (row.name !== null) return revealText(key, { column: 'collection_rows.name', row: row.id }, row.name)
  return registered ? revealText(key, { column: 'persons.name', row: row.personId }, registered) : ERASED
}

async function sealedNames(handle: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, Uint8Array>> {
  if (ids.length === 0) return new Map()
  const rows = await handle
    .select({ id: persons.id, name: persons.name })
    .from(persons)
    .where(sql`${persons.id} = any(string_to_array(${[...new Set(ids)].join(',')}, ','))`)
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** The newest of each cell, by row and field. */
async function mendingsOf(
  handle: Handle,
  rowIds: readonly string[],
): Promise<ReadonlyMap<string, { readonly id: string; readonly mended: Uint8Array }>> {
  if (rowIds.length === 0) return new Map()
  const rows = await handle
    .selectDistinctOn([collectionMendings.rowId, collectionMendings.field], {
      id: collectionMendings.id,
      rowId: collectionMendings.rowId,
      field: collectionMendings.field,
      mended: collectionMendings.mended,
    })
    .from(collectionMendings)
    .where(inArray(collectionMendings.rowId, [...rowIds]))
    .orderBy(collectionMendings.rowId, collectionMendings.field, desc(collectionMendings.position))
  return new Map(rows.map(({ rowId, field, ...said }) => [`${rowId}|${field}`, said]))
}
