import { eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { hasEnded } from '../../jobs/job.ts'
import { jobs } from '../../jobs/schema.ts'
import { startJob } from '../../jobs/start-job.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { holdUpload, missingParts, officeOfUpload } from './find-upload.ts'
import { partsMissing, uploadNotFound } from './refusals.ts'
import { collectionUploads } from './schema.ts'
import type { Upload } from './stored-parts.ts'

export const STORE_JOB = 'collection.store'

/**
 * Hands a file whose parts have all come to a job that judges and stores it, or to another when the last one was broken
 * off. Asked again, it answers with the job that has it. Refuses `collection/upload-not-found`, `/part-missing`.
 */
export async function completeUpload(ctx: Context, uploadId: string): Promise<Upload> {
  return ctx.database.transaction(async (tx) => {
    const officeId = await officeOfUpload(tx, uploadId)
    await authorise(ctx, tx, 'collection.enter', officeId, uploadNotFound(uploadId))
    const upload = await holdUpload(tx, uploadId)
    if (upload.state === 'stored' || upload.state === 'refused') return upload
    if (upload.state !== 'receiving' && (await isAtWork(tx, upload))) return upload
    if (upload.state === 'receiving') {
      const missing = await missingParts(tx, upload)
      if (missing.length > 0) throw partsMissing(missing)
    }
    const jobId = await startJob(ctx, tx, { kind: STORE_JOB, officeId, input: { uploadId } })
    const state = upload.state === 'receiving' ? 'judging' : upload.state
    await tx.update(collectionUploads).set({ state, jobId }).where(eq(collectionUploads.id, uploadId))
    await recordAct(ctx, tx, { act: 'collection.enter', officeId, about: uploadId, facts: { begun: true } })
    return { ...upload, state, jobId }
  })
}

/** Step: whether a job has the upload that has not ended. */
export async function isAtWork(tx: Transaction, { jobId }: Upload): Promise<boolean> {
  if (jobId === null) return false
  const [job] = await tx.select({ status: jobs.status }).from(jobs).where(eq(jobs.id, jobId))
  return job !== undefined && !hasEnded(job)
}
