import { eq } from 'drizzle-orm'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { authorise } from '../authorise.ts'
import { authorityById } from '../find-authority.ts'
import { holdGrants } from '../hold-grants.ts'
import { isActor } from '../is-actor.ts'
import { endSessions } from './begin-session.ts'
import { accountById, lockOpenAccount } from './find-account.ts'
import { accountNotFound, ownAccount } from './refusals.ts'
import { closings, credentials, oneTimeSecrets, sealedClosings } from './schema.ts'

/**
 * Closes an account for good: its sessions end, its password and codes are destroyed; what it did stays. Refuses
 * `identity/account-not-found`, `identity/account-closed`, `identity/own-account`.
 */
export async function closeAccount(ctx: Context, input: { readonly accountId: string }): Promise<void> {
  const { accountId } = input
  await ctx.database.transaction(async (tx) => {
    await holdGrants(tx, { shared: ctx.actor.accountId, alone: accountId })
    const account = await accountById(tx, accountId)
    await authorise(ctx, tx, 'accounts.manage', account.officeId, accountNotFound(accountId))
    if (await isActor(ctx, tx, account.personId)) throw ownAccount()
    await lockOpenAccount(tx, accountId)
    await forgetCredentials(ctx, tx, accountId)
    const office = await authorityById(tx, account.officeId)
    await storeClosing(ctx, tx, accountId, {
      type: 'account.closed',
      act: 'accounts.manage',
      office,
      subjects: [account.personId],
    })
  })
}

/** Step: whatever lets the account in is destroyed, and every session ends. */
export async function forgetCredentials(ctx: Context, tx: Transaction, accountId: string): Promise<void> {
  await tx.delete(oneTimeSecrets).where(eq(oneTimeSecrets.accountId, accountId))
  // First the credentials: a sign-in holds them until its session is there to be ended.
  await tx.delete(credentials).where(eq(credentials.accountId, accountId))
  await endSessions(ctx, tx, accountId)
}

interface Closing {
  readonly type: 'account.closed' | 'client.closed'
  readonly act: 'accounts.manage' | 'clients.manage'
  readonly office: { readonly id: string; readonly creditCode: string }
  readonly subjects: readonly string[]
}

/** Step: stores, records and logs a closing. Last in its transaction. */
export async function storeClosing(
  ctx: Context,
  tx: Transaction,
  holderId: string,
  { type, act, office, subjects }: Closing,
): Promise<void> {
  const record = entryRecord(ctx.random(16))
  const row = { id: base64url(ctx.random(16)), holderId, closedOn: ctx.today(), closedBy: ctx.actor.name }
  const { rows, sealRoot } = sealRows(sealedClosings, record, [row], ctx.random(32))
  await tx.insert(closings).values([...rows])
  await recordAct(ctx, tx, { act, officeId: office.id, subjects, about: holderId, facts: { what: 'closed' } })
  await appendEntries(tx, [
    {
      type,
      record,
      day: ctx.today(),
      seals: { closings: sealRoot },
      facts: { authority: office.creditCode },
    },
  ])
}
