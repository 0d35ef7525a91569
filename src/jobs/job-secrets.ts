import { eq } from 'drizzle-orm'
import {
  NONCE_LENGTH,
  newPersonKey,
  openPersonKey,
  protect,
  protectText,
  reveal,
  revealText,
} from '../people/protect.ts'
import type { Actor, Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { fileMissing } from './refusals.ts'
import { jobSecrets } from './schema.ts'
import type { JobRow } from './take-job.ts'

const fileOfJob = (jobId: string) => ({ column: 'job_secrets.file', row: jobId }) as const
const purposeOfJob = (jobId: string) => ({ column: 'job_secrets.purpose', row: jobId }) as const

/** Step: keeps the job's file and its starter's reason under a data key of its own, which goes when the job ends. */
export async function keepSecrets(
  ctx: Context,
  tx: Transaction,
  jobId: string,
  file: Uint8Array | undefined,
): Promise<void> {
  const { purpose } = ctx.actor
  if (!file && purpose === null) return
  const key = newPersonKey(ctx.keyring.fields, jobId, ctx.random(32))
  const nonce = () => ctx.random(NONCE_LENGTH)
  await tx.insert(jobSecrets).values({
    jobId,
    wrappedKey: key.wrapped,
    file: file ? protect(key, fileOfJob(jobId), file, nonce()) : null,
    purpose: purpose === null ? null : protectText(key, purposeOfJob(jobId), purpose, nonce()),
  })
}

/** Refuses `jobs/file-missing`, and `people/unreadable` when the stored bytes were altered. */
export async function fileOf(ctx: Context, jobId: string): Promise<Uint8Array> {
  const [kept] = await ctx.database.read.select().from(jobSecrets).where(eq(jobSecrets.jobId, jobId))
  if (!kept?.file) throw fileMissing()
  return reveal(openPersonKey(ctx.keyring.fields, jobId, kept.wrappedKey), fileOfJob(jobId), kept.file)
}

/** The one who started it, as every act of the job records them. A job has no session of its own. */
export async function starterOf(ctx: Context, row: JobRow): Promise<Actor> {
  const [kept] = await ctx.database.read.select().from(jobSecrets).where(eq(jobSecrets.jobId, row.id))
  const purpose = kept?.purpose
    ? revealText(
        openPersonKey(ctx.keyring.fields, row.id, kept.wrappedKey),
        purposeOfJob(row.id),
        kept.purpose,
      )
    : null
  return {
    kind: row.actorKind,
    name: row.startedBy,
    personId: row.personId,
    accountId: row.accountId,
    sessionId: null,
    purpose,
  }
}
