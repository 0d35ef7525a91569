import { and, eq, gt, isNull } from 'drizzle-orm'
import { samePersons } from '../../people/same-persons.ts'
import { base64url } from '../../signing/bytes.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { authorise, authoriseSomewhere, inScope, officesFor } from '../authorise.ts'
import { holdGrants } from '../hold-grants.ts'
import { isActor } from '../is-actor.ts'
import { accountActor } from './account.ts'
import { forgetCredentials } from './close-account.ts'
import { accountById, lockOpenAccount, type Account } from './find-account.ts'
import { giveSecret, type OneTimeSecret } from './one-time-secret.ts'
import { accountNotFound, needsTwoOfficers, ownAccount, recoveryDone, recoveryNotFound } from './refusals.ts'
import { currentAccounts as accounts, recoveries } from './schema.ts'
import { SKEW_MS } from './session.ts'
import { steadyNow } from './steady-now.ts'

const LIFE_MS = 72 * 3_600_000

/**
 * The first of two officers asks that somebody be let in again. Changes nothing yet. Refuses
 * `identity/account-not-found`, `identity/own-account`, `identity/account-closed`, and with
 * `identity/recovery-needs-two-officers` whoever is no signed-in person.
 */
export async function startRecovery(
  ctx: Context,
  input: { readonly accountId: string },
): Promise<{ readonly recoveryId: string }> {
  return ctx.database.transaction(async (tx) => {
    const account = await accountById(tx, input.accountId)
    const startedByPerson = await officerFor(ctx, tx, account)
    await lockOpenAccount(tx, account.id)
    const recoveryId = base64url(ctx.random(16))
    await tx.insert(recoveries).values({
      id: recoveryId,
      accountId: account.id,
      startedBy: ctx.actor.name,
      startedByPerson,
      startedAt: ctx.now(),
    })
    await recordAct(ctx, tx, told(account, 'started'))
    return { recoveryId }
  })
}

/**
 * The second officer agrees: from now on nothing lets the account in but the secret told here, once, and every
 * session has ended. Both must be entitled now, be two people, and neither the one recovered. Refuses
 * `identity/recovery-not-found`, `identity/recovery-already-approved`, `identity/recovery-needs-two-officers`.
 */
export async function approveRecovery(
  ctx: Context,
  input: { readonly recoveryId: string },
): Promise<OneTimeSecret> {
  const { recoveryId } = input
  return ctx.database.transaction(async (tx) => {
    const [asked] = await tx.select().from(recoveries).where(eq(recoveries.id, recoveryId))
    if (!asked) throw recoveryNotFound(recoveryId)
    const account = await accountById(tx, asked.accountId)
    const first = accountActor(
      { id: asked.startedBy.slice('account:'.length), personId: asked.startedByPerson },
      '',
    )
    for (const shared of [first.accountId, ctx.actor.accountId ?? ''].toSorted())
      await holdGrants(tx, { shared })
    await officerFor(ctx, tx, account, recoveryNotFound(recoveryId))
    if (await isActor(ctx, tx, asked.startedByPerson)) throw needsTwoOfficers()
    // The first officer's role may have been withdrawn since.
    await authorise(
      { ...ctx, actor: first },
      tx,
      'accounts.recover',
      account.officeId,
      recoveryNotFound(recoveryId),
    )

    await lockOpenAccount(tx, account.id)
    const [held] = await tx.select().from(recoveries).where(eq(recoveries.id, recoveryId)).for('update')
    if (held?.approvedAt != null) throw recoveryDone(recoveryId)
    if (isPast(asked.startedAt, await steadyNow(ctx, tx))) throw recoveryNotFound(recoveryId)
    await forgetCredentials(ctx, tx, account.id)
    const secret = await giveSecret(ctx, tx, account.id)
    await tx
      .update(recoveries)
      .set({ approvedBy: ctx.actor.name, approvedAt: ctx.now() })
      .where(eq(recoveries.id, recoveryId))
    await recordAct(ctx, tx, told(account, 'approved'))
    return secret
  })
}

/** Which office a recovery is about. Refuses `identity/recovery-not-found`. */
export async function officeOfRecovery(handle: Handle, recoveryId: string): Promise<string> {
  const [found] = await handle
    .select({ officeId: accounts.officeId })
    .from(recoveries)
    .innerJoin(accounts, eq(accounts.id, recoveries.accountId))
    .where(eq(recoveries.id, recoveryId))
  if (!found) throw recoveryNotFound(recoveryId)
  return found.officeId
}

export interface OpenRecovery {
  readonly id: string
  readonly accountId: string
  readonly login: string
  readonly startedAt: Date
  /** Nobody approves what they started. */
  readonly isMine: boolean
}

/** What waits for a second officer, in the offices the actor may recover accounts of. */
export async function listRecoveries(ctx: Context): Promise<readonly OpenRecovery[]> {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'accounts.recover')
  const offices = await officesFor(ctx, read, 'accounts.recover')
  const rows = await read
    .select({ recovery: recoveries, login: accounts.login })
    .from(recoveries)
    .innerJoin(accounts, eq(accounts.id, recoveries.accountId))
    .where(
      and(
        isNull(recoveries.approvedAt),
        gt(recoveries.startedAt, new Date(ctx.now().getTime() - LIFE_MS)),
        inScope(offices, accounts.officeId),
      ),
    )
    .orderBy(recoveries.startedAt)
  const own = ctx.actor.personId ?? ''
  const mine = (await samePersons(read, [own])).get(own) ?? []
  return rows.map(({ recovery: { id, accountId, startedAt, startedByPerson }, login }) => ({
    id,
    accountId,
    login,
    startedAt,
    isMine: mine.includes(startedByPerson),
  }))
}

/** Step: the actor as an officer who may recover this account; the console is no person. */
async function officerFor(
  ctx: Context,
  tx: Transaction,
  account: Account,
  hidden = accountNotFound(account.id),
): Promise<string> {
  await authorise(ctx, tx, 'accounts.recover', account.officeId, hidden)
  const { personId } = ctx.actor
  if (personId === null) throw needsTwoOfficers()
  if (await isActor(ctx, tx, account.personId)) throw ownAccount()
  return personId
}

const isPast = (startedAt: Date, now: Date): boolean =>
  now.getTime() - startedAt.getTime() >= LIFE_MS || now.getTime() < startedAt.getTime() - SKEW_MS

const told = (account: Account, what: 'started' | 'approved') => ({
  act: 'accounts.recover',
  officeId: account.officeId,
  subjects: [account.personId],
  about: account.id,
  facts: { what },
})
