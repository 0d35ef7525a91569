import { and, asc, eq, isNull } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Handle } from '../platform/database.ts'
import type { PowerGrant } from './power.ts'
import { powerNotFound } from './refusals.ts'
import { authorityPowers } from './schema.ts'

const ending = alias(authorityPowers, 'ending')

const columns = {
  id: authorityPowers.id,
  power: authorityPowers.power,
  levels: authorityPowers.levels,
  series: authorityPowers.series,
  fromYear: authorityPowers.fromYear,
  throughYear: authorityPowers.throughYear,
  ground: authorityPowers.ground,
  decidedOn: authorityPowers.decidedOn,
}

/** The powers an office has now, oldest years first. */
export const powersOf = (
  handle: Handle,
  authorityId: string,
): Promise<readonly (PowerGrant & { readonly decidedOn: string })[]> =>
  handle
    .select(columns)
    .from(authorityPowers)
    .leftJoin(ending, eq(ending.withdraws, authorityPowers.id))
    .where(
      and(eq(authorityPowers.authorityId, authorityId), isNull(authorityPowers.withdraws), isNull(ending.id)),
    )
    .orderBy(asc(authorityPowers.power), asc(authorityPowers.fromYear), asc(authorityPowers.id))

/** The office a power is or was given to; refuses `identity/power-not-found`. */
export async function officeOfPower(handle: Handle, powerId: string): Promise<string> {
  const [row] = await handle
    .select({ officeId: authorityPowers.authorityId })
    .from(authorityPowers)
    .where(eq(authorityPowers.id, powerId))
  if (!row) throw powerNotFound()
  return row.officeId
}
