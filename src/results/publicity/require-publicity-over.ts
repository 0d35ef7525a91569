import { eq } from 'drizzle-orm'
import { cycleById } from '../../cycles/find-cycle.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import type { PublicityKind } from '../../policy/rule.ts'
import { listNotFound } from '../lists/refusals.ts'
import { resultLists } from '../lists/schema.ts'
import { publicationOfList } from './find-publication.ts'
import { notPublicised, publicityNotClosed, publicityRunning } from './refusals.ts'
import { refuseIfNotRecommended } from './refuse-if-not-recommended.ts'
import { publicityRules } from './rules-of.ts'
import { publicityState } from './state.ts'

/**
 * Step: refuses unless this very list was before the public for as long and wherever its policy asks, and was closed. Where
 * no source asks for this kind, only one that runs now stands in the way. A list without a cycle was published elsewhere.
 * Refuses `results/not-publicised`, `/publicity-running`, `/publicity-not-closed`, `/not-recommended`.
 */
export async function requirePublicityOver(
  ctx: Context,
  handle: Handle,
  listId: string,
  kind: PublicityKind,
): Promise<void> {
  const [list] = await handle
    .select({ cycleId: resultLists.cycleId })
    .from(resultLists)
    .where(eq(resultLists.id, listId))
  if (!list) throw listNotFound(listId)
  if (list.cycleId === null) return
  const cycle = await cycleById(handle, list.cycleId)
  // No committee decides on these routes, and no notice asks for publicity of them.
  if (cycle.route !== 'review') return
  if (kind === 'recommendation') return refuseIfNotRecommended(handle, cycle, listId)
  const { isAsked, daysSource, kindsSource } = await publicityRules(handle, cycle, kind, listId)
  const publication = await publicationOfList(handle, listId, kind)
  const state = publication === null ? null : publicityState(publication, ctx.today()).kind
  if (publication === null || state === 'withdrawn') {
    if (isAsked === true) throw notPublicised(kind, daysSource ?? kindsSource)
    return
  }
  if (state === 'announced' || state === 'open') throw publicityRunning(kind, publication.closesOn)
  if (state === 'over') throw publicityNotClosed(kind)
}
