import { and, asc, eq, sql, type SQL } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { samePersons } from '../people/same-persons.ts'
import type { Handle } from '../platform/database.ts'
import { titleRecords } from './schema.ts'

export type TitleRecord = typeof titleRecords.$inferSelect

const later = alias(titleRecords, 'later')

/** The condition of a title as it was last corrected, and not taken back. */
export const isCurrentTitle = (handle: Handle): SQL =>
  sql`not exists (${handle
    .select({ one: sql`1` })
    .from(later)
    .where(eq(later.replaces, titleRecords.id))}) and ${titleRecords.past}->>'takenBackOn' is null`

/**
 * Step: for each of these persons the titles of that human, under whichever number they were entered, live and collected,
 * each as last corrected; in the order of their ids.
 */
export async function titlesOfPersons(
  handle: Handle,
  personIds: readonly string[],
): Promise<ReadonlyMap<string, readonly TitleRecord[]>> {
  const found = new Map<string, readonly TitleRecord[]>()
  const asked = [...new Set(personIds)]
  for (let from = 0; from < asked.length; from += 1000) {
    const same = await samePersons(handle, asked.slice(from, from + 1000))
    const all = [...new Set([...same.values()].flat())]
    const rows = await handle
      .select()
      .from(titleRecords)
      .where(
        and(
          sql`${titleRecords.personId} = any(string_to_array(${all.join(',')}, ','))`,
          isCurrentTitle(handle),
        ),
      )
      .orderBy(asc(titleRecords.id))
    const byPerson = new Map<string, TitleRecord[]>()
    for (const row of rows) {
      const known = byPerson.get(row.personId)
      if (known) known.push(row)
      else byPerson.set(row.personId, [row])
    }
    for (const [person, ids] of same)
      found.set(
        person,
        ids.flatMap((id) => byPerson.get(id) ?? []),
      )
  }
  return found
}

/** As much of a title's day as is known: YYYY, YYYY-MM or YYYY-MM-DD. */
export const obtainedText = ({
  obtainedOn,
  obtainedPrecision,
}: Pick<TitleRecord, 'obtainedOn' | 'obtainedPrecision'>): string =>
  obtainedOn.slice(0, { day: 10, month: 7, year: 4 }[obtainedPrecision])
