import { eq, inArray } from 'drizzle-orm'
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
  return row ? openTitleName(holder, titleId, row.name) : null
}

/** The same, sealed, of up to a thousand titles in one question. */
export async function sealedTitleNames(
  handle: Handle,
  titleIds: readonly string[],
): Promise<ReadonlyMap<string, Uint8Array>> {
  if (titleIds.length === 0) return new Map()
  const rows = await handle
    .select({ id: titleRecords.id, name: titleRecords.name })
    .from(titleRecords)
    .where(inArray(titleRecords.id, [...titleIds]))
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Refuses `people/unreadable`. */
export const openTitleName = (holder: PersonKey, titleId: string, sealed: Uint8Array): string =>
  revealText(holder, { column: 'title_records.name', row: titleId }, sealed)
