import { authorise } from '../../identity/authorise.ts'
import type { JobKind } from '../../jobs/job.ts'
import { startJob } from '../../jobs/start-job.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { batchNotFound } from '../batch/refusals.ts'
import { wholeBatch } from '../batch/whole-batch.ts'
import type { BatchScope } from './missing-titles.ts'
import { reconcileBatch } from './reconcile-batch.ts'
import { requireInProof } from './require-in-proof.ts'

/**
 * Begins to compare a batch and answers the job's id. Refuses `collection/batch-not-found`, `/batch-not-in-proof`,
 * `/not-assigned`.
 */
export async function startComparing(
  ctx: Context,
  input: { readonly batchId: string; readonly scope: BatchScope },
): Promise<string> {
  return ctx.database.transaction(async (tx) => {
    const batch = await wholeBatch(tx, input.batchId)
    await authorise(ctx, tx, 'collection.enter', batch.officeId, batchNotFound(batch.id))
    await requireInProof(tx, batch)
    const { officeId } = batch
    const id = await startJob(ctx, tx, { kind: compareJob.kind, officeId, input: { ...input } })
    await recordAct(ctx, tx, { act: 'collection.enter', officeId, about: id, facts: { begun: true } })
    return id
  })
}

/** Taken up twice it is the next round, and every decision still holds. */
export const compareJob: JobKind = {
  kind: 'collection.compare',
  zh: '比对历年职称',
  needs: 'collection.enter',
  async act(ctx, job) {
    const { batchId, scope } = job.input as { readonly batchId: string; readonly scope: BatchScope }
    const found = await reconcileBatch(ctx, { batchId, scope }, (done, total) => job.progress(done, total))
    return { ...found, batchId }
  },
  outcome: ({ batchId, rows, same, different, conflicting, missing }) => {
    const open = Number(different) + Number(conflicting) + Number(missing)
    return {
      words:
        `比对了 ${String(rows)} 行：${String(same)} 行与已有的相同；` +
        (open === 0
          ? '没有需要决定的差异。'
          : `不同 ${String(different)} 处，冲突 ${String(conflicting)} 处，缺少 ${String(missing)} 项。`),
      href: `/desk/collection/batches/${String(batchId)}/comparisons`,
      link: '查看比对结果',
    }
  },
}
