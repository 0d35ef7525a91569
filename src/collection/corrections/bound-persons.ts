import { and, eq, sql } from 'drizzle-orm'
import { samePersons } from '../../people/same-persons.ts'
import { persons } from '../../people/schema.ts'
import type { Handle } from '../../platform/database.ts'

/** Step: the one verified record of each human; nobody where there is none, or more than one. */
export async function boundPersons(
  handle: Handle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map()
  const same = await samePersons(handle, ids)
  const all = [...new Set([...same.values()].flat())]
  const rows = await handle
    .select({ id: persons.id })
    .from(persons)
    .where(
      and(
        sql`${persons.id} = any(string_to_array(${all.join(',')}, ','))`,
        eq(persons.tier, 'verified'),
        sql`length(${persons.wrappedKey}) > 0`,
      ),
    )
  const verified = new Set(rows.map(({ id }) => id))
  return new Map(
    [...same].flatMap(([id, others]) => {
      // Their own number first; else the only one they were found to have.
      if (verified.has(id)) return [[id, id] as const]
      const known = others.filter((other) => verified.has(other))
      return known.length === 1 && known[0] !== undefined ? [[id, known[0]] as const] : []
    }),
  )
}
