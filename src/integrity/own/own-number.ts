import { matchNumbers } from '../../people/matches-number.ts'
import { samePersons } from '../../people/same-persons.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'

/** Step: the record of this human that has this number, however it is typed; null: none, under any number of theirs. */
export async function ownNumber(
  ctx: Context,
  handle: Handle,
  personId: string,
  idNumber: string,
): Promise<string | null> {
  const ids = (await samePersons(handle, [personId])).get(personId) ?? [personId]
  const asked = ids.map((id) => ({ personId: id, idNumber }))
  return ids[(await matchNumbers(ctx, handle, asked)).indexOf(true)] ?? null
}
