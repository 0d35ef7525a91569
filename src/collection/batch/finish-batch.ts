import { eq } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import type { RunningJob } from '../../jobs/job.ts'
import { appendEntries } from '../../ledger/append.ts'
import { entryRecord } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { recordAct } from '../../trail/record-act.ts'
import { putInProof, takeFromProof } from '../acceptance/count-cells.ts'
import { holdAssignment } from '../programme/find-programme.ts'
import { requireReplaceable } from './begin-upload.ts'
import { holdUpload } from './find-upload.ts'
import { collectionBatches, collectionUploads, sealedCollectionBatches } from './schema.ts'
import { dropParts } from './stored-parts.ts'
import { wholeBatch } from './whole-batch.ts'

/**
 * The last transaction of an upload: every row of it is stored, and from here on it is a batch whose cells are in proof; a
 * batch it corrects has ended. Refuses as `putInProof` and `requireReplaceable` do, when that changed meanwhile.
 */
export async function finishBatch(ctx: Context, job: RunningJob, uploadId: string): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'collection.enter', job.officeId)
    await job.holdLease(tx)
    const upload = await holdUpload(tx, uploadId)
    const { contents, programmeId, officeId, replacesId, digest, rowsDigest } = upload
    if (upload.state === 'stored') return
    if (contents === null || upload.storedThrough !== contents.rows)
      throw new Error('a batch was finished before its last row')
    // Whoever accepts or withdraws what it corrects waits, or was before us.
    await holdAssignment(tx, programmeId, officeId)
    const share = { programmeId, officeId, counts: contents.cells }
    if (replacesId !== null) {
      await requireReplaceable(tx, { programmeId, officeId, digest, replacesId })
      const { cells } = await wholeBatch(tx, replacesId)
      await takeFromProof(tx, { programmeId, officeId, counts: cells })
    }
    await putInProof(tx, share)

    const record = entryRecord(ctx.random(16))
    const { cells, numberless, flawed, mending } = contents
    const batch = {
      id: uploadId,
      programmeId,
      officeId,
      fileName: upload.fileName,
      fileDigest: digest,
      digest: rowsDigest,
      rowCount: contents.rows,
      cells,
      numberless,
      flawed,
      mending,
      replacesId,
      storedOn: ctx.today(),
      storedBy: ctx.actor.name,
    }
    const { rows, sealRoot } = sealRows(sealedCollectionBatches, record, [batch], ctx.random(32))
    await tx.insert(collectionBatches).values([...rows])
    await tx.update(collectionUploads).set({ state: 'stored' }).where(eq(collectionUploads.id, uploadId))
    await dropParts(tx, uploadId, 'file')
    await recordAct(ctx, tx, {
      act: 'collection.enter',
      officeId,
      about: uploadId,
      facts: { rows: contents.rows, cells: cells.length },
    })
    await appendEntries(tx, [
      {
        type: 'collection.stored',
        record,
        day: ctx.today(),
        seals: { collection_batches: sealRoot },
        facts: { batch: uploadId, digest: rowsDigest, rows: contents.rows, cells: cells.length },
      },
    ])
  })
}
