import { and, desc, eq, or, sql, type SQL } from 'drizzle-orm'
import type { Day } from '../../calendar/day.ts'
import { inScope, officesFor } from '../../identity/authorise.ts'
import { reviewCycles } from '../../cycles/schema.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf, type Handle } from '../../platform/database.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import { publicationNotFound } from './refusals.ts'
import { publications } from './schema.ts'
import type { EndingGround } from './state.ts'

/** A publication as its newest version has it. */
export interface Publication {
  /** In its public address. */
  readonly publicationId: string
  readonly version: number
  readonly listId: string
  readonly cycleId: string
  readonly kind: PublicityKind
  readonly opensOn: Day
  readonly closesOn: Day
  readonly leastDays: number | null
  readonly provisional: boolean
  readonly rowCount: number
  readonly contentDigest: Uint8Array
  /** `record` of the entry that vouches for this version. */
  readonly sealedBy: string
  readonly openedOn: Day
  readonly ending: { readonly how: 'closed' | 'withdrawn'; readonly ground: EndingGround | null } | null
  readonly replacesId: string | null
  readonly replacedBy: string | null
}

// Spelled out: a select of one table leaves its name away, and inside a subquery that would be another column.
const OWN_ID = sql`publications.publication_id`

const ending = sql<{ how: 'closed' | 'withdrawn'; ground: EndingGround | null } | null>`(
  select json_build_object('how', e.how, 'ground', e.ground) from publication_endings e
  where e.publication_id = ${OWN_ID})`.as('ending')

const successor = sql<string | null>`(
  select s.publication_id from publications s
  where s.replaces_id = ${OWN_ID} and s.version = 1)`.as('replaced_by')

const columns = {
  publicationId: publications.publicationId,
  version: publications.version,
  listId: publications.listId,
  cycleId: publications.cycleId,
  kind: publications.kind,
  opensOn: publications.opensOn,
  closesOn: publications.closesOn,
  leastDays: publications.leastDays,
  provisional: publications.provisional,
  rowCount: publications.rowCount,
  contentDigest: publications.contentDigest,
  sealedBy: publications.sealedBy,
  openedOn: publications.openedOn,
  ending,
  replacesId: publications.replacesId,
  replacedBy: successor,
}

const isNewest = sql`not exists (
  select 1 from publications later
  where later.publication_id = ${publications.publicationId} and later.version > ${publications.version})`

/** Null when nothing has this address. */
export async function findPublication(handle: Handle, publicationId: string): Promise<Publication | null> {
  // It comes out of a stranger's address: a NUL in it no database takes.
  if (!/^[\w-]{1,64}$/.test(publicationId)) return null
  const [row] = await handle
    .select(columns)
    .from(publications)
    .where(eq(publications.publicationId, publicationId))
    .orderBy(desc(publications.version))
    .limit(1)
  return row ?? null
}

/**
 * Is this still the newest version, and standing? For whoever kept what it says: nothing else of it changes. Written as
 * plain SQL, since it is asked for every look at a page.
 */
export async function isStillStanding(
  handle: Handle,
  { publicationId, version }: Pick<Publication, 'publicationId' | 'version'>,
): Promise<boolean> {
  const changed = await rowsOf(
    handle,
    sql`select 1 from publications where publication_id = ${publicationId} and version = ${version + 1}
      union all select 1 from publication_endings where publication_id = ${publicationId}
      union all select 1 from publications where replaces_id = ${publicationId} and version = 1`,
  )
  return changed.length === 0
}

/** Refuses `results/publication-not-found`. */
export async function publicationById(handle: Handle, publicationId: string): Promise<Publication> {
  const found = await findPublication(handle, publicationId)
  if (!found) throw publicationNotFound(publicationId)
  return found
}

/** The publication of a list, one that took another's place before that one; null when it was never public. */
export async function publicationOfList(
  handle: Handle,
  listId: string,
  kind: PublicityKind,
): Promise<Publication | null> {
  const rows = await handle
    .select(columns)
    .from(publications)
    .where(and(eq(publications.listId, listId), eq(publications.kind, kind), isNewest))
    .orderBy(desc(publications.openedOn), desc(publications.publicationId))
  const standing = rows.filter(({ replacedBy }) => replacedBy === null)
  return standing.find(({ ending: ended }) => ended?.how !== 'withdrawn') ?? standing[0] ?? null
}

/** Everything of this kind that a cycle put before the public and that no other took the place of. */
export const publicationsOfCycle = async (
  handle: Handle,
  cycleId: string,
  kind: PublicityKind,
): Promise<readonly Publication[]> =>
  (
    await handle
      .select(columns)
      .from(publications)
      .where(and(eq(publications.cycleId, cycleId), eq(publications.kind, kind), isNewest))
  ).filter(({ replacedBy }) => replacedBy === null)

/** What the public may read on this day, the one that ends first first. */
export async function openPublications(handle: Handle, today: Day): Promise<readonly Publication[]> {
  const rows = await handle
    .select(columns)
    .from(publications)
    .where(and(isNewest, sql`${publications.opensOn} <= ${today}`, sql`${publications.closesOn} >= ${today}`))
    .orderBy(publications.closesOn, publications.publicationId)
  return rows.filter(({ ending: ended, replacedBy }) => ended === null && replacedBy === null)
}

/** The newest 200 in the actor's reach. */
export async function publicationsInReach(ctx: Context, handle: Handle): Promise<readonly Publication[]> {
  return handle
    .select(columns)
    .from(publications)
    .innerJoin(reviewCycles, eq(reviewCycles.id, publications.cycleId))
    .where(and(isNewest, await inReach(ctx, handle)))
    .orderBy(desc(publications.openedOn), desc(publications.publicationId))
    .limit(200)
}

/** The same as `publicationById`, for those of the actor's offices only. */
export async function publicationInReach(ctx: Context, handle: Handle, id: string): Promise<Publication> {
  const [row] = await handle
    .select(columns)
    .from(publications)
    .innerJoin(reviewCycles, eq(reviewCycles.id, publications.cycleId))
    .where(and(eq(publications.publicationId, id), isNewest, await inReach(ctx, handle)))
  if (!row) throw publicationNotFound(id)
  return row
}

async function inReach(ctx: Context, handle: Handle): Promise<SQL | undefined> {
  const offices = await officesFor(ctx, handle, 'cycles.see')
  return or(inScope(offices, reviewCycles.officeId), inScope(offices, reviewCycles.filingAuthorityId))
}
