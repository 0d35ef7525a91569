import { and, desc, eq, ne } from 'drizzle-orm'
import type { Act } from '../../identity/act.ts'
import { authorise, inScope, officesFor } from '../../identity/authorise.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { uploadNotFound } from './refusals.ts'
import { collectionUploads } from './schema.ts'
import { partsOf, type Upload } from './stored-parts.ts'
import { partCount } from './upload.ts'

/** An upload in the actor's reach. Refuses `collection/upload-not-found`, also for one that is not theirs to see. */
export async function findUpload(
  ctx: Context,
  handle: Handle,
  uploadId: string,
  act: Act = 'collection.see',
): Promise<Upload> {
  const [upload] = await handle.select().from(collectionUploads).where(eq(collectionUploads.id, uploadId))
  if (!upload) throw uploadNotFound(uploadId)
  await authorise(ctx, handle, act, upload.officeId, uploadNotFound(uploadId))
  return upload
}

/** Step: the upload, and nobody else changes its state until commit. The caller has authorised. */
export async function holdUpload(tx: Transaction, uploadId: string): Promise<Upload> {
  const [upload] = await tx
    .select()
    .from(collectionUploads)
    .where(eq(collectionUploads.id, uploadId))
    .for('update')
  if (!upload) throw uploadNotFound(uploadId)
  return upload
}

/** Which office an upload is about. Refuses `collection/upload-not-found`. */
export async function officeOfUpload(handle: Handle, uploadId: string): Promise<string> {
  const [upload] = await handle
    .select({ officeId: collectionUploads.officeId })
    .from(collectionUploads)
    .where(eq(collectionUploads.id, uploadId))
  if (!upload) throw uploadNotFound(uploadId)
  return upload.officeId
}

/** Numbers of the parts that have not come yet. */
export async function missingParts(
  handle: Handle,
  { id, size, partSize }: Upload,
): Promise<readonly number[]> {
  const come = new Set((await partsOf(handle, id)).map(({ number }) => number))
  return Array.from({ length: partCount(size, partSize) }, (_, i) => i).filter((i) => !come.has(i))
}

/** Uploads in reach that are no batch yet, the latest first. */
export async function listUploads(ctx: Context, handle: Handle): Promise<readonly Upload[]> {
  return handle
    .select()
    .from(collectionUploads)
    .where(
      and(
        inScope(await officesFor(ctx, handle, 'collection.see'), collectionUploads.officeId),
        ne(collectionUploads.state, 'stored'),
      ),
    )
    .orderBy(desc(collectionUploads.startedAt))
    .limit(100)
}
