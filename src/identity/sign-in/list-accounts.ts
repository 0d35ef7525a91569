import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { authoriseSomewhere, inScope, officesFor } from '../authorise.ts'
import type { Role } from '../role.ts'
import { currentAuthorities, currentRoleGrants } from '../schema.ts'
import { openAccountName } from './account-name.ts'
import { apiClients, closings, credentials, currentAccounts as accounts } from './schema.ts'

export interface Paging {
  /** The last login or id of the page before. */
  readonly after?: string | undefined
  /** 1 to 200. */
  readonly limit: number
}

export interface Page<T> {
  readonly items: readonly T[]
  readonly next: string | null
}

export interface ListedAccount {
  readonly id: string
  readonly login: string
  readonly name: string
  readonly officeId: string
  readonly office: string
  readonly roles: readonly { readonly role: Role; readonly officeId: string }[]
  /** `waiting`: no password has been set yet, or it is being recovered. */
  readonly state: 'open' | 'waiting' | 'closed'
  readonly hasSecondFactor: boolean
}

/** Accounts of the offices the actor may see, in the order of their logins; the trail keeps whose were shown. */
export async function listAccounts(
  ctx: Context,
  { after = '', limit }: Paging,
): Promise<Page<ListedAccount>> {
  return ctx.database.transaction(async (tx) => {
    await authoriseSomewhere(ctx, tx, 'accounts.see')
    const offices = await officesFor(ctx, tx, 'accounts.see')
    const rows = await tx
      .select({
        account: {
          id: accounts.id,
          personId: accounts.personId,
          login: accounts.login,
          name: accounts.name,
          officeId: accounts.officeId,
        },
        office: currentAuthorities.name,
        closedBy: closings.closedBy,
        credential: { accountId: credentials.accountId, totp: credentials.totpSecret },
      })
      .from(accounts)
      .innerJoin(currentAuthorities, eq(currentAuthorities.id, accounts.officeId))
      .leftJoin(closings, eq(closings.holderId, accounts.id))
      .leftJoin(credentials, eq(credentials.accountId, accounts.id))
      .where(and(gt(accounts.login, after), inScope(offices, accounts.officeId)))
      .orderBy(asc(accounts.login))
      .limit(limit)
    const keys = await remainingKeys(
      ctx,
      tx,
      rows.map(({ account }) => account.personId),
    )
    const roles = await rolesOf(
      tx,
      rows.map(({ account }) => account.id),
    )
    const items = rows.map(({ account, office, closedBy, credential }): ListedAccount => {
      const key = keys.get(account.personId)
      return {
        id: account.id,
        login: account.login,
        name: key ? openAccountName(key, account.id, account.name) : ERASED,
        officeId: account.officeId,
        office,
        roles: roles.get(account.id) ?? [],
        state: closedBy !== null ? 'closed' : credential === null ? 'waiting' : 'open',
        hasSecondFactor: credential !== null && credential.totp !== null,
      }
    })
    if (rows.length > 0)
      await recordAct(ctx, tx, {
        act: 'accounts.see',
        officeId: null,
        subjects: rows.map(({ account }) => account.personId),
        facts: { shown: rows.length },
      })
    return { items, next: rows.length < limit ? null : (items.at(-1)?.login ?? null) }
  })
}

async function rolesOf(tx: Transaction, grantees: readonly string[]) {
  const held = new Map<string, { role: Role; officeId: string }[]>()
  if (grantees.length === 0) return held
  const rows = await tx
    .select({
      grantee: currentRoleGrants.grantee,
      role: currentRoleGrants.role,
      officeId: currentRoleGrants.authorityId,
    })
    .from(currentRoleGrants)
    .where(inArray(currentRoleGrants.grantee, [...grantees]))
    .orderBy(currentRoleGrants.role, currentRoleGrants.authorityId)
  for (const { grantee, ...grant } of rows) held.set(grantee, [...(held.get(grantee) ?? []), grant])
  return held
}

export interface ListedClient {
  readonly id: string
  readonly name: string
  readonly officeId: string
  readonly office: string
  readonly state: 'open' | 'closed'
}

/** Other systems of the offices the actor may manage them for, in the order of their ids. */
export async function listClients(ctx: Context, { after = '', limit }: Paging): Promise<Page<ListedClient>> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'clients.manage')
  const offices = await officesFor(ctx, read, 'clients.manage')
  const rows = await read
    .select({ client: apiClients, office: currentAuthorities.name, closedBy: closings.closedBy })
    .from(apiClients)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, apiClients.officeId))
    .leftJoin(closings, eq(closings.holderId, apiClients.id))
    .where(and(gt(apiClients.id, after), inScope(offices, apiClients.officeId)))
    .orderBy(asc(apiClients.id))
    .limit(limit)
  const items = rows.map(({ client: { id, name, officeId }, office, closedBy }): ListedClient => {
    return { id, name, officeId, office, state: closedBy === null ? 'open' : 'closed' }
  })
  return { items, next: rows.length < limit ? null : (items.at(-1)?.id ?? null) }
}
