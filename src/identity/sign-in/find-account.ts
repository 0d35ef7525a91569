import { eq } from 'drizzle-orm'
import type { Handle, Transaction } from '../../platform/database.ts'
import { accountClosed, accountNotFound } from './refusals.ts'
import { accounts, closings, currentAccounts } from './schema.ts'

/** An account as acts need it. */
export interface Account {
  readonly id: string
  readonly personId: string
  readonly login: string
  readonly officeId: string
}

const columns = {
  id: currentAccounts.id,
  personId: currentAccounts.personId,
  login: currentAccounts.login,
  officeId: currentAccounts.officeId,
}

/** Refuses `identity/account-not-found`. */
export async function accountById(handle: Handle, accountId: string): Promise<Account> {
  const [account] = await handle
    .select(columns)
    .from(currentAccounts)
    .where(eq(currentAccounts.id, accountId))
  if (!account) throw accountNotFound(accountId)
  return account
}

/** By the login name as normalised (login.ts). */
export async function accountByLogin(handle: Handle, login: string): Promise<Account | null> {
  const [account] = await handle.select(columns).from(currentAccounts).where(eq(currentAccounts.login, login))
  return account ?? null
}

/** Step: holds an account until commit. Refuses `identity/account-closed`. */
export async function lockOpenAccount(tx: Transaction, accountId: string): Promise<void> {
  await tx.select({ id: accounts.id }).from(accounts).where(eq(accounts.id, accountId)).for('update')
  // Asked after the lock, in a statement of its own, or the answer might be from before it.
  if (await isClosed(tx, accountId)) throw accountClosed(accountId)
}

/** Of an account or an API client. */
export async function isClosed(handle: Handle, holderId: string): Promise<boolean> {
  const closed = await handle
    .select({ id: closings.id })
    .from(closings)
    .where(eq(closings.holderId, holderId))
  return closed.length > 0
}
