import { grantsOf, officesFor } from '../identity/authorise.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import type { ApprovalRequest } from './find-request.ts'
import { fits } from './step.ts'

/**
 * What of a request its reader may see: the whole with what it shows, only how it stands, or nothing, which looks like
 * a request that does not exist. The content may hold names and numbers, so it is for those who prepare, decide or may
 * see lists of that office.
 */
export async function maySee(
  ctx: Context,
  handle: Handle,
  request: ApprovalRequest,
): Promise<'content' | 'state' | null> {
  const { actor } = ctx
  if (actor.kind === 'public') return null
  if (isPreparer(ctx, request)) return 'content'
  const grants = await grantsOf(handle, actor)
  if (request.steps.some((step) => fits(step, grants))) return 'content'
  if (reaches(await officesFor(ctx, handle, 'approvals.see'), request.officeId))
    return reaches(await officesFor(ctx, handle, 'lists.see'), request.officeId) ? 'content' : 'state'
  return null
}

/** By any account of theirs. */
export const isPreparer = ({ actor }: Context, request: ApprovalRequest): boolean =>
  actor.name === request.preparedBy ||
  (actor.personId !== null && actor.personId === request.preparedPersonId)

const reaches = (offices: 'all' | readonly string[], officeId: string): boolean =>
  offices === 'all' || offices.includes(officeId)
