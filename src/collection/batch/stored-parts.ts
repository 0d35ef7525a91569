import { setImmediate as breath } from 'node:timers/promises'
import { and, asc, eq } from 'drizzle-orm'
import { NONCE_LENGTH, openPersonKey, protect, reveal, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import { readBytes, type Handle, type Transaction } from '../../platform/database.ts'
import { hex } from '../../signing/bytes.ts'
import { sha256 } from '../../signing/sha256.ts'
import { partMissing } from './refusals.ts'
import { collectionParts, type collectionUploads } from './schema.ts'

export type Upload = typeof collectionUploads.$inferSelect
export type PartKind = (typeof collectionParts.$inferSelect)['kind']

/** The key an upload's pieces lie under: not a person's, but made, wrapped and destroyed like one. */
export const uploadKey = (ctx: Context, { id, wrappedKey }: Upload): PersonKey =>
  openPersonKey(ctx.keyring.fields, id, wrappedKey)

const placeOf = (uploadId: string, kind: PartKind, number: number) =>
  ({ column: 'collection_parts.content', row: `${uploadId}.${kind}.${number}` }) as const

/** A part as its insert wants it. */
export function partRow(
  ctx: Context,
  upload: Upload,
  { kind, number, bytes }: { readonly kind: PartKind; readonly number: number; readonly bytes: Uint8Array },
): typeof collectionParts.$inferInsert {
  return {
    uploadId: upload.id,
    kind,
    number,
    digest: hex(sha256(bytes)),
    content: protect(
      uploadKey(ctx, upload),
      placeOf(upload.id, kind, number),
      bytes,
      ctx.random(NONCE_LENGTH),
    ),
  }
}

/** Refuses `collection/part-missing`, and `people/unreadable` when the stored bytes were altered. */
export async function partOf(
  handle: Handle,
  key: PersonKey,
  { kind, number }: { readonly kind: PartKind; readonly number: number },
): Promise<Uint8Array> {
  const uploadId = key.personId
  // As text a million bytes would be two, spelled out on both sides. The id is ours: letters, digits, - and _.
  const stored = await readBytes(
    handle,
    `select content_sealed from collection_parts where upload_id = '${uploadId.replaceAll(/[^\w-]/g, '')}' and kind = '${kind}' and number = ${number}`,
  )
  if (stored.length === 0) throw partMissing()
  return reveal(key, placeOf(uploadId, kind, number), stored)
}

/** Step: numbers and digests of the file's parts that have come, in order. */
export const partsOf = (
  handle: Handle,
  uploadId: string,
): Promise<{ readonly number: number; readonly digest: string }[]> =>
  handle
    .select({ number: collectionParts.number, digest: collectionParts.digest })
    .from(collectionParts)
    .where(and(eq(collectionParts.uploadId, uploadId), eq(collectionParts.kind, 'file')))
    .orderBy(asc(collectionParts.number))

/**
 * Step: forgets the pieces of an upload, of one kind or all of them. One after the other: a hundred at once would hold up
 * everybody whom PGlite serves.
 */
export async function dropParts(tx: Transaction, uploadId: string, kind?: PartKind): Promise<void> {
  const pieces = and(eq(collectionParts.uploadId, uploadId), kind && eq(collectionParts.kind, kind))
  const found = await tx
    .select({ kind: collectionParts.kind, number: collectionParts.number })
    .from(collectionParts)
    .where(pieces)
  for (const { kind: sort, number } of found) {
    await tx
      .delete(collectionParts)
      .where(and(pieces, eq(collectionParts.kind, sort), eq(collectionParts.number, number)))
    await breath()
  }
}
