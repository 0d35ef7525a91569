import { and, eq, inArray, sql } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { personKeys } from '../../people/find-keys.ts'
import { NONCE_LENGTH, protectText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, uniqueViolation, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { batchNotFound } from '../batch/refusals.ts'
import { wholeBatch } from '../batch/whole-batch.ts'
import { checkedDecision, type NewDecision } from './checked-decision.ts'
import { decidingOffice } from './deciding-office.ts'
import { comparisonByKey, undecidedLike, type Comparison } from './find-comparisons.ts'
import { shownOtherwise } from './refusals.ts'
import { requireInProof } from './require-in-proof.ts'
import { collectionDecisions, sealedCollectionDecisions } from './schema.ts'
import { showComparisons, type ShownComparison } from './shown-comparison.ts'

/**
 * Decides about one comparison, field by field, and keeps exactly what its maker saw (`digest`, 64 hex digits); with `alike`
 * also about every other one nobody has decided that differs in the same fields from the same sort of source. Until the
 * batch is accepted it may be decided anew. Answers how many were decided. Refuses `collection/batch-not-found`, `/batch-not-in-proof`,
 * `/comparison-not-found`, `/bad-decision`, `/shown-otherwise`, `identity/not-allowed`.
 */
export async function decideComparison(
  ctx: Context,
  input: NewDecision & {
    readonly batchId: string
    readonly key: string
    readonly digest: string
    readonly alike?: boolean
  },
): Promise<number> {
  try {
    return await ctx.database.transaction(async (tx) => {
      const batch = await wholeBatch(tx, input.batchId)
      await authorise(ctx, tx, 'collection.enter', batch.officeId, batchNotFound(batch.id))
      await requireInProof(tx, batch)
      const comparison = await comparisonByKey(tx, batch.id, input.key)
      const officeId = await decidingOffice(tx, batch.officeId, comparison)
      if (officeId !== batch.officeId) await authorise(ctx, tx, 'collection.enter', officeId)
      const decision = checkedDecision(comparison, batch.officeId, input)
      const others = input.alike ? await undecidedLike(tx, comparison) : []
      const shown = await showComparisons(ctx, tx, batch, [comparison, ...others])
      if (shown[0]?.digest !== input.digest) throw shownOtherwise()
      const { record, seal } = await store(ctx, tx, decision, shown)
      await recordAct(ctx, tx, {
        act: 'collection.enter',
        officeId,
        about: batch.id,
        subjects: shown.flatMap(({ comparison: { personId, otherPersonId } }) =>
          otherPersonId === null ? [personId] : [personId, otherPersonId],
        ),
        facts: { outcome: decision.outcome, decided: shown.length },
      })
      await appendEntries(tx, [
        {
          type: 'collection.decided',
          record,
          day: ctx.today(),
          seals: { collection_decisions: seal },
          facts: { outcome: decision.outcome, decided: shown.length },
        },
      ])
      return shown.length
    })
  } catch (error) {
    if (uniqueViolation(error) === 'collection_decisions_position') throw shownOtherwise()
    throw error
  }
}

async function store(
  ctx: Context,
  tx: Transaction,
  { outcome, choices, ground }: NewDecision,
  all: readonly ShownComparison[],
) {
  const record = entryRecord(ctx.random(16))
  const about = all.map(({ comparison }) => comparison)
  const positions = await lastPositions(tx, about)
  const holders = await personKeys(
    ctx,
    tx,
    about.map(({ personId }) => personId),
  )
  const rows = all.map(({ comparison: { batchId, key, personId }, mine, other }) => {
    const id = base64url(ctx.random(16))
    const kept = (column: 'ground' | 'shown', text: string) =>
      protectText(
        holders.get(personId) as PersonKey,
        { column: `collection_decisions.${column}`, row: id },
        text,
        ctx.random(NONCE_LENGTH),
      )
    return {
      id,
      batchId,
      key,
      position: (positions.get(key) ?? 0) + 1,
      outcome,
      choices,
      personId,
      ground: kept('ground', ground),
      shown: kept('shown', JSON.stringify({ mine, other })),
      decidedOn: ctx.today(),
      decidedBy: ctx.actor.name,
    }
  })
  const sealed = sealRows(sealedCollectionDecisions, record, rows, ctx.random(32 * rows.length))
  await copyIn(tx, collectionDecisions, sealed.rows)
  return { record, seal: sealed.sealRoot }
}

async function lastPositions(
  tx: Transaction,
  about: readonly Comparison[],
): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select({
      key: collectionDecisions.key,
      position: sql<number>`max(${collectionDecisions.position})::int`,
    })
    .from(collectionDecisions)
    .where(
      and(
        eq(collectionDecisions.batchId, about[0]?.batchId ?? ''),
        inArray(
          collectionDecisions.key,
          about.map(({ key }) => key),
        ),
      ),
    )
    .groupBy(collectionDecisions.key)
  return new Map(rows.map(({ key, position }) => [key, position]))
}
