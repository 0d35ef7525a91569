import { createHash } from 'node:crypto'
import { setImmediate as breath } from 'node:timers/promises'
import type { Context } from '../../platform/context.ts'
import { hex } from '../../signing/bytes.ts'
import { sha256 } from '../../signing/sha256.ts'
import { beginUpload, type NewUpload } from './begin-upload.ts'
import { completeUpload } from './complete-upload.ts'
import { missingParts } from './find-upload.ts'
import type { Upload } from './stored-parts.ts'
import { takePart } from './take-part.ts'

/** Hashed without holding anybody up. */
const HASHED_AT_ONCE = 4 * 1024 * 1024

/**
 * A file that came whole, from a form: the same as if it had come in parts, so what a broken connection left behind is
 * gone on with. Refuses as `beginUpload` and `completeUpload` do.
 */
export async function takeFile(
  ctx: Context,
  { bytes, ...file }: Omit<NewUpload, 'size' | 'digest'> & { readonly bytes: Uint8Array },
): Promise<Upload> {
  const hash = createHash('sha256')
  for (let at = 0; at < bytes.length; at += HASHED_AT_ONCE) {
    hash.update(bytes.subarray(at, at + HASHED_AT_ONCE))
    await breath()
  }
  const upload = await beginUpload(ctx, { ...file, size: bytes.length, digest: hash.digest('hex') })
  if (upload.state !== 'receiving') return completeUpload(ctx, upload.id)
  for (const number of await missingParts(ctx.database.read, upload)) {
    const part = bytes.subarray(number * upload.partSize, (number + 1) * upload.partSize)
    await takePart(ctx, { uploadId: upload.id, number, bytes: part, digest: hex(sha256(part)) })
  }
  return completeUpload(ctx, upload.id)
}
