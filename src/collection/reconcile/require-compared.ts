import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import type { Batch } from '../batch/whole-batch.ts'
import { comparePage } from './compare-page.ts'
import { findingsOfRows, missingFound } from './find-comparisons.ts'
import { missingTitles, type BatchScope } from './missing-titles.ts'
import { PAGE, pageOfRows } from './opened-row.ts'
import { compareAgain } from './refusals.ts'

/**
 * Step: compares the whole batch once more and stores nothing: what was decided about must be all there is to decide.
 * Refuses `collection/compare-again`.
 */
export async function requireCompared(
  ctx: Context,
  tx: Transaction,
  batch: Batch,
  { round, scope }: { readonly round: number; readonly scope: BatchScope },
): Promise<void> {
  const spokenOf = new Set<string>()
  for (let after = 0; ;) {
    const page = await pageOfRows(ctx, tx, batch.id, after)
    const found = await comparePage(ctx, tx, batch, page)
    const stored = await findingsOfRows(
      tx,
      batch.id,
      round,
      page.map(({ row }) => row.id),
    )
    if (found.length !== stored.length || !isAll(stored, found)) throw compareAgain()
    for (const { titleId } of found) if (titleId !== null) spokenOf.add(titleId)
    after = page.at(-1)?.row.position ?? after
    if (page.length < PAGE) break
  }
  const missing = await missingTitles(tx, batch, scope, spokenOf)
  const known = new Set((await missingFound(tx, batch.id, round)).map(({ titleId }) => titleId))
  if (missing.length !== known.size || missing.some(({ id }) => !known.has(id))) throw compareAgain()
}

const isAll = (stored: readonly { readonly key: string }[], found: readonly { readonly key: string }[]) => {
  const keys = new Set(stored.map(({ key }) => key))
  return found.every(({ key }) => keys.has(key))
}
