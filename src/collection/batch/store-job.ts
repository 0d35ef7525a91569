import { eq } from 'drizzle-orm'
import type { JobKind, RunningJob } from '../../jobs/job.ts'
import { jobCancelled } from '../../jobs/refusals.ts'
import { hashKeyInBulk } from '../../people/in-bulk.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation } from '../../platform/database.ts'
import { Refusal } from '../../platform/refusal.ts'
import { hex } from '../../signing/bytes.ts'
import { headersOf } from '../../results/lists/headers/headers-of.ts'
import { requireCells } from '../acceptance/count-cells.ts'
import { HISTORY_LIST } from '../history-columns.ts'
import { requireAsReported } from '../upwards/as-reported.ts'
import { batchSource } from './batch-source.ts'
import { batchWorker, type BatchWorker } from './batch-worker.ts'
import { STORE_JOB } from './complete-upload.ts'
import { finishBatch } from './finish-batch.ts'
import { fileDiffers, uploadNotFound } from './refusals.ts'
import { digestStart } from './rows-digest.ts'
import { collectionBatches, collectionUploads } from './schema.ts'
import type { Upload } from './stored-parts.ts'
import { keepFindings, storeSet } from './store-set.ts'
import type { Findings } from './thread-talk.ts'

/** Of a hundred: how much of the work judging is. */
const JUDGING = 20

/** Judges an upload and, when nothing keeps it out, stores it: rows set by set, visible when the last one is there. */
export const storeJob: JobKind = {
  kind: STORE_JOB,
  zh: '检查并收入历年职称',
  needs: 'collection.enter',
  async act(ctx, job) {
    const uploadId = String(job.input.uploadId)
    for (;;) {
      const upload = await uploadById(ctx, uploadId)
      if (upload.state !== 'judging' && upload.state !== 'storing') break
      if (upload.contents !== null && upload.storedThrough === upload.contents.rows) {
        await finishBatch(ctx, job, uploadId)
        break
      }
      // One thread for both: it has the file open then, and its code is warm.
      await withWorker(ctx, job, upload, async (worker) => {
        const judged = upload.state === 'judging' ? await judge(ctx, job, upload, worker) : upload
        if (judged.state === 'storing') await store(ctx, job, judged, worker)
      })
    }
    return resultOf(ctx, uploadId)
  },
  outcome: ({ uploadId, refusals, rows }) =>
    Number(refusals) > 0
      ? {
          words: `有 ${String(refusals)} 处问题，整份没有收入：请按标注改正后重新上传。`,
          href: `/desk/collection/uploads/${String(uploadId)}`,
          link: '查看问题',
        }
      : {
          words: `已收入 ${String(rows)} 行。`,
          href: `/desk/collection/batches/${String(uploadId)}`,
          link: '查看批次',
        },
}

async function uploadById(ctx: Context, uploadId: string): Promise<Upload> {
  const { read } = ctx.database
  const [upload] = await read.select().from(collectionUploads).where(eq(collectionUploads.id, uploadId))
  if (!upload) throw uploadNotFound(uploadId)
  return upload
}

async function resultOf(ctx: Context, uploadId: string) {
  const { state, refusals, warnings, judged } = await uploadById(ctx, uploadId)
  const [batch] = await ctx.database.read
    .select({ rows: collectionBatches.rowCount })
    .from(collectionBatches)
    .where(eq(collectionBatches.id, uploadId))
  return { uploadId, state, refusals, warnings, rows: batch?.rows ?? 0, judged }
}

/** A thread for one file, and its end whatever happens. */
async function withWorker(
  ctx: Context,
  job: RunningJob,
  upload: Upload,
  use: (worker: BatchWorker) => Promise<void>,
): Promise<void> {
  const { id, digest, size, partSize, programmeId, officeId } = upload
  let read = 0
  const source = batchSource(ctx, upload, (bytes) => {
    read += bytes
    // Judging reads a text table twice; storing reads it once more, and tells its progress by rows.
    if (upload.state === 'judging' && read <= 2 * size) job.progress(((JUDGING * read) / (2 * size)) | 0, 100)
  })
  const worker = batchWorker(
    {
      batchId: id,
      digest,
      size,
      partSize,
      today: ctx.today(),
      headers: await headersOf(ctx.database.read, officeId, HISTORY_LIST),
      markKey: hashKeyInBulk(ctx, `collection-marks|${programmeId}|${officeId}`),
    },
    source,
  )
  try {
    await use(worker)
  } finally {
    await worker.close()
  }
}

async function judge(ctx: Context, job: RunningJob, upload: Upload, worker: BatchWorker): Promise<Upload> {
  const nothing = { contents: null, rowsDigest: '' }
  let findings: Findings | null = null
  try {
    findings = await worker.judge()
    if (job.cancelled()) throw jobCancelled()
    const { refusals, judged, cells, numberless, flawed, mending, merged } = findings
    if (refusals > 0) return await keepFindings(ctx, job, upload, { state: 'refused', findings, ...nothing })
    const { programmeId, officeId } = upload
    await requireCells(ctx.database.read, { programmeId, officeId, counts: cells })
    await requireAsReported(ctx.database.read, upload.id, cells)
    return await keepFindings(ctx, job, upload, {
      state: 'storing',
      findings,
      contents: { rows: judged, cells, numberless, flawed, mending, merged: [...merged] },
      rowsDigest: hex(digestStart(upload.id)),
    })
  } catch (error) {
    if (!(error instanceof Refusal) || error.kind === 'unavailable' || error.code.startsWith('jobs/'))
      throw error
    // Of what does not match its digest the parts may be sent again; nothing else can be mended in the same bytes.
    const state = error.code === fileDiffers().code ? 'receiving' : 'refused'
    await keepFindings(ctx, job, upload, { state, findings, ...nothing })
    throw error
  }
}

async function store(ctx: Context, job: RunningJob, upload: Upload, worker: BatchWorker): Promise<void> {
  const { contents, storedThrough, replacesId } = upload
  if (contents === null) throw new Error('an upload is stored before it was judged')
  const former = replacesId === null ? null : await rowsOfBatch(ctx, replacesId)
  const order = { after: storedThrough, merged: new Map(contents.merged), former }
  try {
    await worker.store(order, async (set) => {
      await storeSet(ctx, job, upload.id, set)
      job.progress((JUDGING + ((100 - JUDGING) * set.through) / contents.rows) | 0, 100)
    })
  } catch (error) {
    // Somebody else registered one of these persons after we had looked: from there on, once more.
    if (uniqueViolation(error) !== 'persons_blind_index') throw error
  }
}

async function rowsOfBatch(ctx: Context, batchId: string): Promise<number> {
  const [batch] = await ctx.database.read
    .select({ rows: collectionBatches.rowCount })
    .from(collectionBatches)
    .where(eq(collectionBatches.id, batchId))
  return batch?.rows ?? 0
}
