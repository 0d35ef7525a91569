import { and, asc, eq } from 'drizzle-orm'
import type { Act } from '../../../identity/act.ts'
import { authorise, inScope, officesFor } from '../../../identity/authorise.ts'
import { currentAuthorities } from '../../../identity/schema.ts'
import type { Context } from '../../../platform/context.ts'
import type { Handle } from '../../../platform/database.ts'
import { familyOf } from '../../../spreadsheets/table.ts'
import type { HeaderMapping, ListKind } from '../../../spreadsheets/table.ts'
import { APPROVED_LIST } from '../approved-columns.ts'
import { headerMappings } from './schema.ts'

/** Step: the headers of its own an office has explained, for reading its next file of this kind. */
export async function headersOf(
  handle: Handle,
  officeId: string,
  kind: ListKind<string>,
): Promise<HeaderMapping> {
  const rows = await handle
    .select({ header: headerMappings.header, column: headerMappings.column })
    .from(headerMappings)
    .where(and(eq(headerMappings.officeId, officeId), eq(headerMappings.kind, familyOf(kind))))
  return new Map(rows.map(({ header, column }) => [header, column]))
}

/** What the office of this credit code has said of an approved list; nothing, where there is no such office. */
export async function headersOfOffice(ctx: Context, creditCode: string): Promise<HeaderMapping> {
  const { read } = ctx.database
  const [office] = await read
    .select({ id: currentAuthorities.id })
    .from(currentAuthorities)
    .where(eq(currentAuthorities.creditCode, creditCode))
  return office === undefined ? new Map() : headersOf(read, office.id, APPROVED_LIST)
}

export interface HeaderOffice {
  readonly id: string
  readonly name: string
}

/** The offices the actor may bring lists for: `act` is what does that. */
export async function headerOffices(ctx: Context, act: Act): Promise<readonly HeaderOffice[]> {
  const { read } = ctx.database
  return read
    .select({ id: currentAuthorities.id, name: currentAuthorities.name })
    .from(currentAuthorities)
    .where(inScope(await officesFor(ctx, read, act), currentAuthorities.id))
    .orderBy(asc(currentAuthorities.creditCode))
}

export interface RememberedHeader {
  readonly header: string
  /** The column's own header, in Chinese. */
  readonly column: string
  readonly saidOn: string
  readonly saidBy: string
}

/** The same for whoever looks after them. Refuses `identity/not-allowed`. */
export async function listHeaders(
  ctx: Context,
  officeId: string,
  kind: ListKind<string>,
  act: Act,
): Promise<readonly RememberedHeader[]> {
  const { read } = ctx.database
  await authorise(ctx, read, act, officeId)
  const rows = await read
    .select()
    .from(headerMappings)
    .where(and(eq(headerMappings.officeId, officeId), eq(headerMappings.kind, familyOf(kind))))
    .orderBy(asc(headerMappings.header))
  return rows.map(({ header, column, saidOn, saidBy }) => ({
    header,
    column: kind.columns.find(({ key }) => key === column)?.header ?? column,
    saidOn,
    saidBy,
  }))
}
