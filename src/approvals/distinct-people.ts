import { samePersons } from '../people/same-persons.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import type { ApprovalRequest, Decision } from './find-request.ts'
import { isPreparer } from './may-see.ts'
import { excludedFrom } from './snapshot.ts'

/**
 * Step: the decisions of others, with one id for every human, whichever of their numbers an account is under
 * (people/same-persons.ts): two that turn out to be one count once, at the first step they decided, and who turns out to
 * be the preparer or somebody excluded does not, also when they decided before anybody knew. Refuses
 * `approvals/snapshot-altered`.
 */
export async function byHuman(
  handle: Handle,
  request: ApprovalRequest,
  decisions: readonly Decision[],
): Promise<readonly Decision[]> {
  const kept = await notToDecide(handle, request)
  const same = await samePersons(handle, [...decisions.map(({ personId }) => personId), ...kept])
  const human = (id: string): string => (same.get(id) ?? [id]).toSorted()[0] ?? id
  const out = new Set(kept.map(human))
  const counted = new Set<string>()
  return decisions
    .map((each) => ({ ...each, personId: human(each.personId) }))
    .toSorted((a, b) => a.step - b.step)
    .filter(({ personId, isHeld }) => {
      if (out.has(personId) || (isHeld && counted.has(personId))) return false
      if (isHeld) counted.add(personId)
      return true
    })
}

/**
 * Step: is it whoever acts's own: did they prepare or enter it, or does it concern them, under any number of theirs?
 * Refuses `approvals/snapshot-altered`.
 */
export async function isOwn(ctx: Context, handle: Handle, request: ApprovalRequest): Promise<boolean> {
  const own = await ownIds(ctx, handle)
  return isPreparer(ctx, request) || (await notToDecide(handle, request)).some((id) => own.includes(id))
}

async function notToDecide(handle: Handle, request: ApprovalRequest): Promise<readonly string[]> {
  const { preparedPersonId } = request
  const excluded = await excludedFrom(handle, request)
  return preparedPersonId === null ? excluded : [preparedPersonId, ...excluded]
}

/** Step: every id whoever acts is known by. */
export async function ownIds(ctx: Context, handle: Handle): Promise<readonly string[]> {
  const { personId } = ctx.actor
  return personId === null ? [] : ((await samePersons(handle, [personId])).get(personId) ?? [personId])
}
