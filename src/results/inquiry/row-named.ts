import { and, eq } from 'drizzle-orm'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { holdCycle } from '../../cycles/require-step.ts'
import { authorise } from '../../identity/authorise.ts'
import { remainingKeys } from '../../people/find-keys.ts'
import { matchingName } from '../../people/name.ts'
import { revealText, type PersonKey } from '../../people/protect.ts'
import type { Context } from '../../platform/context.ts'
import type { Transaction } from '../../platform/database.ts'
import { resultLists, resultRows } from '../lists/schema.ts'
import { rowNotFound } from './refusals.ts'

/** Somebody on a list, as a clerk types it off a paper: number and name must agree. */
export interface NamedOnList {
  readonly listId: string
  readonly position: number
  readonly name: string
}

export interface RowNamed {
  readonly rowId: string
  readonly listId: string
  readonly key: PersonKey
  readonly cycle: Cycle | null
  /** Who convened the review; of a list without a cycle, who brought it. */
  readonly officeId: string
}

/** Step: finds the row and asks who may inquire about it. Refuses `results/row-not-found`. */
export async function rowNamed(ctx: Context, tx: Transaction, asked: NamedOnList): Promise<RowNamed> {
  const [list] = await tx.select().from(resultLists).where(eq(resultLists.id, asked.listId))
  if (!list) throw rowNotFound()
  const cycle = list.cycleId === null ? null : await cycleById(tx, list.cycleId)
  const officeId = cycle?.officeId ?? list.officeId
  await authorise(ctx, tx, 'results.inquire', officeId, rowNotFound())
  // Before the row: whoever issues on this cycle waits, and sees whom it holds.
  if (cycle !== null) await holdCycle(tx, cycle.id)
  const [row] = await tx
    .select()
    .from(resultRows)
    .where(and(eq(resultRows.listId, list.id), eq(resultRows.position, asked.position)))
    .for('update')
  if (!row) throw rowNotFound()
  const key = (await remainingKeys(ctx, tx, [row.personId])).get(row.personId)
  const name = key && revealText(key, { column: 'result_rows.name', row: row.id }, row.name)
  if (!key || name === undefined || matchingName(name) !== matchingName(asked.name.trim()))
    throw rowNotFound()
  return { rowId: row.id, listId: list.id, key, cycle, officeId }
}
