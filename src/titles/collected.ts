import { and, desc, eq, sql } from 'drizzle-orm'
import { alias } from 'drizzle-orm/pg-core'
import type { Day } from '../calendar/day.ts'
import { currentAuthorities } from '../identity/schema.ts'
import type { SealRoot } from '../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { copyIn, type Handle, type Transaction } from '../platform/database.ts'
import type { LevelGroup } from '../policy/level-group.ts'
import type { Route } from './route.ts'
import { collectedCells, sealedCollectedCells } from './schema.ts'

export type NewCollectedCell = UnsealedRow<typeof collectedCells>

/** Step: what a batch was accepted for, under the caller's entry, which puts the answer in its `seals.collected_cells`. */
export async function recordCollectedCells(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  cells: readonly NewCollectedCell[],
): Promise<SealRoot> {
  const { rows, sealRoot } = sealRows(sealedCollectedCells, entryRecord, cells, ctx.random(32 * cells.length))
  await copyIn(tx, collectedCells, rows)
  return sealRoot
}

/** What one office has had accepted for a year, group of levels and route. */
export interface CollectedBy {
  readonly office: string
  readonly route: Route
  /** Nought of a zero return, and of an accepted cell whose people turned out to belong elsewhere. */
  readonly records: number
  readonly acceptedOn: Day
}

const later = alias(collectedCells, 'later')

/** The routes for which returns of this year and level were accepted, by office, whoever has most first. */
export const collectedFor = (
  handle: Handle,
  year: number,
  level: LevelGroup,
): Promise<readonly CollectedBy[]> =>
  handle
    .select({
      office: currentAuthorities.name,
      route: collectedCells.route,
      records: collectedCells.records,
      acceptedOn: collectedCells.acceptedOn,
    })
    .from(collectedCells)
    .innerJoin(currentAuthorities, eq(currentAuthorities.id, collectedCells.authorityId))
    .where(
      and(
        eq(collectedCells.year, year),
        eq(collectedCells.level, level),
        sql`not exists (${handle
          .select({ one: sql`1` })
          .from(later)
          .where(
            and(
              eq(later.year, collectedCells.year),
              eq(later.level, collectedCells.level),
              eq(later.authorityId, collectedCells.authorityId),
              eq(later.route, collectedCells.route),
              sql`${later.version} > ${collectedCells.version}`,
            ),
          )})`,
      ),
    )
    .orderBy(
      desc(sql`sum(${collectedCells.records}) over (partition by ${currentAuthorities.id})`),
      currentAuthorities.name,
      currentAuthorities.id,
      desc(collectedCells.records),
      collectedCells.route,
    )
