import { and, eq, sql } from 'drizzle-orm'
import { authorise } from '../../identity/authorise.ts'
import { newPersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordAct } from '../../trail/record-act.ts'
import { requireCells } from '../acceptance/count-cells.ts'
import { cannotReplace, fileEmpty, fileTooLarge, otherSize, sameFile } from './refusals.ts'
import { collectionUploads } from './schema.ts'
import type { Upload } from './stored-parts.ts'
import { MOST_BYTES, PART_SIZE } from './upload.ts'
import { wholeBatch } from './whole-batch.ts'

export interface NewUpload {
  readonly programmeId: string
  readonly officeId: string
  readonly fileName: string
  /** Bytes, 1 to 512 MB. */
  readonly size: number
  /** SHA-256 of the whole file, lower-case hex. */
  readonly digest: string
  /** The batch it corrects. */
  readonly replacesId?: string | null | undefined
}

/**
 * Enters a file that will come in parts, or finds the upload that began with the same bytes and corrects the same batch,
 * however often and by however many at once it is asked. One that was refused or given up begins again, and so does one
 * whose batch was withdrawn or replaced. Refuses `collection/file-empty`, `/file-too-large`, `/other-size`,
 * `/not-assigned`, `/cannot-replace`, `/same-file`, `/batch-not-found`, `identity/not-allowed`.
 */
export async function beginUpload(ctx: Context, wanted: NewUpload): Promise<Upload> {
  if (wanted.size < 1) throw fileEmpty()
  if (wanted.size > MOST_BYTES) throw fileTooLarge(MOST_BYTES)
  return ctx.database.transaction(async (tx) => {
    await authorise(ctx, tx, 'collection.enter', wanted.officeId)
    const { programmeId, officeId, replacesId = null } = wanted
    await requireCells(tx, { programmeId, officeId, counts: [] })
    if (replacesId !== null) await requireReplaceable(tx, { ...wanted, replacesId })
    const upload = await enter(ctx, tx, wanted)
    await recordAct(ctx, tx, { act: 'collection.upload', officeId, about: upload.id })
    return upload
  })
}

/** Step: refuses `collection/cannot-replace` and `/same-file`, unless the batch is the office's own and in proof. */
export async function requireReplaceable(
  handle: Handle,
  {
    replacesId,
    programmeId,
    officeId,
    digest,
  }: Pick<NewUpload, 'programmeId' | 'officeId' | 'digest'> & { readonly replacesId: string },
): Promise<void> {
  const former = await wholeBatch(handle, replacesId)
  if (former.programmeId !== programmeId || former.officeId !== officeId) throw cannotReplace('other-office')
  if (former.fileDigest === digest) throw sameFile()
  if (former.state !== 'in-proof') throw cannotReplace(former.state === 'accepted' ? 'accepted' : 'ended')
}

async function enter(ctx: Context, tx: Transaction, wanted: NewUpload): Promise<Upload> {
  const { programmeId, officeId, fileName, size, digest, replacesId = null } = wanted
  // The same bytes again: whoever comes second waits here for the first, and finds theirs.
  const bytes = `collection-upload/${programmeId}/${officeId}/${digest}`
  await tx.execute(sql`select pg_advisory_xact_lock(hashtextextended(${bytes}, 5))`)
  const found = await livingUpload(tx, wanted)
  if (found) {
    if (found.size !== size) throw otherSize(found.size, size)
    return found
  }
  const id = base64url(ctx.random(16))
  const fresh: typeof collectionUploads.$inferInsert = {
    id,
    programmeId,
    officeId,
    fileName,
    digest,
    size,
    partSize: PART_SIZE,
    replacesId,
    state: 'receiving',
    wrappedKey: newPersonKey(ctx.keyring.fields, id, ctx.random(32)).wrapped,
    startedAt: ctx.now(),
    startedBy: ctx.actor.name,
  }
  const [entered] = await tx.insert(collectionUploads).values(fresh).returning()
  return entered as Upload
}

/** The upload of these bytes that is on its way, or whose batch still stands. */
async function livingUpload(
  tx: Transaction,
  { programmeId, officeId, digest, replacesId = null }: NewUpload,
): Promise<Upload | null> {
  const isThis = and(
    eq(collectionUploads.programmeId, programmeId),
    eq(collectionUploads.officeId, officeId),
    eq(collectionUploads.digest, digest),
    sql`${collectionUploads.replacesId} is not distinct from ${replacesId}`,
  )
  await tx.delete(collectionUploads).where(and(isThis, eq(collectionUploads.state, 'refused')))
  for (const upload of await tx.select().from(collectionUploads).where(isThis)) {
    if (upload.state !== 'stored') return upload
    const { state } = await wholeBatch(tx, upload.id)
    if (state === 'in-proof' || state === 'accepted') return upload
  }
  return null
}
