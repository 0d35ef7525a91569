import { eq } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Day } from '../calendar/day.ts'
import type { Handle } from '../platform/database.ts'
import { cycleWithdrawals, reviewCycles } from './schema.ts'

export interface Withdrawal {
  readonly on: Day
  readonly ground: string
  /** The one that took its place; null while none has. */
  readonly laterId: string | null
}

/** Null for a cycle that goes on. */
export async function withdrawalOf(handle: Handle, cycleId: string): Promise<Withdrawal | null> {
  const later = alias(reviewCycles, 'later')
  const [row] = await handle
    .select({ on: cycleWithdrawals.withdrawnOn, ground: cycleWithdrawals.ground, laterId: later.id })
    .from(cycleWithdrawals)
    .leftJoin(later, eq(later.replacesId, cycleWithdrawals.cycleId))
    .where(eq(cycleWithdrawals.cycleId, cycleId))
  return row ?? null
}
