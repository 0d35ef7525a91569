import { eq } from 'drizzle-orm'
import { revealText, type PersonKey } from '../people/protect.ts'
import type { Handle } from '../platform/database.ts'
import { titleRecords } from './schema.ts'

/** The holder's name as a title's own list gave it; null when there is no such title. Refuses `people/unreadable`. */
export async function nameOfTitle(
  handle: Handle,
  titleId: string,
  holder: PersonKey,
): Promise<string | null> {
  const [row] = await handle
    .select({ name: titleRecords.name })
    .from(titleRecords)
    .where(eq(titleRecords.id, titleId))
  return row ? revealText(holder, { column: 'title_records.name', row: titleId }, row.name) : null
}
