import { eq } from 'drizzle-orm'
import type { Context } from '../platform/context.ts'
import type { Handle, Transaction } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { appendEntries } from './append.ts'
import { entryRecord, type SealRoot } from './entry.ts'
import { dayBatches, openBatches, sealedDayBatches } from './schema.ts'
import { sealRoot, sealRows, type RowSeal, type SealedTable } from './seal.ts'

/** A sealed row that waits for its day's entry. */
export interface WaitingRow extends RowSeal {
  readonly table: string
}

export type OpenBatch = typeof openBatches.$inferSelect

/**
 * Step: what rows of today are sealed under when their moment must not be told: the day's one entry comes after its end,
 * is as long as any other, and comes also when there was nothing. They count from their own commit; until then whoever
 * writes them hands them to the trail (trail/waiting.ts). Take it before the trail: it is held, shared, until commit.
 */
export async function openBatch(ctx: Context, tx: Transaction): Promise<string> {
  const day = ctx.today()
  const held = async () =>
    (await tx.select().from(openBatches).where(eq(openBatches.day, day)).for('share'))[0]
  for (;;) {
    const found = await held()
    if (found) return found.record
    // Somebody else's may come between, and, by a clock that is behind, be closed again.
    await tx
      .insert(openBatches)
      .values({ record: entryRecord(ctx.random(16)), day })
      .onConflictDoNothing()
  }
}

/** Step: does this name a day's batch, of today or of a day before? */
export async function isBatch(handle: Handle, record: string): Promise<boolean> {
  const open = await handle.select().from(openBatches).where(eq(openBatches.record, record))
  if (open.length > 0) return true
  const days = await handle.select({ id: dayBatches.id }).from(dayBatches).where(eq(dayBatches.id, record))
  return days.length > 0
}

/** Rows just sealed, as they are handed to the trail. */
export const waitingRows = (
  { name }: Pick<SealedTable, 'name'>,
  rows: readonly { readonly id?: unknown; readonly seal?: unknown }[],
): readonly WaitingRow[] =>
  rows.map(({ id, seal }) => ({ table: name, id: String(id), seal: seal as Uint8Array }))

/**
 * Step: puts a day's rows on the ledger, by what was promised of them when they were written: one altered since then is
 * not made right by it. The caller holds the batch alone.
 */
export async function sealBatch(
  ctx: Context,
  tx: Transaction,
  { record: id, day }: OpenBatch,
  promised: readonly WaitingRow[],
): Promise<void> {
  const record = entryRecord(ctx.random(16))
  const row = { id, day, seals: rootsOf(promised) }
  const { rows, sealRoot: root } = sealRows(sealedDayBatches, record, [row], ctx.random(32))
  await tx.insert(dayBatches).values([...rows])
  await tx.delete(openBatches).where(eq(openBatches.record, id))
  await appendEntries(tx, [{ type: 'day.sealed', record, day: ctx.today(), seals: { day_batches: root } }])
}

function rootsOf(rows: readonly WaitingRow[]): Readonly<Record<string, SealRoot>> {
  const tables = new Map<string, WaitingRow[]>()
  for (const row of rows) {
    const own = tables.get(row.table)
    if (own) own.push(row)
    else tables.set(row.table, [row])
  }
  return Object.fromEntries(
    [...tables].map(([table, own]) => [table, { root: base64url(sealRoot(own)), rows: own.length }]),
  )
}
