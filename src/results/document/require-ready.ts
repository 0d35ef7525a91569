import { eq } from 'drizzle-orm'
import { requireApproved } from '../../approvals/require-approved.ts'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { policyOfCycle, stepsOf } from '../../cycles/policy-of-cycle.ts'
import { requireStep } from '../../cycles/require-step.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { Policy } from '../../policy/policy-of.ts'
import { requireFiled } from '../filing/require-filed.ts'
import { listDigest } from '../lists/list-digest.ts'
import { listNotFound, listReplaced } from '../lists/refusals.ts'
import { resultLists } from '../lists/schema.ts'
import { LIST_APPROVAL } from '../lists/submit-list.ts'
import { requirePublicityOver } from '../publicity/require-publicity-over.ts'
import { candidatesHaveNoDocument, preparedTheList } from './refusals.ts'

/** A list whose result may be confirmed, or named in a document. */
export interface ReadyResult {
  readonly list: typeof resultLists.$inferSelect
  /** Null: reviewed elsewhere. */
  readonly review: { readonly cycle: Cycle; readonly policy: Policy } | null
  /** Does the policy put the confirmation before the document, after it, or nowhere? */
  readonly confirmation: 'before' | 'after' | null
}

/**
 * Step: everything that stands before confirming a result or putting it in a document: its review by others, the
 * policy's order, the publicity and the filing of this very list. Holds the cycle and the list until commit. Refuses as
 * `requireApproved`, `requireStep`, `requirePublicityOver` and `requireFiled`; `results/list-replaced`,
 * `results/candidates-have-no-document`, and `results/prepared-the-list` for the hand that prepared it.
 */
export async function requireReady(
  ctx: Context,
  tx: Transaction,
  listId: string,
  step: 'document' | 'result-confirmation',
): Promise<ReadyResult> {
  const [found] = await tx.select().from(resultLists).where(eq(resultLists.id, listId))
  if (!found) throw listNotFound(listId)
  if (found.stage === 'candidates') throw candidatesHaveNoDocument()
  // The machine's owner answers for what was reviewed on paper elsewhere; nobody for a review held here.
  if (ctx.actor.kind !== 'console' || found.cycleId !== null)
    await requireApproved(ctx, tx, {
      kind: LIST_APPROVAL,
      subjectId: listId,
      digest: await listDigest(tx, listId),
    })
  if (ctx.actor.personId !== null && ctx.actor.personId === found.importedPersonId) throw preparedTheList()
  if (found.cycleId !== null) await requireStep(tx, found.cycleId, step)
  const list = await holdList(tx, listId)
  if (found.cycleId === null) return { list, review: null, confirmation: null }
  await requirePublicityOver(ctx, tx, listId, 'result')
  await requireFiled(tx, { cycleId: found.cycleId, kind: 'post-meeting', listId })
  const cycle = await cycleById(tx, found.cycleId)
  const policy = await policyOfCycle(tx, cycle)
  return { list, review: { cycle, policy }, confirmation: placeOfConfirmation(policy, cycle) }
}

export function placeOfConfirmation(policy: Policy, { route }: Cycle): ReadyResult['confirmation'] {
  const steps = stepsOf(policy, route)
  const [confirmation, document] = [steps.indexOf('result-confirmation'), steps.indexOf('document')]
  if (confirmation === -1) return null
  return document === -1 || confirmation < document ? 'before' : 'after'
}

async function holdList(tx: Transaction, listId: string): Promise<typeof resultLists.$inferSelect> {
  const [list] = await tx.select().from(resultLists).where(eq(resultLists.id, listId)).for('update')
  if (!list) throw listNotFound(listId)
  const [successor] = await tx
    .select({ id: resultLists.id })
    .from(resultLists)
    .where(eq(resultLists.replacesId, listId))
  if (successor) throw listReplaced(listId, successor.id)
  return list
}
