import { and, desc, eq, gte, or, sql, type SQL } from 'drizzle-orm'
import { inScope, officesFor } from '../identity/authorise.ts'
import { currentAuthorities } from '../identity/schema.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { committeeNotFound } from './refusals.ts'
import { cycleRulings, reviewCommittees as committees } from './schema.ts'

const columns = {
  id: committees.id,
  name: committees.name,
  officeId: committees.officeId,
  office: currentAuthorities.name,
  filingAuthorityId: committees.filingAuthorityId,
  series: committees.series,
  levels: committees.levels,
  size: committees.size,
  validFrom: committees.validFrom,
  validThrough: committees.validThrough,
  registeredBy: committees.registeredBy,
  registeredPersonId: committees.registeredPersonId,
  replacesId: committees.replacesId,
  replacedBy: sql<
    string | null
  >`(select n.id from review_committees n where n.replaces_id = ${committees.id})`.as('replaced_by'),
  /** By the filing authority's newest word; null before it said. */
  filed: sql<boolean | null>`(select r.granted from ${cycleRulings} r
    where r.subject_id = ${committees.id} order by r.position desc limit 1)`.as('filed'),
}

const select = (handle: Handle) =>
  handle
    .select(columns)
    .from(committees)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, committees.officeId))

/** A committee's term as desks and acts read it. */
export type Committee = Awaited<ReturnType<typeof select>>[number]

/** Refuses `cycles/committee-not-found`. */
export async function committeeById(handle: Handle, id: string): Promise<Committee> {
  const [found] = await select(handle).where(eq(committees.id, id))
  if (!found) throw committeeNotFound(id)
  return found
}

/** The same within the actor's reach; refuses one of another office likewise. */
export async function findCommittee(ctx: Context, handle: Handle, id: string): Promise<Committee> {
  const [found] = await select(handle).where(and(eq(committees.id, id), await inReach(ctx, handle)))
  if (!found) throw committeeNotFound(id)
  return found
}

/** Those in reach whose term is not over, or all; the newest term first. */
export async function listCommittees(
  ctx: Context,
  handle: Handle,
  { past, limit }: { readonly past: boolean; readonly limit: number },
): Promise<readonly Committee[]> {
  return select(handle)
    .where(and(await inReach(ctx, handle), past ? undefined : gte(committees.validThrough, ctx.today())))
    .orderBy(desc(committees.validFrom), desc(committees.id))
    .limit(limit)
}

async function inReach(ctx: Context, handle: Handle): Promise<SQL | undefined> {
  const offices = await officesFor(ctx, handle, 'cycles.see')
  return or(inScope(offices, committees.officeId), inScope(offices, committees.filingAuthorityId))
}
