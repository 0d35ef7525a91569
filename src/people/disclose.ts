import { eq } from 'drizzle-orm'
import { discloseRow } from '../ledger/disclose.ts'
import type { Disclosure } from '../ledger/disclosure.ts'
import type { Context } from '../platform/context.ts'
import { openPersonKey, revealText } from './protect.ts'
import { noSuchPerson } from './refusals.ts'
import { persons, sealedPersons } from './schema.ts'

/**
 * Hands over a person's name and number with the salts that open their commitments, and the sealed row they are in.
 * For the person, or whoever the law lets see them. Refuses `people/no-such-person`, `people/erased`.
 */
export async function disclosePerson(ctx: Context, personId: string): Promise<Disclosure> {
  const [person] = await ctx.database.read.select().from(persons).where(eq(persons.id, personId))
  if (!person) throw noSuchPerson()
  const key = openPersonKey(ctx.keyring.fields, person.id, person.wrappedKey)
  const name = revealText(key, { column: 'persons.name', row: person.id }, person.name)
  const opened = [{ field: 'name', value: name }]
  if (person.idNumber !== null)
    opened.push({
      field: 'idNumber',
      value: revealText(key, { column: 'persons.id_number', row: person.id }, person.idNumber),
    })
  return discloseRow(ctx, { sealed: sealedPersons, row: personId, opened })
}
