import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import { equalBytes } from '../signing/bytes.ts'
import { compact } from '../spreadsheets/full-width.ts'
import { persons } from './schema.ts'

/** Whether `idNumber`, however it is typed, is the person's. The only answer is yes or no, and the number itself stays sealed. */
export async function matchesNumber(ctx: Context, personId: string, idNumber: string): Promise<boolean> {
  const [person] = await ctx.database.read
    .select({ idType: persons.idType, blindIndex: persons.blindIndex })
    .from(persons)
    .where(eq(persons.id, personId))
  if (!person?.blindIndex || !person.idType) return false
  return equalBytes(
    person.blindIndex,
    ctx.keyring.fields.blindIndex(`${person.idType}|${compact(idNumber).toUpperCase()}`),
  )
}
