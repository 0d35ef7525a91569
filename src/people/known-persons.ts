import { inArray } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { hex } from '../signing/bytes.ts'
import type { NamedPerson } from './find-or-add.ts'
import { matchingName } from './name.ts'
import { openPersonKey, revealText, type PersonKey } from './protect.ts'
import { persons } from './schema.ts'

/** Somebody we know by their number. */
export interface KnownPerson {
  readonly personId: string
  /** False: we know the number under another name. */
  readonly hasThisName: boolean
}

/**
 * Step: whom we know of these, by type and number, in their order; null for a stranger. Registers nobody. Who asks must
 * be allowed to: it tells that we know somebody.
 */
export async function knownPersons(
  ctx: Context,
  handle: Handle,
  asked: readonly NamedPerson[],
): Promise<readonly (KnownPerson | null)[]> {
  const indexes = asked.map(({ idType, idNumber }) => ctx.keyring.fields.blindIndex(`${idType}|${idNumber}`))
  const known = await personsByIndex(ctx, handle, indexes)
  return asked.map(({ name }, i) => {
    const found = known.get(hex(indexes[i] as Uint8Array))
    if (!found) return null
    return { personId: found.key.personId, hasThisName: found.matching === matchingName(name) }
  })
}

/** Step: persons by blind index, in hex, each with the key and the name numbers are matched by. */
export async function personsByIndex(
  ctx: Context,
  handle: Handle,
  indexes: readonly Uint8Array[],
): Promise<Map<string, { key: PersonKey; matching: string }>> {
  const known = new Map<string, { key: PersonKey; matching: string }>()
  for (let from = 0; from < indexes.length; from += 1000) {
    const rows = await handle
      .select()
      .from(persons)
      .where(inArray(persons.blindIndex, indexes.slice(from, from + 1000)))
    for (const row of rows) {
      const key = openPersonKey(ctx.keyring.fields, row.id, row.wrappedKey)
      const name = revealText(key, { column: 'persons.name', row: row.id }, row.name)
      known.set(hex(row.blindIndex as Uint8Array), { key, matching: matchingName(name) })
    }
  }
  return known
}
