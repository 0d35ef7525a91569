import { max, eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord, type SealRoot } from '../../ledger/entry.ts'
import { sealRoot, sealRows, type RowSeal } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { copyIn, uniqueViolation, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { batchNotFound } from '../batch/refusals.ts'
import { wholeBatch, type Batch } from '../batch/whole-batch.ts'
import { comparePage, keyOf, type Finding } from './compare-page.ts'
import { missingTitles, type BatchScope } from './missing-titles.ts'
import { PAGE, pageOfRows } from './opened-row.ts'
import { comparedMeanwhile } from './refusals.ts'
import { requireInProof } from './require-in-proof.ts'
import {
  collectionComparisons,
  collectionReconciliations,
  sealedCollectionComparisons,
  sealedCollectionReconciliations,
  type Verdict,
} from './schema.ts'

export type Reconciled = Readonly<Record<Verdict, number>> & { readonly rows: number; readonly round: number }

/**
 * Compares a batch with itself, with the accepted titles of its office and of others, and with live titles; `scope`
 * whole also asks about accepted titles it does not name. Done again it
 * is the next round; decisions about what is found again still hold. Refuses `collection/batch-not-found`,
 * `/batch-not-in-proof`, `/compared-meanwhile`.
 */
export async function reconcileBatch(
  ctx: Context,
  input: { readonly batchId: string; readonly scope: BatchScope },
  progress: (done: number, total: number) => void = () => {},
): Promise<Reconciled> {
  try {
    return await ctx.database.transaction(async (tx) => {
      const batch = await wholeBatch(tx, input.batchId)
      await authorise(ctx, tx, 'collection.enter', batch.officeId, batchNotFound(batch.id))
      await requireInProof(tx, batch)
      const record = entryRecord(ctx.random(16))
      const round = (await lastRound(tx, batch.id)) + 1
      const of = { batch, round, record, scope: input.scope }
      const compared = await compareAll(ctx, tx, of, progress)
      const summary = await storeRound(ctx, tx, of, compared.counts)
      await recordAct(ctx, tx, {
        act: 'collection.enter',
        officeId: batch.officeId,
        about: batch.id,
        facts: { compared: batch.rowCount, round },
      })
      await appendEntries(tx, [
        {
          type: 'collection.compared',
          record,
          day: ctx.today(),
          seals: {
            collection_reconciliations: summary,
            ...(compared.seal && { collection_comparisons: compared.seal }),
          },
          facts: { rows: batch.rowCount, round, ...compared.counts },
        },
      ])
      return { ...compared.counts, rows: batch.rowCount, round }
    })
  } catch (error) {
    if (uniqueViolation(error) === 'collection_reconciliations_round') throw comparedMeanwhile()
    throw error
  }
}

interface Round {
  readonly batch: Batch
  readonly round: number
  readonly record: string
  readonly scope: BatchScope
}

/** Step: how often a batch was compared; 0 never. */
export async function lastRound(tx: Pick<Transaction, 'select'>, batchId: string): Promise<number> {
  const [found] = await tx
    .select({ round: max(collectionReconciliations.round) })
    .from(collectionReconciliations)
    .where(eq(collectionReconciliations.batchId, batchId))
  return found?.round ?? 0
}

async function compareAll(
  ctx: Context,
  tx: Transaction,
  of: Round,
  progress: (done: number, total: number) => void,
) {
  const { batch, scope } = of
  const counts = { same: 0, different: 0, conflicting: 0, missing: 0 }
  const spokenOf = new Set<string>()
  const seals: RowSeal[] = []
  const store = async (findings: readonly Finding[]) => {
    for (const { verdict, titleId } of findings) {
      counts[verdict]++
      if (titleId !== null) spokenOf.add(titleId)
    }
    seals.push(...(await storeFindings(ctx, tx, of, findings, seals.length)))
  }
  for (let after = 0; ;) {
    const page = await pageOfRows(ctx, tx, batch.id, after)
    await store(await comparePage(ctx, tx, batch, page))
    after = page.at(-1)?.row.position ?? after
    progress(Math.min(after, batch.rowCount), batch.rowCount)
    if (page.length < PAGE) break
  }
  await store((await missingTitles(tx, batch, scope, spokenOf)).map(missing))
  const seal: SealRoot | null =
    seals.length === 0 ? null : { root: base64url(sealRoot(seals)), rows: seals.length }
  return { counts, seal }
}

function missing(title: { readonly id: string; readonly personId: string }): Finding {
  const facts = {
    verdict: 'missing' as const,
    against: 'own-title' as const,
    rowId: null,
    otherRowId: null,
    titleId: title.id,
    personId: title.personId,
    otherPersonId: null,
    otherOfficeId: null,
    fields: [],
  }
  return { ...facts, key: keyOf(facts) }
}

async function storeFindings(
  ctx: Context,
  tx: Transaction,
  { batch, round, record }: Round,
  findings: readonly Finding[],
  before: number,
): Promise<readonly RowSeal[]> {
  const { rows } = sealRows(
    sealedCollectionComparisons,
    record,
    findings.map((finding, i) => ({
      ...finding,
      id: base64url(ctx.random(16)),
      batchId: batch.id,
      round,
      position: before + i + 1,
    })),
    ctx.random(32 * findings.length),
  )
  await copyIn(tx, collectionComparisons, rows)
  return rows.map(({ id, seal }) => ({ id, seal }))
}

async function storeRound(
  ctx: Context,
  tx: Transaction,
  { batch, round, record, scope }: Round,
  counts: Readonly<Record<Verdict, number>>,
): Promise<SealRoot> {
  const { rows, sealRoot: root } = sealRows(
    sealedCollectionReconciliations,
    record,
    [
      {
        id: base64url(ctx.random(16)),
        batchId: batch.id,
        round,
        scope,
        rows: batch.rowCount,
        ...counts,
        comparedOn: ctx.today(),
        comparedBy: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  await tx.insert(collectionReconciliations).values([...rows])
  return root
}
