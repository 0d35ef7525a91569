import { and, desc, eq, sql } from 'drizzle-orm'
import { cycleById } from '../../cycles/find-cycle.ts'
import { reviewCycles } from '../../cycles/schema.ts'
import { calendarOfPlace } from '../../cycles/timing.ts'
import { inScope, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { resultLists } from '../lists/schema.ts'
import { publicityTitle } from './heading.ts'
import { earliestClosing } from './period.ts'
import { publicityRules } from './rules-of.ts'
import { recommendations } from './schema.ts'

const MOST = 50

/** Lists the actor may put before the public now, the newest first; null for who may publish nothing. */
export async function publishableLists(ctx: Context, handle: Handle) {
  const offices = await officesFor(ctx, handle, 'publicity.manage')
  if (offices !== 'all' && offices.length === 0) return null
  const lists = await handle
    .select({ listId: resultLists.id, cycleId: reviewCycles.id, stage: resultLists.stage })
    .from(resultLists)
    .innerJoin(reviewCycles, eq(reviewCycles.id, resultLists.cycleId))
    .where(
      and(
        inScope(offices, reviewCycles.officeId),
        eq(reviewCycles.route, 'review'),
        sql`not exists (select 1 from result_lists later where later.replaces_id = ${resultLists.id})`,
        sql`not exists (
          select 1 from publications p
          where p.list_id = ${resultLists.id} and p.kind <> 'recommendation' and not exists (
            select 1 from publication_endings e
            where e.publication_id = p.publication_id and e.how = 'withdrawn'))`,
      ),
    )
    .orderBy(desc(resultLists.importedOn), desc(resultLists.id))
    .limit(MOST)
  return Promise.all(
    lists.map(async ({ listId, cycleId, stage }) => {
      const cycle = await cycleById(handle, cycleId)
      const kind = stage === 'approved' ? 'result' : 'pre-meeting'
      const { leastDays } = await publicityRules(handle, cycle, kind, listId)
      const earliest = earliestClosing(calendarOfPlace(cycle.place), ctx.today(), leastDays)
      return { listId, label: publicityTitle(cycle, kind), earliest: earliest?.day ?? null }
    }),
  )
}

/** The reviews whose employers' papers the actor may record. */
export async function cyclesToRecommend(ctx: Context, handle: Handle) {
  const offices = await officesFor(ctx, handle, 'publicity.manage')
  const rows = await handle
    .select({ id: reviewCycles.id })
    .from(reviewCycles)
    .where(and(inScope(offices, reviewCycles.officeId), eq(reviewCycles.route, 'review')))
    .orderBy(desc(reviewCycles.year), desc(reviewCycles.id))
    .limit(MOST)
  return Promise.all(
    rows.map(async ({ id }) => {
      const { year, name } = await cycleById(handle, id)
      return { id, label: `${year}年度${name}` }
    }),
  )
}

/** The newest papers recorded for those reviews. */
export async function recommendationsInReach(ctx: Context, handle: Handle) {
  const offices = await officesFor(ctx, handle, 'publicity.manage')
  const rows = await handle
    .select({ row: recommendations })
    .from(recommendations)
    .innerJoin(reviewCycles, eq(reviewCycles.id, recommendations.cycleId))
    .where(inScope(offices, reviewCycles.officeId))
    .orderBy(desc(recommendations.recordedOn), desc(recommendations.id))
    .limit(MOST)
  return Promise.all(
    rows.map(async ({ row }) => {
      const { year, name } = await cycleById(handle, row.cycleId)
      const { employer, opensOn, closesOn, attending, agreeing } = row
      const votes = attending === null ? '未投票' : `${agreeing} / ${attending}`
      return { cycle: `${year}年度${name}`, employer, opensOn, closesOn, votes }
    }),
  )
}
