import { eq } from 'drizzle-orm'
import type { WaitingRow } from '../ledger/day-batch.ts'
import { rowAltered, rowUnsealed, type Defect } from '../ledger/defect.ts'
import { openBatches } from '../ledger/schema.ts'
import type { SealedTable } from '../ledger/seal.ts'
import type { Context } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { equalBytes } from '../signing/bytes.ts'
import { promisedRowGone } from './defect.ts'
import { promisedRows, rowsUnder } from './waiting.ts'

/**
 * Rows that wait for their day's entry, against what the trail promised of them: none is missing, none was added, and
 * none has another seal. That the columns are those of the seal is the ledger's own audit.
 */
export async function auditWaiting(
  ctx: Context,
  tables: readonly SealedTable[],
): Promise<{ readonly waiting: number; readonly defects: readonly Defect[] }> {
  const handle = ctx.database.read
  const defects: Defect[] = []
  let waiting = 0
  for (const batch of await handle.select().from(openBatches)) {
    const found: WaitingRow[] = []
    for (const { name } of tables) found.push(...(await rowsUnder(handle, name, batch.record)))
    const faults = await faultsOf(ctx, batch, found)
    // Closed meanwhile: its rows are the ledger's to answer for.
    const [isOpen] = await handle.select().from(openBatches).where(eq(openBatches.record, batch.record))
    if (!isOpen) continue
    waiting += found.length
    defects.push(...faults)
  }
  return { waiting, defects }
}

async function faultsOf(
  ctx: Context,
  batch: typeof openBatches.$inferSelect,
  found: readonly WaitingRow[],
): Promise<readonly Defect[]> {
  const key = ({ table, id }: WaitingRow) => `${table}/${id}`
  const rows = new Map(found.map((row) => [key(row), row]))
  // Read after the rows: whatever was written meanwhile is promised and not among them.
  const told = await promises(ctx, batch)
  const promised = new Map(told.map((row) => [key(row), row]))
  const faults: Defect[] = []
  for (const row of found) {
    const said = promised.get(key(row))
    if (!said) faults.push(rowUnsealed(row.table, row.id))
    else if (!equalBytes(said.seal, row.seal)) faults.push(rowAltered(row.table, row.id))
  }
  for (const row of told) {
    if (rows.has(key(row))) continue
    const now = await rowsUnder(ctx.database.read, row.table, batch.record)
    if (!now.some(({ id }) => id === row.id)) faults.push(promisedRowGone(row.table, row.id))
  }
  return faults
}

// A record that was altered is the trail's own audit to name; what it promised is not believed.
async function promises(
  ctx: Context,
  batch: typeof openBatches.$inferSelect,
): Promise<readonly WaitingRow[]> {
  try {
    return await promisedRows(ctx, ctx.database.read, batch)
  } catch (error) {
    if (error instanceof Refusal) return []
    throw error
  }
}
