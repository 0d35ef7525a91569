import { asc, eq, inArray } from 'drizzle-orm'
import { currentAuthorities } from '../identity/schema.ts'
import type { Handle } from '../platform/database.ts'
import { chainOf, type LocalAnswer } from './policy-of.ts'
import type { RuleName } from './rule.ts'
import { policyAnswers } from './schema.ts'

/** What offices answered for a place and those above it, the oldest first, for `policyOf`. Refuses an unknown place. */
export async function answersOf(handle: Handle, place: string): Promise<readonly LocalAnswer[]> {
  const places = chainOf(place).map(({ id }) => id)
  const rows = await handle
    .select({ answer: policyAnswers, office: currentAuthorities.name })
    .from(policyAnswers)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, policyAnswers.officeId))
    .where(inArray(policyAnswers.place, places))
    .orderBy(asc(policyAnswers.place), asc(policyAnswers.position))
  return rows.map(({ answer, office }) => ({
    place: answer.place,
    rule: answer.rule as RuleName,
    level: answer.level,
    value: answer.value,
    ground: answer.ground,
    office,
    answeredOn: answer.answeredOn,
  }))
}
