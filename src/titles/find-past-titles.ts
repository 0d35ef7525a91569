import { and, asc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { personKeys } from '../people/find-keys.ts'
import { revealText, type PersonKey } from '../people/protect.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { foldNumber, type PastTitle } from './past-title.ts'
import { titleRecords } from './schema.ts'

/** A title collected from the past, with its holder's name opened for one comparison. */
export interface FoundPastTitle {
  readonly record: typeof titleRecords.$inferSelect
  readonly past: PastTitle
  readonly name: string
}

// Papers of different offices share numbers like 001: more than these under one number are no answer.
const MOST = 50

const later = alias(titleRecords, 'later')

/** The collected titles whose paper carries this number, however it is typed, each as last corrected. */
export async function findPastTitles(
  ctx: Context,
  handle: Handle,
  number: string,
): Promise<readonly FoundPastTitle[]> {
  const records = await handle
    .select()
    .from(titleRecords)
    .where(
      and(
        eq(titleRecords.pastNumber, foldNumber(number)),
        eq(titleRecords.source, 'backfilled'),
        sql`not exists (${handle
          .select({ one: sql`1` })
          .from(later)
          .where(eq(later.replaces, titleRecords.id))})`,
      ),
    )
    .orderBy(asc(titleRecords.id))
    .limit(MOST)
  const keys = await personKeys(
    ctx,
    handle,
    records.map(({ personId }) => personId),
  )
  return records.flatMap((record) => {
    if (record.past === null) return []
    const key = keys.get(record.personId) as PersonKey
    const name = revealText(key, { column: 'title_records.name', row: record.id }, record.name)
    return [{ record, past: record.past, name }]
  })
}
