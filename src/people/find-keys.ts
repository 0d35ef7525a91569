import { sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { openPersonKey, type PersonKey } from './protect.ts'
import { persons } from './schema.ts'

/** What stands where something of an erased person stood. */
export const ERASED = '已清除'

/** Step: the data keys of these persons, by person. Refuses `people/erased` when one of them has none left. */
export const personKeys = (
  ctx: Context,
  handle: Handle,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PersonKey>> => openKeys(ctx, handle, personIds, () => true)

/** Step: the same without those who were erased, for what goes on without them. */
export const remainingKeys = (
  ctx: Context,
  handle: Handle,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PersonKey>> =>
  openKeys(ctx, handle, personIds, (wrapped) => wrapped.length > 0)

async function openKeys(
  ctx: Context,
  handle: Handle,
  personIds: readonly string[],
  isWanted: (wrapped: Uint8Array) => boolean,
): Promise<ReadonlyMap<string, PersonKey>> {
  const keys = new Map<string, PersonKey>()
  if (personIds.length === 0) return keys
  // One parameter: ten thousand would be spelled out one by one.
  const rows = await handle
    .select({ id: persons.id, wrapped: persons.wrappedKey })
    .from(persons)
    .where(sql`${persons.id} = any(${sql.param([...new Set(personIds)])}::text[])`)
  for (const { id, wrapped } of rows)
    if (isWanted(wrapped)) keys.set(id, openPersonKey(ctx.keyring.fields, id, wrapped))
  return keys
}
