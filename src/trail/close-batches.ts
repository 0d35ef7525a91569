import { asc, eq, lt } from 'drizzle-orm'
import { openBatch, sealBatch } from '../ledger/day-batch.ts'
import { openBatches } from '../ledger/schema.ts'
import type { Context } from '../platform/context.ts'
import { promisedRows } from './waiting.ts'

/**
 * Puts every day that is over on the ledger, one entry each, and opens today's: a day on which nothing happened gets its
 * entry too. The service calls it every minute and as it starts; of several instances the second finds nothing left.
 * Refuses `trail/altered`.
 */
export async function closeBatches(ctx: Context): Promise<void> {
  const due = await ctx.database.read
    .select()
    .from(openBatches)
    .where(lt(openBatches.day, ctx.today()))
    .orderBy(asc(openBatches.day))
  for (const { record } of due)
    await ctx.database.transaction(async (tx) => {
      // Whoever still writes into it is waited for; whoever comes later opens the next day's.
      const [batch] = await tx.select().from(openBatches).where(eq(openBatches.record, record)).for('update')
      if (batch) await sealBatch(ctx, tx, batch, await promisedRows(ctx, tx, batch))
    })
  const [today] = await ctx.database.read.select().from(openBatches).where(eq(openBatches.day, ctx.today()))
  if (!today) await ctx.database.transaction((tx) => openBatch(ctx, tx))
}
