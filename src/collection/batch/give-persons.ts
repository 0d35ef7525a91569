import { setImmediate as breath } from 'node:timers/promises'
import { and, eq, inArray } from 'drizzle-orm'
import { indexesInBulk, keysInBulk, knownInBulk, openInBulk } from '../../people/in-bulk.ts'
import { matchingName } from '../../people/name.ts'
import type { Context } from '../../platform/context.ts'
import { namesakes } from './namesakes.ts'
import { recentPersons } from './recent-persons.ts'
import { chanceOfSet, newPersonId } from './row-chance.ts'
import { collectionRows } from './schema.ts'
import type { AskedRows, Help, KnownHolder } from './thread-talk.ts'

const NOBODY: ReadonlyMap<number, KnownHolder> = new Map()

/** Decisions between which others have their turn. */
const AT_ONCE = 500

/**
 * Says of every row of a file whom it is about: somebody we know, or somebody it registers. Sets come in the order of the
 * file, one after the other. A number two names share finds the one who had it first, and the other one only by their name
 * as well: that it is shared stays with every row.
 */
export function personGiver(ctx: Context, replacesId: string | null): (rows: AskedRows) => Promise<Help> {
  const recent = recentPersons()
  const shared = namesakes(ctx)
  return async ({ documents, names, formers }) => {
    const former = replacesId === null ? NOBODY : await formerHolders(ctx, replacesId, formers)
    const sought = documents.map((document, at) => (former.has(at) ? '' : document))
    const indexes = await indexesInBulk(ctx, sought)
    const byNumber = await knownInBulk(ctx, ctx.database.read, indexes)
    const keys = await keysInBulk(ctx, documents.length - former.size)
    const chance = ctx.random(chanceOfSet(documents.length))

    const known: KnownHolder[] = [...former.values()]
    const sharing: [at: number, personId: string][] = []
    const firstOf = (document: string, at: number) =>
      document === '' ? undefined : (recent.find(document) ?? byNumber.get(at))
    await shared.read(
      sought.flatMap((document, at) => {
        const first = firstOf(document, at)
        return first === undefined || isCalled(names[at] ?? '', first.name) ? [] : [first.personId]
      }),
    )
    let registered = 0
    for (const [at, document] of sought.entries()) {
      if (at % AT_ONCE === AT_ONCE - 1) await breath()
      if (former.has(at)) continue
      const name = names[at] ?? ''
      const first = firstOf(document, at)
      const isFirst = first !== undefined && isCalled(name, first.name)
      const namesakeId = first === undefined || isFirst ? null : first.personId
      const found = namesakeId === null ? first : shared.find(namesakeId, name)
      if (found !== undefined) {
        known.push({ at, match: 'number', namesakeId, ...found })
        continue
      }
      const dataKey = keys.dataKeys.slice(32 * registered, 32 * (registered + 1))
      registered += 1
      const person = { personId: newPersonId(chance, at), dataKey, name }
      if (namesakeId !== null) {
        sharing.push([at, namesakeId])
        shared.add(namesakeId, person)
      } else if (document !== '') recent.add(document, person)
    }
    recent.turn()
    return { indexes, known, namesakes: sharing, ...keys, chance }
  }
}

const isCalled = (name: string, known: string): boolean =>
  name === known || matchingName(name) === matchingName(known)

async function formerHolders(
  ctx: Context,
  batchId: string,
  formers: readonly number[],
): Promise<ReadonlyMap<number, KnownHolder>> {
  const positions = formers.filter((position) => position > 0)
  if (positions.length === 0) return new Map()
  const { read } = ctx.database
  const rows = await read
    .select({
      position: collectionRows.position,
      personId: collectionRows.personId,
      namesakeId: collectionRows.namesakeId,
    })
    .from(collectionRows)
    .where(and(eq(collectionRows.batchId, batchId), inArray(collectionRows.position, positions)))
  const persons = await openInBulk(ctx, read, [...new Set(rows.map(({ personId }) => personId))])
  const places = new Map(formers.map((position, at) => [position, at]))
  return new Map(
    rows.flatMap(({ position, personId, namesakeId }) => {
      const person = persons.get(personId)
      const at = places.get(position) ?? 0
      return person ? [[at, { at, match: 'former-row' as const, namesakeId, ...person }]] : []
    }),
  )
}
