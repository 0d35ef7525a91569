import { and, asc, eq } from 'drizzle-orm'
import type { Context } from '../../platform/context.ts'
import { concat, fromUtf8 } from '../../signing/bytes.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import { findUpload } from './find-upload.ts'
import { noMarkedCopy } from './refusals.ts'
import { collectionParts } from './schema.ts'
import { partOf, uploadKey, type PartKind, type Upload } from './stored-parts.ts'

/** The file as it was brought, its cells marked with what is wrong. Refuses `collection/upload-not-found`, `/no-marked-copy`. */
export async function readMarked(ctx: Context, uploadId: string): Promise<Uint8Array> {
  const marked = await kept(ctx, await findUpload(ctx, ctx.database.read, uploadId), 'marked')
  if (marked === null) throw noMarkedCopy()
  return marked
}

/** What is wrong with a file, cell by cell; for who brought it and nobody else. Refuses `collection/upload-not-found`. */
export async function readDefects(ctx: Context, uploadId: string): Promise<readonly Defect[]> {
  const text = await kept(ctx, await findUpload(ctx, ctx.database.read, uploadId), 'defects')
  return text === null ? [] : (JSON.parse(fromUtf8(text)) as readonly Defect[])
}

async function kept(ctx: Context, upload: Upload, kind: PartKind): Promise<Uint8Array | null> {
  const { read } = ctx.database
  const pieces = await read
    .select({ number: collectionParts.number })
    .from(collectionParts)
    .where(and(eq(collectionParts.uploadId, upload.id), eq(collectionParts.kind, kind)))
    .orderBy(asc(collectionParts.number))
  if (pieces.length === 0) return null
  const key = uploadKey(ctx, upload)
  const bytes: Uint8Array[] = []
  for (const { number } of pieces) bytes.push(await partOf(read, key, { kind, number }))
  return concat(...bytes)
}
