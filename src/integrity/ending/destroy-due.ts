import { sql } from 'drizzle-orm'
import { dayFromNumber, dayNumber } from '../../calendar/day.ts'
import type { Context } from '../../platform/context.ts'
import { rowsOf } from '../../platform/database.ts'
import { misconductVersions } from '../records/schema.ts'
import { misconductTerms } from '../schema.ts'
import { destroyRecord } from './destroy-record.ts'
import { KEPT_AFTER_DAYS } from './due.ts'

const AT_ONCE = 200

export interface Destroyed {
  readonly destroyed: number
  /** Held, or a version of theirs waits. */
  readonly kept: number
}

/**
 * Destroys every record whose time is over, each in a transaction of its own: cut short, the next sweep goes on. `failed`
 * hears of one that could not be destroyed; the others go on.
 */
export async function destroyDue(ctx: Context, failed: (error: unknown) => void): Promise<Destroyed> {
  let [destroyed, kept, last] = [0, 0, '']
  for (;;) {
    const ids = await candidates(ctx, last)
    for (const recordId of ids) {
      try {
        if (await destroyRecord(ctx, recordId)) destroyed++
        else kept++
      } catch (error) {
        kept++
        failed(error)
      }
    }
    last = ids.at(-1) ?? last
    if (ids.length < AT_ONCE) return { destroyed, kept }
  }
}

// Coarse: what is over or never was in force. The act itself decides.
async function candidates({ database, today }: Context, after: string): Promise<readonly string[]> {
  const oldest = dayFromNumber(dayNumber(today()) - KEPT_AFTER_DAYS)
  const rows = await rowsOf<{ id: string }>(
    database.read,
    sql`select v.record_id as id from ${misconductVersions} v
      left join lateral (
        select greatest(ends_on, applied_on) as over_on from ${misconductTerms}
        where record_id = v.record_id order by position desc limit 1
      ) t on true
      where v.version = 1 and v.seal_salt is not null and v.record_id > ${after}
        and (t.over_on is null or t.over_on < ${oldest})
      order by v.record_id limit ${AT_ONCE}`,
  )
  return rows.map(({ id }) => id)
}
