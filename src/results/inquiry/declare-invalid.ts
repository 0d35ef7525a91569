import { eq } from 'drizzle-orm'
import type { EntryDraft } from '../../ledger/entry.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, type Transaction } from '../../platform/database.ts'
import { base64url, hex } from '../../signing/bytes.ts'
import { Refusal } from '../../platform/refusal.ts'
import { groundOf, invalidationDigest, type InvalidationPlan } from './propose-invalidation.ts'
import { invalidationApplied, invalidationChanged, nothingToInvalidate } from './refusals.ts'
import { holdScope, rowsInScope, type ScopedRow } from './rows-in-scope.ts'
import { invalidationPlans, invalidRows, sealedInvalidRows } from './schema.ts'

export interface DeclaredInvalid {
  readonly rows: readonly ScopedRow[]
  /** For the caller to append, with its own. */
  readonly entry: EntryDraft
}

/**
 * Step: an approved plan's rows are invalid from now on. The caller has asked who may and `requireApproved`, and appends.
 * The rows are worked out again, with all that is issued on them held: others than were approved, and nothing happens (`results/invalidation-changed`). Refuses
 * also `results/invalidation-applied`.
 */
export async function declareInvalid(
  ctx: Context,
  tx: Transaction,
  plan: InvalidationPlan,
): Promise<DeclaredInvalid> {
  // Two people at once: the second finds it done.
  const [held] = await tx
    .select({ appliedOn: invalidationPlans.appliedOn })
    .from(invalidationPlans)
    .where(eq(invalidationPlans.id, plan.id))
    .for('update')
  if (held?.appliedOn) throw invalidationApplied(plan.id)
  const { scope, document, decidedOn } = plan
  await holdScope(tx, scope)
  const rows = await scopeNow(tx, plan)
  if (
    invalidationDigest({ scope, document, decidedOn, ground: groundOf(ctx, plan) }, rows) !== hex(plan.digest)
  )
    throw invalidationChanged(plan.id)

  const record = entryRecord(ctx.random(16))
  const sealed = sealRows(
    sealedInvalidRows,
    record,
    rows.map(({ id: rowId, listId, personId }) => ({
      id: base64url(ctx.random(16)),
      planId: plan.id,
      listId,
      rowId,
      personId,
      document,
      declaredOn: ctx.today(),
      declaredBy: ctx.actor.name,
    })),
    ctx.random(32 * rows.length),
  )
  await copyIn(tx, invalidRows, sealed.rows)
  await tx.update(invalidationPlans).set({ appliedOn: ctx.today() }).where(eq(invalidationPlans.id, plan.id))
  return {
    rows,
    entry: {
      type: 'result.invalidated',
      record,
      day: ctx.today(),
      seals: { invalid_rows: sealed.sealRoot },
      facts: { scope: scope.kind, document, decidedOn, results: rows.length },
    },
  }
}

/** A scope in which nothing is left is another one than was approved. */
async function scopeNow(tx: Transaction, plan: InvalidationPlan): Promise<readonly ScopedRow[]> {
  try {
    return await rowsInScope(tx, plan.scope)
  } catch (error) {
    throw error instanceof Refusal && error.code === nothingToInvalidate().code
      ? invalidationChanged(plan.id)
      : error
  }
}
