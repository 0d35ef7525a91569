import { sql } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import type { JobData } from './job.ts'
import { keepSecrets } from './job-secrets.ts'
import { fileTooLarge } from './refusals.ts'
import { jobs } from './schema.ts'

export const MOST_FILE_BYTES = 32 * 1_048_576

export interface NewJob {
  readonly kind: string
  readonly officeId: string
  /** Ids, codes and numbers of things; never a person's name or number. */
  readonly input: JobData
  /** Up to 32 MB; kept encrypted until the job ends. */
  readonly file?: Uint8Array
}

/**
 * Step: enters long work, to be run by any process of this service as the one who starts it, and answers its id. It
 * is taken up only after the caller's transaction commits. The caller has authorised and records it. Refuses
 * `jobs/file-too-large`.
 */
export async function startJob(ctx: Context, tx: Transaction, job: NewJob): Promise<string> {
  if (job.file && job.file.length > MOST_FILE_BYTES) throw fileTooLarge(MOST_FILE_BYTES)
  const id = base64url(ctx.random(16))
  await tx.insert(jobs).values({
    id,
    kind: job.kind,
    officeId: job.officeId,
    startedBy: ctx.actor.name,
    actorKind: ctx.actor.kind,
    personId: ctx.actor.personId,
    accountId: ctx.actor.accountId,
    input: job.input,
    status: 'waiting',
    done: 0,
    total: 0,
    attempts: 0,
    isCancelling: false,
    leaseUntil: sql`clock_timestamp()`,
    startedAt: ctx.now(),
  })
  await keepSecrets(ctx, tx, id, job.file)
  return id
}
