import { inArray } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { openPersonKey, type PersonKey } from './protect.ts'
import { persons } from './schema.ts'

/** Step: the data keys of these persons, by person. */
export async function personKeys(
  ctx: Context,
  handle: Handle,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, PersonKey>> {
  const ids = [...new Set(personIds)]
  const keys = new Map<string, PersonKey>()
  for (let from = 0; from < ids.length; from += 1000) {
    const rows = await handle
      .select({ id: persons.id, wrapped: persons.wrappedKey })
      .from(persons)
      .where(inArray(persons.id, ids.slice(from, from + 1000)))
    for (const { id, wrapped } of rows) keys.set(id, openPersonKey(ctx.keyring.fields, id, wrapped))
  }
  return keys
}
