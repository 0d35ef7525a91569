import { approve } from '../../approvals/approve.ts'
import { findCycle } from '../../cycles/find-cycle.ts'
import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import { acceptFiling } from './accept-filing.ts'
import { latestFiling, standingOfFiling } from './find-filing.ts'
import type { FilingKind } from './packet.ts'
import { filingNotFound } from './refusals.ts'

/**
 * One person agrees to a filing as they read it (`digest`) and takes it in at once; one that was agreed to already is
 * taken in. Refuses as `approve` and `acceptFiling`.
 */
export async function takeFiling(
  ctx: Context,
  { cycleId, kind, digest }: { readonly cycleId: string; readonly kind: FilingKind; readonly digest: string },
): Promise<void> {
  const { read } = ctx.database
  const cycle = await findCycle(ctx, read, cycleId)
  await authorise(ctx, read, 'filings.decide', cycle.filingAuthorityId)
  const filing = await latestFiling(read, cycleId, kind)
  if (!filing) throw filingNotFound(cycleId, kind)
  const standing = await standingOfFiling(read, filing)
  if (standing.kind === 'waiting') await approve(ctx, { requestId: standing.requestId, digest })
  await acceptFiling(ctx, { cycleId, kind })
}
