import { sql } from 'drizzle-orm'
import type { Handle } from '../platform/database.ts'

/**
 * Step: holds what people may do until commit. An act shares its actor's grants; granting and withdrawing take the
 * grantee's alone, so that an act either sees a withdrawal or commits before it. Both in the order of the ids, so
 * that two operators withdrawing from each other wait instead of locking one another out.
 */
export async function holdGrants(
  handle: Handle,
  { shared, alone }: { readonly shared: string | null; readonly alone?: string },
): Promise<void> {
  const locks = [
    ...(shared === null ? [] : [{ id: shared, take: sql.raw('pg_advisory_xact_lock_shared') }]),
    ...(alone === undefined ? [] : [{ id: alone, take: sql.raw('pg_advisory_xact_lock') }]),
  ].toSorted((a, b) => (a.id < b.id ? -1 : 1))
  // A clash of two ids' hashes makes somebody wait, nothing worse.
  for (const { id, take } of locks) await handle.execute(sql`select ${take}(hashtextextended(${id}, 1))`)
}

/** Step: one change of the tree at a time, until commit. */
export async function holdTree(handle: Handle): Promise<void> {
  await handle.execute(sql`select pg_advisory_xact_lock(hashtextextended('authorities', 2))`)
}
