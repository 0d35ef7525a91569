import { sql } from 'drizzle-orm'
import type { Database } from '../platform/database.ts'
import { viewCounts } from './schema.ts'

/** Anonymous looks at codes: counted by day and verdict, never recorded. */
export interface ViewCounter {
  /** Costs an addition in memory. */
  count(day: string, verdict: string): void
  /** Writes what was counted; what cannot be written is kept for the next time. */
  flush(): Promise<void>
}

/** A counter of this process; many add up in the one table. A crash loses what was not yet flushed: a statistic. */
export function viewCounter(database: Database): ViewCounter {
  let counted = new Map<string, { day: string; verdict: string; views: number }>()
  const add = (day: string, verdict: string, views: number): void => {
    const key = `${day} ${verdict}`
    const known = counted.get(key)
    if (known) known.views += views
    else counted.set(key, { day, verdict, views })
  }
  return {
    count: (day, verdict) => add(day, verdict, 1),
    async flush() {
      const taken = counted
      if (taken.size === 0) return
      counted = new Map()
      try {
        // In one order, so that two instances wait for each other instead of for ever.
        const rows = [...taken.entries()].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, row]) => row)
        await database.transaction((tx) =>
          tx
            .insert(viewCounts)
            .values(rows)
            .onConflictDoUpdate({
              target: [viewCounts.day, viewCounts.verdict],
              set: { views: sql`${viewCounts.views} + excluded.views` },
            }),
        )
      } catch (error) {
        for (const { day, verdict, views } of taken.values()) add(day, verdict, views)
        throw error
      }
    },
  }
}
