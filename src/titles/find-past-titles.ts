import { and, asc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import { remainingKeys } from '../people/find-keys.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { foldNumber, type PastTitle } from './past-title.ts'
import { titleRecords } from './schema.ts'
import { openTitleName } from './title-name.ts'

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
export const findPastTitles = async (
  ctx: Context,
  handle: Handle,
  number: string,
): Promise<readonly FoundPastTitle[]> => findPastTitlesAmong(ctx, handle, [number])

/** The same of up to a thousand numbers, in one question. */
export async function findPastTitlesAmong(
  ctx: Context,
  handle: Handle,
  numbers: readonly string[],
): Promise<readonly FoundPastTitle[]> {
  const folded = [...new Set(numbers.map(foldNumber))]
  const ofNumber = handle
    .select({ id: titleRecords.id })
    .from(titleRecords)
    .where(
      and(
        sql`${titleRecords.pastNumber} = asked.number`,
        eq(titleRecords.source, 'backfilled'),
        sql`not exists (${handle
          .select({ one: sql`1` })
          .from(later)
          .where(eq(later.replaces, titleRecords.id))})`,
      ),
    )
    .orderBy(asc(titleRecords.id))
    .limit(MOST)
  const records = await handle
    .select()
    .from(titleRecords)
    .where(
      sql`${titleRecords.id} in (select found.id from unnest(${sql.param(folded)}::text[]) asked(number), lateral (${ofNumber}) found)`,
    )
    .orderBy(asc(titleRecords.id))
  const keys = await remainingKeys(
    ctx,
    handle,
    records.map(({ personId }) => personId),
  )
  return records.flatMap((record) => {
    const key = keys.get(record.personId)
    if (record.past === null || key === undefined) return []
    const name = openTitleName(key, record.id, record.name)
    return [{ record, past: record.past, name }]
  })
}
