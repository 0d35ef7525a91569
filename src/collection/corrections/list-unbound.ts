import { and, asc, eq, gt, ne, sql } from 'drizzle-orm'
import { authoriseSomewhere, inScope, officesFor } from '../../identity/authorise.ts'
import { persons } from '../../people/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { isCurrentTitle } from '../../titles/current-titles.ts'
import { titleRecords } from '../../titles/schema.ts'
import { recordAct } from '../../trail/record-act.ts'
import { sourceRows } from '../reconcile/source-rows.ts'
import { titlesById, type OpenedTitle } from '../reconcile/titles-by-id.ts'
import { boundPersons } from './bound-persons.ts'

/** An accepted title of somebody whose number nobody has verified. */
export interface UnboundTitle extends OpenedTitle {
  readonly employer: string | null
  /** none: no number was reported; unverified: one that contradicts itself, or another name has it. */
  readonly tier: 'none' | 'unverified'
}

const MANY = 50
const LOOKED_AT = 200

/**
 * Accepted titles nobody can be certified for until their person's number is bound, of offices within the actor's reach, in
 * the order of their ids; looking is recorded first. `next`: after which to ask again; null at the end.
 */
export async function listUnbound(
  ctx: Context,
  { after }: { readonly after: string },
): Promise<{ readonly titles: readonly UnboundTitle[]; readonly next: string | null }> {
  return ctx.database.transaction(async (tx) => {
    await authoriseSomewhere(ctx, tx, 'collection.see')
    const offices = await officesFor(ctx, tx, 'collection.see')
    const found: Found[] = []
    let last = after
    for (let isMore = true; isMore && found.length <= MANY;) {
      const page = await pageAfter(tx, offices, last)
      last = page.at(-1)?.id ?? last
      isMore = page.length === LOOKED_AT
      const bound = await boundPersons(
        tx,
        page.map(({ personId }) => personId),
      )
      found.push(...page.filter(({ personId }) => !bound.has(personId)))
    }
    const shown = found.slice(0, MANY)
    const ids = shown.map(({ id }) => id)
    const opened = await titlesById(ctx, tx, ids)
    const sources = await sourceRows(tx, ids)
    await recordAct(ctx, tx, {
      act: 'collection.see',
      officeId: null,
      subjects: shown.map(({ personId }) => personId),
      facts: { unbound: shown.length },
    })
    const titles = shown.flatMap(({ id, tier }) => {
      const title = opened.get(id)
      return title ? [{ ...title, employer: sources.get(id)?.employer ?? null, tier }] : []
    })
    return { titles, next: found.length > MANY ? (shown.at(-1)?.id ?? null) : null }
  })
}

type Found = Awaited<ReturnType<typeof pageAfter>>[number]

async function pageAfter(handle: Handle, offices: 'all' | readonly string[], after: string) {
  const rows = await handle
    .select({
      id: titleRecords.id,
      personId: titleRecords.personId,
      tier: persons.tier,
    })
    .from(titleRecords)
    .innerJoin(persons, eq(persons.id, titleRecords.personId))
    .where(
      and(
        eq(titleRecords.source, 'backfilled'),
        inScope(offices, titleRecords.collectedById),
        gt(titleRecords.id, after),
        ne(persons.tier, 'verified'),
        sql`length(${persons.wrappedKey}) > 0`,
        isCurrentTitle(handle),
      ),
    )
    .orderBy(asc(titleRecords.id))
    .limit(LOOKED_AT)
  return rows.map((row) => ({
    ...row,
    tier: row.tier === 'none' ? ('none' as const) : ('unverified' as const),
  }))
}
