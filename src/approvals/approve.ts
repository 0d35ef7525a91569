import type { Context } from '../platform/context.ts'
import { decide, type Decided } from './decide.ts'

/**
 * Agrees to a request at the step whose turn it is, in the actor's own person. `digest`: of what they saw. Refuses
 * `approvals/not-found`, `/not-a-person`, `/own-request`, `/changed`, `/superseded`, `/returned`, `/already-decided`,
 * `/already-complete`, `/out-of-order`, `/not-yours`, `/role-withdrawn`, `/bad-digest`.
 */
export const approve = (
  ctx: Context,
  input: { readonly requestId: string; readonly digest: string },
): Promise<Decided> => decide(ctx, { ...input, decision: 'approved', comment: null })
