import { eq } from 'drizzle-orm'
import type { Cycle } from '../../cycles/cycle.ts'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import { sourceOf } from '../../cycles/source.ts'
import type { Handle } from '../../platform/database.ts'
import { resultRows } from '../lists/schema.ts'
import { employersMissing } from './refusals.ts'
import { publicityRules } from './rules-of.ts'
import { recommendations } from './schema.ts'

const SHOWN = 20

/**
 * Step: refuses a list of candidates while some employer's 推荐公示 is not shown by a paper, where the policy asks for one
 * (`results/not-recommended`).
 */
export async function refuseIfNotRecommended(handle: Handle, cycle: Cycle, listId: string): Promise<void> {
  const { isAsked, daysSource } = await publicityRules(handle, cycle, 'recommendation', listId)
  if (isAsked !== true) return
  const shown = await handle
    .select({ employer: recommendations.employer })
    .from(recommendations)
    .where(eq(recommendations.cycleId, cycle.id))
  if (shown.some(({ employer }) => employer === null)) return
  const known = new Set(shown.map(({ employer }) => employer))
  const rows = await handle
    .selectDistinct({ employer: resultRows.employer })
    .from(resultRows)
    .where(eq(resultRows.listId, listId))
  const missing = rows.map(({ employer }) => employer).filter((employer) => !known.has(employer))
  if (missing.length === 0) return
  const { unpublicisedFile } = await policyOfCycle(handle, cycle)
  throw employersMissing(
    missing.toSorted().slice(0, SHOWN),
    missing.length,
    sourceOf(unpublicisedFile) ?? daysSource,
  )
}
