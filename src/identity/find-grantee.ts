import { and, eq, isNull } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import { apiClients, closings, currentAccounts as accounts } from './sign-in/schema.ts'

/** Who may hold a role: an account's person, or another system, which has none. */
export interface Grantee {
  readonly personId: string | null
  /** Where they work. */
  readonly officeId: string
}

/** null for an id of nobody, and of who is closed for good. */
export async function findGrantee(handle: Handle, id: string): Promise<Grantee | null> {
  const [account] = await handle
    .select({ personId: accounts.personId, officeId: accounts.officeId })
    .from(accounts)
    .leftJoin(closings, eq(closings.holderId, accounts.id))
    .where(and(eq(accounts.id, id), isNull(closings.id)))
  if (account) return account
  const [client] = await handle
    .select({ officeId: apiClients.officeId })
    .from(apiClients)
    .leftJoin(closings, eq(closings.holderId, apiClients.id))
    .where(and(eq(apiClients.id, id), isNull(closings.id)))
  return client ? { personId: null, officeId: client.officeId } : null
}
