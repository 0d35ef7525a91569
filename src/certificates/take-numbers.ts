import { sql } from 'drizzle-orm'
import type { Authority } from '../identity/authority.ts'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { formatNumber } from './certificate-number.ts'
import { notAnIssuer } from './refusals.ts'
import { numberCounters } from './schema.ts'

/** Step: the next `many` certificate numbers of this issuer and year. Refuses `certificates/not-an-issuer`. */
export async function takeNumbers(
  ctx: Context,
  tx: Transaction,
  authority: Authority,
  many: number,
): Promise<readonly string[]> {
  const prefix = authority.numberPrefix
  if (prefix === null) throw notAnIssuer(authority.name)
  const year = Number(ctx.today().slice(0, 4))
  const first = await takeSerials(tx, authority.id, year, many)
  return Array.from({ length: many }, (_, i) => formatNumber(prefix, year, first + i))
}

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
