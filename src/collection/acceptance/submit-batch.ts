import { requestApproval } from '../../approvals/request-approval.ts'
import { authorise } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { batchNotFound } from '../batch/refusals.ts'
import { wholeBatch, type Batch } from '../batch/whole-batch.ts'
import { holdAssignment, programmeById } from '../programme/find-programme.ts'
import { standingOf } from '../reconcile/standing.ts'
import { stepsFor } from './acceptance-steps.ts'
import { batchDigest, BATCH_APPROVAL } from './batch-digest.ts'
import { rangesOf, rangeWords, type CellRange } from './cell-ranges.ts'
import type { CellCount } from './count-cells.ts'
import { batchEnded, batchUnsettled } from './refusals.ts'

const ENDED = { accepted: '已验收', withdrawn: '已撤回', replaced: '已由更正的批次替换' } as const

/** Step: refuses `collection/batch-ended`, and `collection/batch-unsettled` before everything is decided. */
export async function requireSettled(
  handle: Handle,
  batch: Batch,
): Promise<{ readonly digest: string; readonly decided: string }> {
  if (batch.state !== 'in-proof') throw batchEnded(ENDED[batch.state])
  const standing = await standingOf(handle, batch.id)
  if (!standing.isCompared || standing.unsettled > 0) throw batchUnsettled(standing.unsettled)
  return { digest: batchDigest(batch, standing), decided: standing.digest }
}

/**
 * Asks the offices the programme names to approve a whole, reconciled batch. Refuses `collection/batch-not-found`,
 * `/batch-unsettled`, `/batch-ended`, `/not-assigned`, `identity/not-allowed`, `approvals/prepared-elsewhere`.
 */
export async function submitBatch(ctx: Context, batchId: string): Promise<{ readonly requestId: string }> {
  return ctx.database.transaction(async (tx) => {
    const batch = await wholeBatch(tx, batchId)
    await authorise(ctx, tx, 'collection.enter', batch.officeId, batchNotFound(batchId))
    const { digest } = await requireSettled(tx, batch)
    const programme = await programmeById(tx, batch.programmeId)
    const assignment = await holdAssignment(tx, batch.programmeId, batch.officeId)
    const requestId = await requestApproval(ctx, tx, {
      kind: BATCH_APPROVAL,
      subjectId: batchId,
      digest,
      officeId: batch.officeId,
      steps: stepsFor(programme.rules, assignment),
      title: `历年职称：${batch.fileName}`,
      snapshot: [
        {
          key: 'batch',
          label: batch.fileName,
          fields: {
            总行数: String(batch.rowCount),
            没有证件号码: String(batch.numberless),
            号码有误照录: String(batch.flawed),
            含造字待修: String(batch.mending),
          },
        },
        ...rangesOf(batch.cells).map((range) => ({
          key: rangeWords(range),
          label: rangeWords(range),
          fields: { 行数: String(rowsIn(batch.cells, range)) },
        })),
      ],
    })
    return { requestId }
  })
}

const rowsIn = (cells: readonly CellCount[], { level, route, fromYear, throughYear }: CellRange): number =>
  cells
    .filter((cell) => cell.level === level && cell.route === route)
    .filter(({ year }) => year >= fromYear && year <= throughYear)
    .reduce((sum, { rows }) => sum + rows, 0)
