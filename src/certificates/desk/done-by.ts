import { inArray } from 'drizzle-orm'
import { accounts } from '../../identity/sign-in/schema.ts'
import type { Handle } from '../../platform/database.ts'

/** Who did something, as colleagues know one another: by login. A name would be one more look at a person. */
export async function doneBy(handle: Handle, actors: readonly string[]): Promise<(actor: string) => string> {
  const ids = [...new Set(actors)].flatMap((actor) =>
    actor.startsWith('account:') ? [actor.slice('account:'.length)] : [],
  )
  const rows =
    ids.length === 0
      ? []
      : await handle
          .select({ id: accounts.id, login: accounts.login })
          .from(accounts)
          .where(inArray(accounts.id, ids))
  const logins = new Map(rows.map(({ id, login }) => [`account:${id}`, login]))
  return (actor) => logins.get(actor) ?? (actor.startsWith('console:') ? '服务器控制台' : '接口系统')
}
