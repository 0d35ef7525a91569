import type { Context } from '../platform/context.ts'

/** How a command says that it did what a desk would have asked others to agree to. */
export const UNAPPROVED = '（控制台办理，未经审批，已记入操作记录）'

/** What the trail keeps beside an act that a desk does with approvals only: nothing, unless the console did it without. */
export const approvalFact = ({ actor }: Context): { readonly approval?: 'none' } =>
  actor.kind === 'console' ? { approval: 'none' } : {}
