import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import type { Context } from '../../src/platform/context.ts'
import { rowsOf } from '../../src/platform/database.ts'

const COUNTS = sql`select (select count(*) from review_committees)::int as committees,
  (select count(*) from review_cycles)::int as cycles, (select count(*) from cycle_rulings)::int as rulings,
  (select count(*) from cycle_events)::int as events, (select size::int from ledger_head) as entries,
  (select count(*) from trail_records)::int as trail`

/** Refused by this code, with these facts, and nothing is left of it: no row, no entry, no record. */
export async function refused(
  { database }: Context,
  act: () => Promise<unknown>,
  code: string,
  facts: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const before = await rowsOf(database.read, COUNTS)
  await expect(act()).rejects.toMatchObject({ name: 'Refusal', code, facts })
  expect(await rowsOf(database.read, COUNTS)).toEqual(before)
}
