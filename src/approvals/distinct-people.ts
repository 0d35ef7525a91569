import { samePersons } from '../people/same-persons.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import type { ApprovalRequest, Decision } from './find-request.ts'

/**
 * Step: decisions with one id for every human, whichever of their numbers an account is under (people/same-persons.ts):
 * two that turn out to be one count once, also when they decided before anybody knew.
 */
export async function byHuman(
  handle: Handle,
  request: ApprovalRequest,
  decisions: readonly Decision[],
): Promise<{ readonly decisions: readonly Decision[]; readonly preparedBy: string | null }> {
  const { preparedPersonId } = request
  const ids = decisions.map(({ personId }) => personId)
  const same = await samePersons(handle, preparedPersonId === null ? ids : [...ids, preparedPersonId])
  const human = (id: string): string => (same.get(id) ?? [id]).toSorted()[0] ?? id
  return {
    decisions: decisions.map((each) => ({ ...each, personId: human(each.personId) })),
    preparedBy: preparedPersonId === null ? null : human(preparedPersonId),
  }
}

/** Step: every id whoever acts is known by. */
export async function ownIds(ctx: Context, handle: Handle): Promise<readonly string[]> {
  const { personId } = ctx.actor
  return personId === null ? [] : ((await samePersons(handle, [personId])).get(personId) ?? [personId])
}
