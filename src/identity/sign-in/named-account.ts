import { eq } from 'drizzle-orm'
import { personKeys } from '../../people/find-keys.ts'
import { revealText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { accountById, type Account } from './find-account.ts'
import { accounts } from './schema.ts'

/** An account with its holder's name opened, for the holder's own pages. Refuses `identity/account-not-found`. */
export async function namedAccount(
  ctx: Context,
  handle: Handle,
  accountId: string,
): Promise<Account & { readonly name: string }> {
  const account = await accountById(handle, accountId)
  const [row] = await handle.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, accountId))
  const key = (await personKeys(ctx, handle, [account.personId])).get(account.personId) as PersonKey
  const place = { column: 'accounts.name', row: accountId } as const
  return { ...account, name: revealText(key, place, row!.name) }
}
