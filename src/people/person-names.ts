import { inArray } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { ERASED } from './find-keys.ts'
import { openPersonKey, revealText } from './protect.ts'
import { persons } from './schema.ts'

/** Step: the names these persons are registered under, 已清除 of whom was erased. Who asks must be allowed to. */
export async function personNames(
  ctx: Context,
  handle: Handle,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  const rows = await handle
    .select({ id: persons.id, wrapped: persons.wrappedKey, name: persons.name })
    .from(persons)
    .where(inArray(persons.id, [...new Set(personIds)]))
  return new Map(
    rows.map(({ id, wrapped, name }) => [
      id,
      wrapped.length === 0
        ? ERASED
        : revealText(
            openPersonKey(ctx.keyring.fields, id, wrapped),
            { column: 'persons.name', row: id },
            name,
          ),
    ]),
  )
}
