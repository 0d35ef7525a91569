import { and, asc, eq, gt, sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import { rowsOf, type Handle } from '../platform/database.ts'
import type { Authority } from './authority.ts'
import { authorise, inScope, officesFor } from './authorise.ts'
import { authorityNotFound, officeNotFound } from './refusals.ts'
import { currentAuthorities as current } from './schema.ts'

/** Refuses `identity/authority-not-found`. */
export async function authorityByCreditCode(handle: Handle, creditCode: string): Promise<Authority> {
  const [authority] = await handle.select().from(current).where(eq(current.creditCode, creditCode))
  if (!authority) throw authorityNotFound(creditCode)
  return authority
}

export async function authorityById(handle: Handle, id: string): Promise<Authority> {
  const authority = await findAuthority(handle, id)
  if (!authority) throw new Error(`authority ${id} is referred to but does not exist`)
  return authority
}

export async function findAuthority(handle: Handle, id: string): Promise<Authority | null> {
  const [authority] = await handle.select().from(current).where(eq(current.id, id))
  return authority ?? null
}

/** Every office there is, for what speaks of the whole deployment; desks ask `seenAuthorities`. */
export const listAuthorities = (handle: Handle): Promise<readonly Authority[]> =>
  handle.select().from(current).orderBy(asc(current.place), asc(current.creditCode))

/** The offices the actor may see, in the order of their credit codes; at most `limit` after the code `after`. */
export async function seenAuthorities(
  ctx: Context,
  { after = '', limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly Authority[]> {
  const { read } = ctx.database
  const offices = await officesFor(ctx, read, 'offices.see')
  return read
    .select()
    .from(current)
    .where(and(inScope(offices, current.id), gt(current.creditCode, after)))
    .orderBy(asc(current.creditCode))
    .limit(limit)
}

/** One of them; refuses `identity/office-not-found` for one out of reach as for one that does not exist. */
export async function seenAuthority(ctx: Context, id: string): Promise<Authority> {
  const { read } = ctx.database
  const authority = await findAuthority(read, id)
  if (!authority) throw officeNotFound(id)
  await authorise(ctx, read, 'offices.see', id, officeNotFound(id))
  return authority
}

/** The office and those above it, the top last. */
export async function officesAbove(handle: Handle, id: string): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    handle,
    sql`with recursive up(id, parent_id, depth) as (
        select id, parent_id, 0 from current_authorities where id = ${id}
        union
        select p.id, p.parent_id, depth + 1 from up join current_authorities p on p.id = up.parent_id
        where depth < 30
      )
      select id from up order by depth`,
  )
  return rows.map((row) => row.id)
}

/** The same office, or one somewhere above the other. */
export async function areInOneLine(handle: Handle, one: string, other: string): Promise<boolean> {
  return (
    (await officesAbove(handle, one)).includes(other) || (await officesAbove(handle, other)).includes(one)
  )
}
