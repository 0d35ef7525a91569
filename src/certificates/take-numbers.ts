import { sql } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import { numberCounters } from './schema.ts'

/**
 * Step: the first of `count` serials of this issuer and year. The counter's row is locked until commit and goes back
 * with a rollback, so a year's serials have neither gaps nor twins.
 */
export async function takeSerials(
  tx: Transaction,
  authorityId: string,
  year: number,
  count: number,
): Promise<number> {
  const [counter] = await tx
    .insert(numberCounters)
    .values({ authorityId, year, last: count })
    .onConflictDoUpdate({
      target: [numberCounters.authorityId, numberCounters.year],
      set: { last: sql`${numberCounters.last} + ${count}` },
    })
    .returning({ last: numberCounters.last })
  return (counter as { last: number }).last - count + 1
}
