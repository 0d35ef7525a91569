import { eq } from 'drizzle-orm'
import type { RunningJob } from '../../jobs/job.ts'
import { appendEntries } from '../../ledger/append.ts'
import { storeInBulk } from '../../people/in-bulk.ts'
import type { Context } from '../../platform/context.ts'
import { copyWritten, type Transaction } from '../../platform/database.ts'
import { fromHex, hex } from '../../signing/bytes.ts'
import { holdUpload } from './find-upload.ts'
import { digestNext } from './rows-digest.ts'
import { collectionParts, collectionRows, collectionUploads } from './schema.ts'
import { dropParts, partRow, type Upload } from './stored-parts.ts'
import type { Findings, RowSet } from './thread-talk.ts'
import { PART_SIZE, type BatchContents, type UploadState } from './upload.ts'

// The transactions of one upload's job: they hold its lease, so whoever lost it changes nothing any more.

/**
 * Stores one set of rows and its new persons, sealed under an entry of their own, and remembers how far we are: a crash
 * leaves the sets before it and nothing of this one. Fails on `persons_blind_index` when somebody else has registered one
 * of them since.
 */
export async function storeSet(ctx: Context, job: RunningJob, uploadId: string, set: RowSet): Promise<void> {
  await ctx.database.transaction(async (tx) => {
    await job.holdLease(tx)
    const upload = await holdUpload(tx, uploadId)
    if (upload.state !== 'storing' || upload.storedThrough + 1 !== set.from)
      throw new Error('the rows of an upload do not follow each other')
    await storeInBulk(tx, set.persons)
    await copyWritten(tx, collectionRows, set.rows)
    await tx
      .update(collectionUploads)
      .set({
        storedThrough: set.through,
        rowsDigest: hex(digestNext(fromHex(upload.rowsDigest), set.rowRoot)),
      })
      .where(eq(collectionUploads.id, uploadId))
    const rows = set.through - set.from + 1
    await appendEntries(tx, [
      {
        type: 'collection.rows-stored',
        record: set.record,
        day: ctx.today(),
        seals: {
          collection_rows: { root: set.rowRoot, rows },
          ...(set.personCount > 0 ? { persons: { root: set.personRoot, rows: set.personCount } } : {}),
        },
        facts: { batch: uploadId, from: set.from, through: set.through },
      },
    ])
  })
}

/** Keeps what was found of a file: stored next when `contents` says of what, else never. */
export async function keepFindings(
  ctx: Context,
  job: RunningJob,
  upload: Upload,
  kept: {
    readonly state: UploadState
    readonly findings: Findings | null
    readonly contents: BatchContents | null
    readonly rowsDigest: string
  },
): Promise<Upload> {
  return ctx.database.transaction(async (tx) => {
    await job.holdLease(tx)
    const { judged = 0, refusals = 0, warnings = 0, defects = null, marked = null } = kept.findings ?? {}
    if (kept.state !== 'storing') await dropParts(tx, upload.id)
    if (defects) await keepPieces(ctx, tx, upload, 'defects', defects)
    if (marked) await keepPieces(ctx, tx, upload, 'marked', marked)
    const { state, contents, rowsDigest } = kept
    const [row] = await tx
      .update(collectionUploads)
      .set({ state, contents, rowsDigest, judged, refusals, warnings })
      .where(eq(collectionUploads.id, upload.id))
      .returning()
    return row as Upload
  })
}

async function keepPieces(
  ctx: Context,
  tx: Transaction,
  upload: Upload,
  kind: 'defects' | 'marked',
  bytes: Uint8Array,
): Promise<void> {
  for (let number = 0; number * PART_SIZE < bytes.length; number++) {
    const piece = bytes.subarray(number * PART_SIZE, (number + 1) * PART_SIZE)
    await tx.insert(collectionParts).values(partRow(ctx, upload, { kind, number, bytes: piece }))
  }
}
