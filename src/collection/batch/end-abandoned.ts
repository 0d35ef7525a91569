import { and, asc, eq, gt, inArray, lt } from 'drizzle-orm'
import { jobs } from '../../jobs/schema.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { recordAct } from '../../trail/record-act.ts'
import { isAtWork } from './complete-upload.ts'
import { collectionUploads } from './schema.ts'
import { dropParts, type Upload } from './stored-parts.ts'

/** Days a file may lie unfinished since it was begun and since its last job ended. */
export const KEPT_DAYS = 30
const AT_ONCE = 200
const DAY_MS = 86_400_000

/**
 * Ends every upload nobody has gone on with: parts that stopped coming, jobs that were cancelled or broke. The file goes;
 * rows that were stored already stay as they were sealed, in no batch, and keep their key: the audit counts them. Each in
 * a transaction of its own; `failed` hears of one that could not be ended, and the others go on. Answers how many ended.
 */
export async function endAbandoned(ctx: Context, failed: (error: unknown) => void): Promise<number> {
  const before = new Date(ctx.now().getTime() - KEPT_DAYS * DAY_MS)
  let [ended, last] = [0, '']
  for (;;) {
    const found = await ctx.database.read
      .select({ id: collectionUploads.id })
      .from(collectionUploads)
      .where(
        and(
          inArray(collectionUploads.state, ['receiving', 'judging', 'storing']),
          lt(collectionUploads.startedAt, before),
          gt(collectionUploads.id, last),
        ),
      )
      .orderBy(asc(collectionUploads.id))
      .limit(AT_ONCE)
    for (const { id } of found) {
      try {
        if (await endOne(ctx, id, before)) ended++
      } catch (error) {
        failed(error)
      }
    }
    last = found.at(-1)?.id ?? last
    if (found.length < AT_ONCE) return ended
  }
}

function endOne(ctx: Context, uploadId: string, before: Date): Promise<boolean> {
  return ctx.database.transaction(async (tx) => {
    const [upload] = await tx
      .select()
      .from(collectionUploads)
      .where(eq(collectionUploads.id, uploadId))
      .for('update')
    if (!upload || !(await isAbandoned(tx, upload, before))) return false
    const { officeId, storedThrough } = upload
    if (storedThrough === 0) await tx.delete(collectionUploads).where(eq(collectionUploads.id, uploadId))
    else {
      // The id of rows the ledger vouches for is never given to another file; the same bytes begin a new upload.
      await dropParts(tx, uploadId)
      await tx
        .update(collectionUploads)
        .set({ state: 'refused', contents: null })
        .where(eq(collectionUploads.id, uploadId))
    }
    await recordAct(ctx, tx, {
      act: 'collection.enter',
      officeId,
      about: uploadId,
      facts: { abandoned: true, rows: storedThrough },
    })
    return true
  })
}

async function isAbandoned(tx: Transaction, upload: Upload, before: Date): Promise<boolean> {
  if (upload.state === 'stored' || upload.state === 'refused' || (await isAtWork(tx, upload))) return false
  if (upload.jobId === null) return true
  const [job] = await tx.select({ endedAt: jobs.endedAt }).from(jobs).where(eq(jobs.id, upload.jobId))
  return !job?.endedAt || job.endedAt < before
}
