import { count, isNotNull } from 'drizzle-orm'
import type { Transaction } from '../platform/database.ts'
import { filesInHand } from './refusals.ts'
import { jobSecrets } from './schema.ts'

/**
 * Step: nobody is forgotten while a handed-in file may still hold them: it goes with its job, whatever its end. Refuses
 * `jobs/files-in-hand`.
 */
export async function refuseWhileFilesWait(tx: Transaction): Promise<void> {
  const [waiting] = await tx.select({ n: count() }).from(jobSecrets).where(isNotNull(jobSecrets.file))
  if (waiting && waiting.n > 0) throw filesInHand(waiting.n)
}
