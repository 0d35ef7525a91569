import { eq } from 'drizzle-orm'
import type { SealRoot } from '../../ledger/entry.ts'
import { sealRows } from '../../ledger/seal.ts'
import { NONCE_LENGTH, protect, reveal, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle, Transaction } from '../../platform/database.ts'
import { imitatesStructure } from '../../rendering/attachment.ts'
import { readPhoto } from '../../rendering/photo.ts'
import { photoUnusable } from '../../rendering/refusals.ts'
import { certificatePhotos, sealedCertificatePhotos } from '../schema.ts'

const placeOf = (certificateId: string) =>
  ({ column: 'certificate_photos.photo', row: certificateId }) as const

/** A picture a certificate can show, without what phones write beside it. Refuses `rendering/photo-unusable`. */
export function acceptedPhoto(jpeg: Uint8Array): Uint8Array {
  const { bytes } = readPhoto(jpeg)
  if (imitatesStructure(bytes)) throw photoUnusable('含有不属于图像的内容')
  return bytes
}

/** The holder's picture on a certificate; null when it has none. */
export async function photoOf(
  handle: Handle,
  certificateId: string,
  holder: PersonKey,
): Promise<Uint8Array | null> {
  const [row] = await handle
    .select({ photo: certificatePhotos.photo })
    .from(certificatePhotos)
    .where(eq(certificatePhotos.id, certificateId))
  return row ? reveal(holder, placeOf(certificateId), row.photo) : null
}

/** Step: keeps a picture under the entry `entryRecord`, which puts the answer in its `seals.certificate_photos`. */
export async function keepPhoto(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  of: { readonly certificateId: string; readonly holder: PersonKey; readonly photo: Uint8Array },
): Promise<SealRoot> {
  const photo = protect(of.holder, placeOf(of.certificateId), of.photo, ctx.random(NONCE_LENGTH))
  const { rows, sealRoot } = sealRows(
    sealedCertificatePhotos,
    entryRecord,
    [{ id: of.certificateId, photo }],
    ctx.random(32),
  )
  await tx.insert(certificatePhotos).values([...rows])
  return sealRoot
}
