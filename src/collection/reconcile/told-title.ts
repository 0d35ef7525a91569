import { ERASED, remainingKeys } from '../../people/find-keys.ts'
import type { Context } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { obtainedText, type TitleRecord } from '../../titles/current-titles.ts'
import { openTitleName } from '../../titles/title-name.ts'
import type { ToldTitle } from './compare-titles.ts'

/** Step: what titles say, by their ids, names opened for this act; without those of erased persons. */
export async function toldTitles(
  ctx: Context,
  handle: Handle,
  titles: readonly TitleRecord[],
): Promise<ReadonlyMap<string, ToldTitle>> {
  const keys = await remainingKeys(
    ctx,
    handle,
    titles.map(({ personId }) => personId),
  )
  return new Map(
    titles.flatMap((title) => {
      const key = keys.get(title.personId)
      return key ? [[title.id, toldOf(title, openTitleName(key, title.id, title.name))] as const] : []
    }),
  )
}

/** What a title says, under this name. */
export const toldOf = (title: TitleRecord, name: string = ERASED): ToldTitle => ({
  name,
  series: title.series || null,
  specialty: title.specialty || null,
  title: title.title,
  level: title.level,
  route: title.route,
  obtainedOn: obtainedText(title),
  document: title.past?.document ?? null,
  issuer: title.past?.issuer ?? null,
  paper: title.past?.number ?? null,
})
