import { desc, eq } from 'drizzle-orm'
import type { Handle } from '../../platform/database.ts'
import { publicListRules } from './schema.ts'

export type PublicListRule = typeof publicListRules.$inferSelect

/** How an office's list was set last; null: never, so there is none. */
export async function publicListRule(handle: Handle, officeId: string): Promise<PublicListRule | null> {
  const [row] = await handle
    .select()
    .from(publicListRules)
    .where(eq(publicListRules.officeId, officeId))
    .orderBy(desc(publicListRules.position))
    .limit(1)
  return row ?? null
}
