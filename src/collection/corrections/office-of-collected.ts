import { eq } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { titleRecords } from '../../titles/schema.ts'
import { titleNotFound } from '../reconcile/refusals.ts'

/** Which office reported an accepted title. Refuses `collection/title-not-found`. */
export async function officeOfCollected(handle: Handle, titleId: string): Promise<string> {
  const [title] = await handle
    .select({ officeId: titleRecords.collectedById })
    .from(titleRecords)
    .where(eq(titleRecords.id, titleId))
  if (!title?.officeId) throw titleNotFound()
  return title.officeId
}
