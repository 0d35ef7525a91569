import { createHash } from 'node:crypto'
import { beginUpload } from '../../../src/collection/batch/begin-upload.ts'
import { completeUpload } from '../../../src/collection/batch/complete-upload.ts'
import { storeJob } from '../../../src/collection/batch/store-job.ts'
import { takePart } from '../../../src/collection/batch/take-part.ts'
import { pastList, type PastList } from '../../../src/demo/past-list.ts'
import { runNextJob } from '../../../src/jobs/run-next-job.ts'
import type { Context } from '../../../src/platform/context.ts'

export const sha256Hex = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex')

export const csv = (list: PastList): Uint8Array => new TextEncoder().encode([...pastList(list)].join(''))

export interface Sent {
  readonly programmeId: string
  readonly officeId: string
  readonly bytes: Uint8Array
  readonly replacesId?: string
}

/** Sends a file whole, as its own parts; answers the upload's id. */
export async function send(ctx: Context, { bytes, ...to }: Sent): Promise<string> {
  const begun = await beginUpload(ctx, {
    ...to,
    fileName: '历年.csv',
    size: bytes.length,
    digest: sha256Hex(bytes),
  })
  for (let number = 0; begun.state === 'receiving' && number * begun.partSize < bytes.length; number++) {
    const part = bytes.slice(number * begun.partSize, (number + 1) * begun.partSize)
    await takePart(ctx, { uploadId: begun.id, number, bytes: part, digest: sha256Hex(part) })
  }
  await completeUpload(ctx, begun.id)
  return begun.id
}

/** Runs what waits; what broke is thrown. */
export async function work(ctx: Context): Promise<void> {
  let broken: unknown = null
  await runNextJob(ctx, [storeJob], { leaseMs: 60_000, log: (error) => (broken = error) })
  if (broken !== null) throw broken
}

export async function stored(ctx: Context, sent: Sent): Promise<string> {
  const id = await send(ctx, sent)
  await work(ctx)
  return id
}
