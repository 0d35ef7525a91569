import { and, asc, eq, inArray, sql } from 'drizzle-orm'
import { remainingKeys } from '../people/find-keys.ts'
import type { Context } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import { isCurrentTitle } from './current-titles.ts'
import { foldDocument, foldNumber, type PastTitle } from './past-title.ts'
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
        isCurrentTitle(handle),
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
  return opened(ctx, handle, records)
}

/**
 * The collected titles of these persons whose paper names this document, however it is typed: for papers without a number.
 * The caller has seen the holder's own number.
 */
export async function findPastTitlesByDocument(
  ctx: Context,
  handle: Handle,
  document: string,
  personIds: readonly string[],
): Promise<readonly FoundPastTitle[]> {
  if (personIds.length === 0) return []
  const records = await handle
    .select()
    .from(titleRecords)
    .where(
      and(
        inArray(titleRecords.personId, [...personIds]),
        eq(titleRecords.pastDocument, foldDocument(document)),
        eq(titleRecords.source, 'backfilled'),
        isCurrentTitle(handle),
      ),
    )
    .orderBy(asc(titleRecords.id))
  return opened(ctx, handle, records)
}

async function opened(
  ctx: Context,
  handle: Handle,
  records: readonly (typeof titleRecords.$inferSelect)[],
): Promise<readonly FoundPastTitle[]> {
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
