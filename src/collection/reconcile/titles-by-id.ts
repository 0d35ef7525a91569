import { and, sql } from 'drizzle-orm'
import { remainingKeys } from '../../people/find-keys.ts'
import type { PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { isCurrentTitle, type TitleRecord } from '../../titles/current-titles.ts'
import { titleRecords } from '../../titles/schema.ts'
import type { ToldTitle } from './compare-titles.ts'
import { toldOf, toldTitles } from './told-title.ts'

/** A title in force, with what it says opened for one act; without a key when its person was erased. */
export interface OpenedTitle {
  readonly title: TitleRecord
  readonly told: ToldTitle
  readonly key: PersonKey | null
}

/** Step: those of these titles that are in force. */
export async function titlesById(
  ctx: Context,
  handle: Handle,
  ids: readonly string[],
): Promise<ReadonlyMap<string, OpenedTitle>> {
  if (ids.length === 0) return new Map()
  const titles = await handle
    .select()
    .from(titleRecords)
    .where(
      and(
        sql`${titleRecords.id} = any(string_to_array(${[...new Set(ids)].join(',')}, ','))`,
        isCurrentTitle(handle),
      ),
    )
  const told = await toldTitles(ctx, handle, titles)
  const keys = await remainingKeys(
    ctx,
    handle,
    titles.map(({ personId }) => personId),
  )
  return new Map(
    titles.map((title) => [
      title.id,
      { title, told: told.get(title.id) ?? toldOf(title), key: keys.get(title.personId) ?? null },
    ]),
  )
}
