import { and, eq, sql } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { hex } from '../../signing/bytes.ts'
import { sha256 } from '../../signing/sha256.ts'
import { findUpload } from './find-upload.ts'
import { noSuchPart, partDiffers, uploadClosed } from './refusals.ts'
import { collectionParts, collectionUploads } from './schema.ts'
import { partRow, type Upload } from './stored-parts.ts'
import { partCount } from './upload.ts'

export interface Part {
  readonly uploadId: string
  /** From 0. */
  readonly number: number
  readonly bytes: Uint8Array
  /** SHA-256 of the part, lower-case hex; what arrives otherwise is refused. */
  readonly digest: string
}

/**
 * Keeps one part of a file, encrypted; the same part again is no fault. Refuses `collection/upload-not-found`,
 * `/upload-closed`, `/no-such-part`, `/part-differs`.
 */
export async function takePart(ctx: Context, part: Part): Promise<void> {
  const { read } = ctx.database
  const upload = await findUpload(ctx, read, part.uploadId, 'collection.enter')
  if (upload.state !== 'receiving') throw uploadClosed()
  refuseOther(upload, part)
  const row = partRow(ctx, upload, { kind: 'file', number: part.number, bytes: part.bytes })
  // One statement, so no transaction: it adds nothing to an upload that has been completed meanwhile.
  await read
    .insert(collectionParts)
    .select(
      read
        .select({
          uploadId: sql<string>`${row.uploadId}`.as('upload_id'),
          kind: sql<'file'>`${row.kind}`.as('kind'),
          number: sql<number>`${row.number}::integer`.as('number'),
          digest: sql<string>`${row.digest}`.as('digest'),
          content: sql<Uint8Array>`${row.content}::bytea`.as('content_sealed'),
        })
        .from(collectionUploads)
        .where(and(eq(collectionUploads.id, upload.id), eq(collectionUploads.state, 'receiving'))),
    )
    .onConflictDoNothing()
  const [kept] = await read
    .select({ digest: collectionParts.digest })
    .from(collectionParts)
    .where(
      and(
        eq(collectionParts.uploadId, upload.id),
        eq(collectionParts.kind, 'file'),
        eq(collectionParts.number, part.number),
      ),
    )
  if (!kept) throw uploadClosed()
  if (kept.digest !== part.digest) throw partDiffers(part.number, 'stored')
}

function refuseOther({ size, partSize }: Upload, { number, bytes, digest }: Part): void {
  const parts = partCount(size, partSize)
  if (!Number.isInteger(number) || number < 0 || number >= parts) throw noSuchPart(parts)
  const length = number === parts - 1 ? size - number * partSize : partSize
  if (bytes.length !== length) throw partDiffers(number, 'length')
  if (hex(sha256(bytes)) !== digest) throw partDiffers(number, 'digest')
}
