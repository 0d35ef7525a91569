import { eq, sql, type SQL, type SQLWrapper } from 'drizzle-orm'
import type { Actor, Context } from '../platform/context.ts'
import { rowsOf, type Handle } from '../platform/database.ts'
import type { Refusal } from '../platform/refusal.ts'
import { changes, type Act } from './act.ts'
import { holdGrants } from './hold-grants.ts'
import { notAllowed } from './refusals.ts'
import { mayAct, roleRow, type Grant, type Role } from './role.ts'
import { currentRoleGrants } from './schema.ts'

/**
 * Refuses `identity/not-allowed` unless the actor may do this for that office by the roles held NOW; an act that
 * changes anything holds them until commit. Call it first in the transaction, before any row is locked. `hidden` is
 * what is said instead: that nothing is there, so that an object out of reach looks like one that does not exist.
 */
export async function authorise(
  ctx: Context,
  handle: Handle,
  act: Act,
  officeId: string,
  hidden?: Refusal,
): Promise<void> {
  if (mayUnasked(ctx.actor)) return
  const { accountId } = ctx.actor
  if (accountId !== null) {
    if (changes(act)) await holdGrants(handle, { shared: accountId })
    const grants = await grantsOver(handle, accountId, officeId)
    if (grants.some((grant) => mayAct([grant], act) && reaches(grant, officeId))) return
  }
  throw hidden ?? notAllowed(act)
}

/** Refuses `identity/not-allowed` unless some role of the actor carries the act, for whichever office. */
export async function authoriseSomewhere(ctx: Context, handle: Handle, act: Act): Promise<void> {
  if (!mayUnasked(ctx.actor) && !mayAct(await grantsOf(handle, ctx.actor), act)) throw notAllowed(act)
}

/** The offices for which the actor may do this now; no office at all for who holds no such role. */
export async function officesFor(ctx: Context, handle: Handle, act: Act): Promise<'all' | readonly string[]> {
  if (mayUnasked(ctx.actor)) return 'all'
  const held = (await grantsOf(handle, ctx.actor)).filter((grant) => mayAct([grant], act))
  const below = held.filter(({ role }) => roleRow(role).reach === 'below').map(({ officeId }) => officeId)
  const own = held.map(({ officeId }) => officeId)
  return [...new Set([...own, ...(below.length === 0 ? [] : await officesUnder(handle, below))])]
}

/** Which offices the act reaches, as a question: for pages that offer only what the act itself will allow. */
export async function reachOf(ctx: Context, act: Act): Promise<(officeId: string) => boolean> {
  const offices = await officesFor(ctx, ctx.database.read, act)
  return (officeId) => offices === 'all' || offices.includes(officeId)
}

/** The condition of a query that shows only what belongs to these offices. */
export const inScope = (offices: 'all' | readonly string[], column: SQLWrapper): SQL =>
  // One value however many offices: ids hold no comma, and a statement takes 65,535 values at most.
  offices === 'all' ? sql`true` : sql`${column} = any(string_to_array(${offices.join(',')}, ','))`

/** The roles held now, wherever. Of the console and of services none are kept. */
export async function grantsOf(handle: Handle, { accountId }: Actor): Promise<readonly Grant[]> {
  if (accountId === null) return []
  return handle
    .select({ role: currentRoleGrants.role, officeId: currentRoleGrants.authorityId })
    .from(currentRoleGrants)
    .where(eq(currentRoleGrants.grantee, accountId))
}

// The console is the machine's owner: it holds the keys and the database anyway. A service acts for whoever asked it.
const mayUnasked = ({ kind }: Actor): boolean => kind === 'console'

const reaches = ({ role, officeId }: Grant, target: string): boolean =>
  officeId === target || roleRow(role).reach === 'below'

// `union`, not `union all`: even a tree that was bent into a ring comes to an end.
const grantsOver = (handle: Handle, grantee: string, officeId: string): Promise<readonly Grant[]> =>
  rowsOf<{ role: Role; officeId: string }>(
    handle,
    sql`with recursive up(id, parent_id) as (
        select id, parent_id from current_authorities where id = ${officeId}
        union
        select p.id, p.parent_id from up join current_authorities p on p.id = up.parent_id
      )
      select g.role, g.authority_id as "officeId"
      from current_role_grants g join up on up.id = g.authority_id
      where g.grantee = ${grantee}`,
  )

// The whole tree in one pass: `current_authorities` would look up the changes of each office by itself.
async function officesUnder(handle: Handle, tops: readonly string[]): Promise<readonly string[]> {
  const rows = await rowsOf<{ id: string }>(
    handle,
    sql`with recursive changed as (
        select distinct on (authority_id) authority_id, parent_id
        from authority_changes order by authority_id, position desc
      ),
      tree as materialized (
        select a.id, case when c.authority_id is null then a.parent_id else c.parent_id end as parent_id
        from authorities a left join changed c on c.authority_id = a.id
      ),
      below(id) as (
        select unnest(string_to_array(${tops.join(',')}, ','))
        union
        select tree.id from below join tree on tree.parent_id = below.id
      )
      select id from below`,
  )
  return rows.map(({ id }) => id)
}
