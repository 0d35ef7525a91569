import { and, desc, eq, or } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'
import { personJoins } from './schema.ts'

export type PersonJoin = typeof personJoins.$inferSelect

/** The pair as it is stored: whichever is named first, it is one pair. */
export const pairOf = (a: string, b: string): { readonly oneId: string; readonly otherId: string } =>
  a < b ? { oneId: a, otherId: b } : { oneId: b, otherId: a }

/** Step: what was last said of exactly these two; null: nothing. */
export async function lastJoin(handle: Handle, a: string, b: string): Promise<PersonJoin | null> {
  const { oneId, otherId } = pairOf(a, b)
  const [row] = await handle
    .select()
    .from(personJoins)
    .where(and(eq(personJoins.oneId, oneId), eq(personJoins.otherId, otherId)))
    .orderBy(desc(personJoins.position))
    .limit(1)
  return row ?? null
}

/** Step: everything ever said of a person, the newest last. */
export const joinsOf = (handle: Handle, personId: string): Promise<readonly PersonJoin[]> =>
  handle
    .select()
    .from(personJoins)
    .where(or(eq(personJoins.oneId, personId), eq(personJoins.otherId, personId)))
    .orderBy(personJoins.saidOn, personJoins.oneId, personJoins.otherId, personJoins.position)
