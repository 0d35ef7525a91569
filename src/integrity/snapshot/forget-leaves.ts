import { lt } from 'drizzle-orm'
import { dayFromNumber, dayNumber } from '../../calendar/day.ts'
import type { Context } from '../../platform/context.ts'
import { integritySnapshotParts } from './schema.ts'

/**
 * Days a snapshot can be asked about. Shorter than a record is kept after its term (ending/due.ts), so that no leaf of
 * anybody's is left when their record goes; proofs that were handed out stand for ever.
 */
export const LEAVES_KEPT_DAYS = 60

/** Step: destroys the leaves of days long past; root and entry stay. */
export async function forgetLeaves(ctx: Context): Promise<void> {
  const oldest = dayFromNumber(dayNumber(ctx.today()) - LEAVES_KEPT_DAYS)
  await ctx.database.read.delete(integritySnapshotParts).where(lt(integritySnapshotParts.day, oldest))
}
