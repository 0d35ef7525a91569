import { and, asc, isNotNull, sql } from 'drizzle-orm'
import { openInBulk, type OpenedPerson } from '../../people/in-bulk.ts'
import { matchingName } from '../../people/name.ts'
import type { Context } from '../../platform/context.ts'
import { collectionRows } from './schema.ts'

/** Who was entered under a number that another name had first, by whose it was and what they are called themselves. */
export interface Namesakes {
  /** Asked once a set of rows; whoever was asked about before is not read again. */
  read(firstIds: readonly string[]): Promise<void>
  find(firstId: string, name: string): OpenedPerson | undefined
  /** Somebody this file registers: the database may not know them yet. */
  add(firstId: string, person: OpenedPerson): void
}

/** Of one file; they are few, so all of them are kept. */
export function namesakes(ctx: Context): Namesakes {
  const known = new Map<string, Map<string, OpenedPerson>>()
  const of = (firstId: string) => {
    const others = known.get(firstId) ?? new Map<string, OpenedPerson>()
    known.set(firstId, others)
    return others
  }
  const add = (firstId: string, person: OpenedPerson) => {
    const name = matchingName(person.name)
    if (!of(firstId).has(name)) of(firstId).set(name, person)
  }
  return {
    async read(firstIds) {
      const asked = [...new Set(firstIds)].filter((id) => !known.has(id))
      if (asked.length === 0) return
      for (const id of asked) of(id)
      const { read } = ctx.database
      const { namesakeId, personId } = collectionRows
      const found = await read
        .selectDistinct({ namesakeId, personId })
        .from(collectionRows)
        // Said twice, for the index of the few rows that have one.
        .where(and(isNotNull(namesakeId), sql`${namesakeId} = any(${sql.param(asked)}::text[])`))
        .orderBy(asc(personId))
      const persons = await openInBulk(ctx, read, [...new Set(found.map((each) => each.personId))])
      for (const each of found) {
        const person = persons.get(each.personId)
        if (person && each.namesakeId !== null) add(each.namesakeId, person)
      }
    },
    find: (firstId, name) => known.get(firstId)?.get(matchingName(name)),
    add,
  }
}
