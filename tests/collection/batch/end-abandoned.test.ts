import { eq } from 'drizzle-orm'
import { describe, expect } from 'vitest'
import { beginUpload } from '../../../src/collection/batch/begin-upload.ts'
import { endAbandoned, KEPT_DAYS } from '../../../src/collection/batch/end-abandoned.ts'
import {
  collectionBatches,
  collectionParts,
  collectionRows,
  collectionUploads,
} from '../../../src/collection/batch/schema.ts'
import { storeJob } from '../../../src/collection/batch/store-job.ts'
import { SET_ROWS } from '../../../src/collection/batch/stream-sets.ts'
import { takePart } from '../../../src/collection/batch/take-part.ts'
import { cancelJob } from '../../../src/jobs/cancel-job.ts'
import { runNextJob } from '../../../src/jobs/run-next-job.ts'
import type { Context } from '../../../src/platform/context.ts'
import type { Database } from '../../../src/platform/database.ts'
import { trailRecords } from '../../../src/trail/schema.ts'
import { databaseTest as it } from '../../support/database.ts'
import { collectionAtWork } from '../at-work.ts'
import { collectEntryDefects } from './defects.ts'
import { csv, send, sha256Hex, stored, work } from './uploads.ts'

const later = (ctx: Context, days: number): Context => {
  const now = new Date(ctx.now().getTime() + days * 86_400_000)
  return { ...ctx, now: () => now }
}
const end = (ctx: Context, days: number) =>
  endAbandoned(later(ctx, days), (error) => {
    throw error
  })
const uploads = (database: Database) => database.read.$count(collectionUploads)

/** The job of an upload, cancelled by whoever sent it. */
async function cancelled(by: Context, uploadId: string): Promise<void> {
  const [upload] = await by.database.read
    .select({ jobId: collectionUploads.jobId })
    .from(collectionUploads)
    .where(eq(collectionUploads.id, uploadId))
  await cancelJob(by, upload?.jobId ?? '')
}

/** Breaks off in its nth transaction. */
const breaking = (database: Database, at: number): Database => {
  let transactions = 0
  return {
    kind: database.kind,
    get read() {
      return database.read
    },
    transaction: (act) =>
      database.transaction(async (tx) => {
        if (++transactions === at) throw new Error('broken off')
        return act(tx)
      }),
    close: () => database.close(),
  }
}

describe('an upload nobody goes on with', () => {
  it('is forgotten after a month, parts and all, recorded, and may begin again', async ({ database }) => {
    const { ctx, officer, programmeId, officeId } = await collectionAtWork(database)
    const bytes = csv({ people: 3 })
    const file = { fileName: '历年.csv', size: bytes.length, digest: sha256Hex(bytes) }
    const { id } = await beginUpload(officer, { programmeId, officeId, ...file })
    await takePart(officer, { uploadId: id, number: 0, bytes, digest: sha256Hex(bytes) })
    expect(await end(ctx, KEPT_DAYS - 1)).toBe(0)
    expect(await database.read.$count(collectionParts)).toBe(1)
    expect(await end(ctx, KEPT_DAYS + 1)).toBe(1)
    expect(await uploads(database)).toBe(0)
    expect(await database.read.$count(collectionParts)).toBe(0)
    const records = await database.read.select().from(trailRecords).where(eq(trailRecords.about, id))
    expect(records.at(-1)).toMatchObject({
      act: 'collection.enter',
      officeId,
      facts: expect.stringContaining('abandoned'),
    })
    await stored(officer, { programmeId, officeId, bytes })
    expect(await database.read.$count(collectionRows)).toBe(3)
  })

  it('is kept while its job waits, and for a month after the job has ended', async ({ database }) => {
    const { ctx, officer, programmeId, officeId } = await collectionAtWork(database)
    const id = await send(officer, { programmeId, officeId, bytes: csv({ people: 3 }) })
    expect(await end(ctx, 90)).toBe(0)
    await cancelled(later(officer, 90), id)
    expect(await end(ctx, 91)).toBe(0)
    expect(await end(ctx, 90 + KEPT_DAYS + 1)).toBe(1)
    expect(await uploads(database)).toBe(0)
  })

  it('leaves a batch alone', async ({ database }) => {
    const { ctx, officer, programmeId, officeId } = await collectionAtWork(database)
    await stored(officer, { programmeId, officeId, bytes: csv({ people: 3 }) })
    expect(await end(ctx, 400)).toBe(0)
    expect(await uploads(database)).toBe(1)
  })

  it('leaves rows stored before as they were sealed, in no batch; the same file is a new upload', async ({
    database,
  }) => {
    const { ctx, officer, programmeId, officeId } = await collectionAtWork(database)
    const sent = { programmeId, officeId, bytes: csv({ people: SET_ROWS + 1 }) }
    const id = await send(officer, sent)
    // 1 takes the job, 2 keeps what judging found, 3 stores the first set.
    const broken: unknown[] = []
    const acting = { ...officer, database: breaking(database, 4) }
    await runNextJob(acting, [storeJob], { leaseMs: 60_000, log: (error) => broken.push(error) })
    expect(broken).toHaveLength(1)
    expect(await database.read.$count(collectionRows)).toBe(SET_ROWS)
    await cancelled(officer, id)
    expect(await end(ctx, KEPT_DAYS + 1)).toBe(1)
    expect(await database.read.$count(collectionParts)).toBe(0)
    expect(await database.read.$count(collectionRows, eq(collectionRows.batchId, id))).toBe(SET_ROWS)
    expect(await collectEntryDefects(officer)).toEqual([])

    const again = await send(officer, sent)
    expect(again).not.toBe(id)
    await work(officer)
    expect(await database.read.$count(collectionBatches)).toBe(1)
    expect(await collectEntryDefects(officer)).toEqual([])
  })
})
