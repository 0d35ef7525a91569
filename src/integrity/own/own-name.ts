import { eq } from 'drizzle-orm'
import { openPersonKey, revealText } from '../../people/protect.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'

/** Step: the name a person is registered under, for themselves or with their word. Refuses `people/erased`. */
export async function ownName(ctx: Context, handle: Handle, personId: string): Promise<string> {
  const [person] = await handle
    .select({ wrappedKey: persons.wrappedKey, name: persons.name })
    .from(persons)
    .where(eq(persons.id, personId))
  const key = openPersonKey(ctx.keyring.fields, personId, person?.wrappedKey ?? new Uint8Array())
  return revealText(key, { column: 'persons.name', row: personId }, person?.name ?? new Uint8Array())
}
