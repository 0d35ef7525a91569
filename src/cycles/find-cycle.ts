import { and, desc, eq, or, sql, type SQL } from 'drizzle-orm'
import { inScope, officesFor } from '../identity/authorise.ts'
import { currentAuthorities } from '../identity/schema.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { routeName } from '../titles/route.ts'
import type { Cycle } from './cycle.ts'
import { cycleNotFound } from './refusals.ts'
import { cycleRulings, cycleWithdrawals, reviewCommittees, reviewCycles } from './schema.ts'

const inPlan = sql<boolean | null>`(select r.granted from ${cycleRulings} r
  where r.subject_id = ${reviewCycles.id} order by r.position desc limit 1)`.as('in_plan')

const selectCycles = (handle: Handle) =>
  handle
    .select({
      id: reviewCycles.id,
      committeeId: reviewCycles.committeeId,
      committee: reviewCommittees.name,
      office: currentAuthorities.name,
      officeId: reviewCycles.officeId,
      filingAuthorityId: reviewCycles.filingAuthorityId,
      place: reviewCycles.place,
      year: reviewCycles.year,
      route: reviewCycles.route,
      series: reviewCycles.series,
      levels: reviewCycles.levels,
      inPlan,
      withdrawnOn: cycleWithdrawals.withdrawnOn,
    })
    .from(reviewCycles)
    .leftJoin(reviewCommittees, eq(reviewCommittees.id, reviewCycles.committeeId))
    .leftJoin(cycleWithdrawals, eq(cycleWithdrawals.cycleId, reviewCycles.id))
    .leftJoin(currentAuthorities, eq(currentAuthorities.id, reviewCycles.officeId))

type Row = Awaited<ReturnType<typeof selectCycles>>[number]

const read = ({ committee, office, ...row }: Row): Cycle => ({
  ...row,
  name: committee ?? `${routeName(row.route)}（${office ?? ''}）`,
})

/** For steps that already know who may. Refuses `cycles/cycle-not-found`. */
export async function cycleById(handle: Handle, id: string): Promise<Cycle> {
  const [row] = await selectCycles(handle).where(eq(reviewCycles.id, id))
  if (!row) throw cycleNotFound(id)
  return read(row)
}

/** The same within the actor's reach: one of another office is not there. Refuses `cycles/cycle-not-found`. */
export async function findCycle(ctx: Context, handle: Handle, id: string): Promise<Cycle> {
  const [row] = await selectCycles(handle).where(and(eq(reviewCycles.id, id), await inReach(ctx, handle)))
  if (!row) throw cycleNotFound(id)
  return read(row)
}

/** Those in reach, the newest year first. `limit`: 1 to 200; `after`: the last id of the page before. */
export async function listCycles(
  ctx: Context,
  handle: Handle,
  {
    after,
    limit,
    year,
  }: { readonly after?: string | undefined; readonly limit: number; readonly year?: number },
): Promise<{ readonly items: readonly Cycle[]; readonly next: string | null }> {
  const beyond =
    after === undefined
      ? undefined
      : sql`(${reviewCycles.year}, ${reviewCycles.id}) < (select c.year, c.id from review_cycles c where c.id = ${after})`
  const rows = await selectCycles(handle)
    .where(
      and(await inReach(ctx, handle), beyond, year === undefined ? undefined : eq(reviewCycles.year, year)),
    )
    .orderBy(desc(reviewCycles.year), desc(reviewCycles.id))
    .limit(limit + 1)
  const items = rows.slice(0, limit).map(read)
  return { items, next: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

// Who convenes it and who takes its filings both see it.
async function inReach(ctx: Context, handle: Handle): Promise<SQL | undefined> {
  const offices = await officesFor(ctx, handle, 'cycles.see')
  return or(inScope(offices, reviewCycles.officeId), inScope(offices, reviewCycles.filingAuthorityId))
}
