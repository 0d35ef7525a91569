import { asc, eq } from 'drizzle-orm'
import { cycleById } from '../../cycles/find-cycle.ts'
import { calendarOfPlace } from '../../cycles/timing.ts'
import type { Handle } from '../../platform/database.ts'
import { channelName, missingChannels } from './channels.ts'
import type { Publication } from './find-publication.ts'
import { earliestClosing } from './period.ts'
import { channelsMissing, channelTooShort, publicityTooShort } from './refusals.ts'
import { publicityRules } from './rules-of.ts'
import { publicationChannels } from './schema.ts'

export type RecordedChannel = Pick<
  typeof publicationChannels.$inferSelect,
  'channel' | 'address' | 'upOn' | 'fileDigest'
>

export const channelsShown = (handle: Handle, publicationId: string): Promise<readonly RecordedChannel[]> =>
  handle
    .select({
      channel: publicationChannels.channel,
      address: publicationChannels.address,
      upOn: publicationChannels.upOn,
      fileDigest: publicationChannels.fileDigest,
    })
    .from(publicationChannels)
    .where(eq(publicationChannels.publicationId, publicationId))
    .orderBy(asc(publicationChannels.upOn), asc(publicationChannels.id))

/**
 * Step: refuses a publication that was not long enough everywhere the policy names: a channel missing, one that came up
 * too late, or a calendar announced meanwhile that leaves fewer working days than the rule asks.
 */
export async function refuseIfNotShown(handle: Handle, publication: Publication): Promise<void> {
  const { opensOn, closesOn } = publication
  const cycle = await cycleById(handle, publication.cycleId)
  const rules = await publicityRules(handle, cycle, publication.kind, publication.listId)
  const calendar = calendarOfPlace(cycle.place)
  const earliest = earliestClosing(calendar, opensOn, rules.leastDays)
  if (earliest !== null && rules.leastDays !== null && closesOn < earliest.day)
    throw publicityTooShort(
      publication.kind,
      {
        opensOn,
        closesOn,
        leastDays: rules.leastDays,
        earliest: earliest.day,
        provisional: earliest.provisional,
      },
      rules.daysSource,
    )

  const shown = await channelsShown(handle, publication.publicationId)
  const missing = missingChannels(
    rules.channels,
    shown.map(({ channel }) => channel),
  )
  if (missing.length > 0) throw channelsMissing(missing.map(channelName), rules.channelsSource)
  for (const { names } of rules.channels) {
    // Of several papers for one place the first tells since when it could be read there.
    const first = shown.find(({ channel }) => names.includes(channel))
    if (!first || rules.leastDays === null || first.upOn <= opensOn) continue
    const from = earliestClosing(calendar, first.upOn, rules.leastDays)
    if (from !== null && closesOn < from.day)
      throw channelTooShort(
        first.channel,
        { upOn: first.upOn, closesOn, earliest: from.day, leastDays: rules.leastDays },
        rules.channelsSource ?? rules.daysSource,
      )
  }
}
