import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Transaction } from '../../platform/database.ts'
import { stillAtWork } from './refusals.ts'
import { accounts, closings } from './schema.ts'

/** Step: nobody is forgotten whose account is open: acts in their name would go on. Refuses `identity/still-at-work`. */
export async function refuseWhileAtWork(tx: Transaction, personId: string): Promise<void> {
  const open = await tx
    .select({ login: accounts.login })
    .from(accounts)
    .leftJoin(closings, eq(closings.holderId, accounts.id))
    .where(and(eq(accounts.personId, personId), isNull(closings.id)))
    .orderBy(asc(accounts.login))
    .for('update', { of: accounts })
  if (open.length > 0) throw stillAtWork(open.map(({ login }) => login))
}
