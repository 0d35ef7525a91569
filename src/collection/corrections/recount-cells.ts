import { and, desc, eq, inArray, isNotNull } from 'drizzle-orm'
import type { SealRoot } from '../../ledger/entry.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { base64url } from '../../signing/bytes.ts'
import { recordCollectedCells, type NewCollectedCell } from '../../titles/collected.ts'
import { collectedCells } from '../../titles/schema.ts'
import { cellKey, type Cell } from '../acceptance/cell-state.ts'
import { settleCells, type CellCount } from '../acceptance/count-cells.ts'
import { holdAssignment } from '../programme/find-programme.ts'
import { collectionCells } from '../programme/schema.ts'
import { countTitles } from '../reconcile/count-titles.ts'

/**
 * Step: cells whose accepted titles have changed are counted anew: the next version of what was collected, and the boards'
 * counters. Null: every count is what it was.
 */
export async function recountCells(
  ctx: Context,
  tx: Transaction,
  entryRecord: string,
  { officeId, cells }: { readonly officeId: string; readonly cells: readonly Cell[] },
): Promise<SealRoot | null> {
  const changed: CellCount[] = []
  const next: NewCollectedCell[] = []
  for (const count of await countTitles(tx, officeId, cells)) {
    const before = await newestOf(tx, officeId, count)
    if (!before || before.records === count.rows) continue
    changed.push(count)
    const { year, level, route, acceptedBy } = before
    next.push({
      id: base64url(ctx.random(16)),
      authorityId: officeId,
      year,
      level,
      route,
      version: before.version + 1,
      records: count.rows,
      acceptedBy,
      acceptedOn: ctx.today(),
    })
  }
  if (next.length === 0) return null
  for (const { programmeId, cells: here } of await programmesOf(tx, officeId, changed)) {
    await holdAssignment(tx, programmeId, officeId)
    const counts = changed
      .filter((count) => here.has(cellKey(count)))
      .map((count) => ({ ...count, taken: 0 }))
    await settleCells(tx, { programmeId, officeId, counts, acceptedOn: ctx.today(), empty: null })
  }
  return recordCollectedCells(ctx, tx, entryRecord, next)
}

async function newestOf(tx: Transaction, officeId: string, { year, level, route }: Cell) {
  const [newest] = await tx
    .select()
    .from(collectedCells)
    .where(
      and(
        eq(collectedCells.authorityId, officeId),
        eq(collectedCells.year, year),
        eq(collectedCells.level, level),
        eq(collectedCells.route, route),
      ),
    )
    .orderBy(desc(collectedCells.version))
    .limit(1)
  return newest
}

/** Programmes this office had any of these cells accepted for, and which of them. */
async function programmesOf(tx: Transaction, officeId: string, cells: readonly Cell[]) {
  const rows = await tx
    .select()
    .from(collectionCells)
    .where(
      and(
        eq(collectionCells.officeId, officeId),
        isNotNull(collectionCells.acceptedOn),
        inArray(
          collectionCells.year,
          cells.map(({ year }) => year),
        ),
      ),
    )
    .orderBy(collectionCells.programmeId)
  const wanted = new Set(cells.map((cell) => cellKey(cell)))
  const byProgramme = new Map<string, Set<string>>()
  for (const row of rows) {
    const key = cellKey(row)
    if (!wanted.has(key)) continue
    const known = byProgramme.get(row.programmeId)
    if (known) known.add(key)
    else byProgramme.set(row.programmeId, new Set([key]))
  }
  return [...byProgramme].map(([programmeId, keys]) => ({ programmeId, cells: keys }))
}
