import { eq } from 'drizzle-orm'
import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { openAccountName } from './account-name.ts'
import { accountById, type Account } from './find-account.ts'
import { currentAccounts as accounts } from './schema.ts'

/** An account with its holder's name opened, for the holder's own pages and theirs who work with them; 已清除 of an erased person. Refuses `identity/account-not-found`. */
export async function namedAccount(
  ctx: Context,
  handle: Handle,
  accountId: string,
): Promise<Account & { readonly name: string }> {
  const account = await accountById(handle, accountId)
  const [row] = await handle.select({ name: accounts.name }).from(accounts).where(eq(accounts.id, accountId))
  const key = (await remainingKeys(ctx, handle, [account.personId])).get(account.personId)
  return { ...account, name: key && row ? openAccountName(key, accountId, row.name) : ERASED }
}
