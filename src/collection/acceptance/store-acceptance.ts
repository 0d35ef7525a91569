import { eq, sql } from 'drizzle-orm'
import type { SealRoot } from '../../ledger/entry.ts'
import { sealRows, type UnsealedRow } from '../../ledger/seal.ts'
import type { Context } from '../../platform/context.ts'
import { uniqueViolation, type Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordCollectedCells } from '../../titles/collected.ts'
import { collectedCells } from '../../titles/schema.ts'
import type { Assignment } from '../programme/find-programme.ts'
import { changedMeanwhile } from '../programme/refusals.ts'
import { cellKey } from './cell-state.ts'
import { settleCells, type CellCount } from './count-cells.ts'
import { collectionAcceptances, sealedCollectionAcceptances } from './schema.ts'

type NewAcceptance = UnsealedRow<typeof collectionAcceptances>

/**
 * Step: seals what was accepted, each cell with its count, and moves the counters. `counts`: what each cell holds from
 * now on, and of how many rows in proof that came. The caller holds the assignment. Refuses `collection/changed-meanwhile`.
 */
export async function storeAcceptance(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  {
    assignment,
    accepted,
    counts,
  }: {
    readonly assignment: Assignment
    readonly accepted: Pick<NewAcceptance, 'kind' | 'subjectId' | 'digest' | 'requestId'>
    readonly counts: readonly (CellCount & { readonly taken: number })[]
  },
): Promise<Readonly<Record<string, SealRoot>>> {
  const { programmeId, officeId, assignedById } = assignment
  const acceptedOn = ctx.today()
  const versions = await versionsOf(tx, officeId)
  const cells = counts.map(({ year, level, route, rows }) => ({
    id: base64url(ctx.random(16)),
    authorityId: officeId,
    year,
    level,
    route,
    version: (versions.get(cellKey({ year, level, route })) ?? 0) + 1,
    records: rows,
    acceptedBy: assignedById,
    acceptedOn,
  }))
  const { rows, sealRoot } = sealRows(
    sealedCollectionAcceptances,
    entryRecord,
    [
      {
        id: base64url(ctx.random(16)),
        programmeId,
        officeId,
        ...accepted,
        cells: counts.length,
        records: counts.reduce((sum, count) => sum + count.rows, 0),
        acceptedOn,
        acceptedBy: ctx.actor.name,
      },
    ],
    ctx.random(32),
  )
  try {
    await tx.insert(collectionAcceptances).values([...rows])
    const collected = await recordCollectedCells(ctx, tx, entryRecord, cells)
    const empty = accepted.kind === 'zero' ? 'zero' : 'accepted'
    await settleCells(tx, { programmeId, officeId, counts, acceptedOn, empty })
    return { collection_acceptances: sealRoot, collected_cells: collected }
  } catch (error) {
    const rule = uniqueViolation(error)
    if (rule === 'collected_cells_version' || rule === 'collection_acceptances_subject')
      throw changedMeanwhile()
    throw error
  }
}

/** How often each cell of an office was accepted, in whichever programme. */
async function versionsOf(tx: Transaction, officeId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await tx
    .select({
      year: collectedCells.year,
      level: collectedCells.level,
      route: collectedCells.route,
      version: sql<number>`max(${collectedCells.version})::int`,
    })
    .from(collectedCells)
    .where(eq(collectedCells.authorityId, officeId))
    .groupBy(collectedCells.year, collectedCells.level, collectedCells.route)
  return new Map(rows.map(({ year, level, route, version }) => [`${year}|${level}|${route}`, version]))
}
