import { and, asc, eq, gt, inArray, isNull, or } from 'drizzle-orm'
import { personKeys } from '../people/find-keys.ts'
import type { PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import type { Handle, Transaction } from '../platform/database.ts'
import { recordAct } from '../trail/record-act.ts'
import { authorise } from './authorise.ts'
import { findAuthority } from './find-authority.ts'
import { officeNotFound } from './refusals.ts'
import type { Role } from './role.ts'
import { currentRoleGrants as held } from './schema.ts'
import { openAccountName } from './sign-in/account-name.ts'
import { apiClients, closings, currentAccounts as accounts } from './sign-in/schema.ts'

/** A role somebody holds now for an office. */
export interface HeldRole {
  readonly id: string
  /** An account's or an API client's id. */
  readonly grantee: string
  readonly role: Role
  readonly since: string
  /** The actor who granted it. */
  readonly by: string
}

/**
 * The roles held for an office, in the order of their ids; at most `limit` after the id `after`. Refuses
 * `identity/office-not-found`, for one out of reach too.
 */
export async function grantsAt(
  ctx: Context,
  officeId: string,
  { after = '', limit }: { readonly after?: string | undefined; readonly limit: number },
): Promise<readonly HeldRole[]> {
  const { read } = ctx.database
  await authorise(ctx, read, 'accounts.see', officeId, officeNotFound(officeId))
  if (!(await findAuthority(read, officeId))) throw officeNotFound(officeId)
  return rolesAt(read, officeId, { after, limit })
}

const rolesAt = (
  handle: Handle,
  officeId: string,
  { after = '', limit }: { readonly after?: string; readonly limit: number },
): Promise<readonly HeldRole[]> =>
  handle
    .select({
      id: held.id,
      grantee: held.grantee,
      role: held.role,
      since: held.decidedOn,
      by: held.decidedBy,
    })
    .from(held)
    .where(and(eq(held.authorityId, officeId), gt(held.id, after)))
    .orderBy(asc(held.id))
    .limit(limit)

/** Somebody, or another system, who works at an office or holds a role for it. */
export interface Holder {
  readonly id: string
  readonly kind: 'account' | 'client'
  /** Where they work: perhaps elsewhere. */
  readonly officeId: string
  readonly name: string
  /** null of a client. */
  readonly login: string | null
  readonly roles: readonly HeldRole[]
}

const MOST_HOLDERS = 500

/**
 * Everybody at an office, with the roles they hold for it and the login of who granted each; people first. The trail
 * keeps whose names were shown. Refuses `identity/office-not-found`, for one out of reach too.
 */
export async function holdersAt(ctx: Context, officeId: string): Promise<readonly Holder[]> {
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'accounts.see', officeId, officeNotFound(officeId))
    if (!(await findAuthority(tx, officeId))) throw officeNotFound(officeId)
    const roles = await rolesAt(tx, officeId, { limit: MOST_HOLDERS })
    const people = await peopleAt(ctx, tx, officeId, roles)
    const clients = await clientsAt(tx, officeId, roles)
    const logins = await loginsOf(tx, roles)
    const rolesOf = (id: string) =>
      roles
        .filter(({ grantee }) => grantee === id)
        .map((role) => ({ ...role, by: logins.get(role.by) ?? role.by }))
    if (people.length > 0)
      await recordAct(ctx, tx, {
        act: 'accounts.see',
        officeId,
        subjects: people.map(({ personId }) => personId),
        facts: { shown: people.length },
      })
    return [
      ...people.map(({ id, login, name, officeId: worksAt }) => ({
        id,
        officeId: worksAt,
        login,
        name,
        kind: 'account' as const,
        roles: rolesOf(id),
      })),
      ...clients.map((one) => ({ ...one, kind: 'client' as const, login: null, roles: rolesOf(one.id) })),
    ]
  })
}

const granteesOf = (roles: readonly HeldRole[]) => [...new Set(roles.map(({ grantee }) => grantee))]

async function peopleAt(ctx: Context, tx: Transaction, officeId: string, roles: readonly HeldRole[]) {
  const rows = await tx
    .select({
      id: accounts.id,
      personId: accounts.personId,
      login: accounts.login,
      name: accounts.name,
      officeId: accounts.officeId,
    })
    .from(accounts)
    .leftJoin(closings, eq(closings.holderId, accounts.id))
    .where(
      and(or(eq(accounts.officeId, officeId), inArray(accounts.id, granteesOf(roles))), isNull(closings.id)),
    )
    .orderBy(asc(accounts.login))
    .limit(MOST_HOLDERS)
  const keys = await personKeys(
    ctx,
    tx,
    rows.map(({ personId }) => personId),
  )
  return rows.map((row) => ({
    ...row,
    name: openAccountName(keys.get(row.personId) as PersonKey, row.id, row.name),
  }))
}

const clientsAt = (tx: Transaction, officeId: string, roles: readonly HeldRole[]) =>
  tx
    .select({ id: apiClients.id, name: apiClients.name, officeId: apiClients.officeId })
    .from(apiClients)
    .leftJoin(closings, eq(closings.holderId, apiClients.id))
    .where(
      and(
        or(eq(apiClients.officeId, officeId), inArray(apiClients.id, granteesOf(roles))),
        isNull(closings.id),
      ),
    )
    .orderBy(asc(apiClients.name))
    .limit(MOST_HOLDERS)

/** 'account:<id>' → the login of that account. */
async function loginsOf(tx: Transaction, roles: readonly HeldRole[]): Promise<ReadonlyMap<string, string>> {
  const ids = roles.filter(({ by }) => by.startsWith('account:')).map(({ by }) => by.slice('account:'.length))
  if (ids.length === 0) return new Map()
  const rows = await tx
    .select({ id: accounts.id, login: accounts.login })
    .from(accounts)
    .where(inArray(accounts.id, ids))
  return new Map(rows.map(({ id, login }) => [`account:${id}`, login]))
}
