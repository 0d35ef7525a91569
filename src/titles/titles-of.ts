import { and, asc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { remainingKeys } from '../people/find-keys.ts'
import { revealText, type PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { titleRecords } from './schema.ts'

export interface NamedTitle {
  readonly record: typeof titleRecords.$inferSelect
  readonly holder: { readonly name: string; readonly key: PersonKey }
}

const later = alias(titleRecords, 'later')

/**
 * Step: the titles a document confers, each as last corrected, in its own order, each with its holder's name opened for
 * this act; without those of erased persons, for whom nothing can be made any more.
 */
export async function titlesOfDocument(
  ctx: Context,
  handle: Handle,
  documentId: string,
): Promise<readonly NamedTitle[]> {
  const records = await handle
    .select()
    .from(titleRecords)
    .where(
      and(
        eq(titleRecords.documentId, documentId),
        sql`not exists (${handle
          .select({ one: sql`1` })
          .from(later)
          .where(eq(later.replaces, titleRecords.id))})`,
      ),
    )
    .orderBy(asc(titleRecords.position))
  const keys = await remainingKeys(
    ctx,
    handle,
    records.map(({ personId }) => personId),
  )
  return records.flatMap((record) => {
    const key = keys.get(record.personId)
    if (!key) return []
    const name = revealText(key, { column: 'title_records.name', row: record.id }, record.name)
    return [{ record, holder: { name, key } }]
  })
}
