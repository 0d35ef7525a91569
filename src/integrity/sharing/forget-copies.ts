import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { dayFromNumber, dayNumber } from '../../calendar/day.ts'
import type { Context } from '../../platform/context.ts'
import { misconductVersions } from '../records/schema.ts'
import { filesOf } from './find-copies.ts'
import { exchangeFiles, exchangeSalts, sharedCopies } from './schema.ts'
import { copiesIn, isNothing } from './state.ts'

/** Days a file can be handed out again. */
const FILES_KEPT_DAYS = 60

/**
 * Step: forgets by what name the platform knew a record, once that is destroyed and the platform says it has nothing of it
 * any more; and with what old files could be made again.
 */
export async function forgetCopies(ctx: Context): Promise<void> {
  const { read } = ctx.database
  const gone = await read
    .select({ recordId: sharedCopies.recordId, officeId: misconductVersions.officeId })
    .from(sharedCopies)
    .innerJoin(misconductVersions, eq(misconductVersions.recordId, sharedCopies.recordId))
    .where(and(eq(misconductVersions.version, 1), isNull(misconductVersions.sealSalt)))
  for (const officeId of new Set(gone.map((each) => each.officeId))) {
    const copies = copiesIn(await filesOf(read, officeId))
    const over = gone
      .filter((each) => each.officeId === officeId)
      .map(({ recordId }) => recordId)
      .filter((recordId) => {
        const copy = copies.get(recordId)
        return copy === undefined || isNothing(copy)
      })
    await read.delete(sharedCopies).where(inArray(sharedCopies.recordId, over))
  }
  const oldest = dayFromNumber(dayNumber(ctx.today()) - FILES_KEPT_DAYS)
  await read
    .delete(exchangeSalts)
    .where(sql`${exchangeSalts.fileId} in (select id from ${exchangeFiles} where made_on < ${oldest})`)
}
