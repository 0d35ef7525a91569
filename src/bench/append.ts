import { desc, sql } from 'drizzle-orm'
import { appendEntries } from '../ledger/append.ts'
import { entryRecord, type EntryDraft } from '../ledger/entry.ts'
import { ledgerEntries } from '../ledger/schema.ts'
import type { Context } from '../platform/context.ts'
import { copyIn } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { benchDeployment } from './deployment.ts'
import type { BenchRow } from './measure.ts'

const BATCH = 1_000

export const appendRow: BenchRow = {
  name: 'append',
  what: `存证 ${BATCH.toLocaleString('en')} 条一批：编码、哈希、链、树、入库`,
  limit: 'COPY 同样的行',
  target: 0.3,
  async prepare(setting) {
    const deployment = await benchDeployment(setting)
    const { ctx } = deployment
    const append = appendBench(ctx, BATCH)
    await append()
    const rows = await ctx.database.read
      .select()
      .from(ledgerEntries)
      .orderBy(desc(ledgerEntries.index))
      .limit(BATCH)
    // The same table with its indexes, logged and flushed as ours is.
    await ctx.database.read.execute(sql`create schema bench`)
    await ctx.database.read.execute(
      sql`create table bench.ledger_entries (like public.ledger_entries including all)`,
    )
    let copied = 0n
    return {
      figure: append,
      async limit() {
        // Other keys each time, so that nothing has to be emptied while the clock runs.
        const fresh = rows.map((row) => ({ ...row, index: copied++, record: base64url(ctx.random(16)) }))
        await ctx.database.transaction(async (tx) => {
          await tx.execute(sql`set local search_path = bench`)
          await copyIn(tx, ledgerEntries, fresh)
        })
        return BATCH
      },
      close: deployment.close,
    }
  },
}

/** Appends `count` entries such as a certificate makes, one transaction a call. */
export const appendBench = (ctx: Context, count: number) => async (): Promise<number> => {
  const drafts: EntryDraft[] = Array.from({ length: count }, () => ({
    type: 'certificate.issued',
    record: entryRecord(ctx.random(16)),
    day: ctx.today(),
    commitments: { certificate: base64url(ctx.random(32)) },
    refs: [{ index: 0, leaf: base64url(ctx.random(32)) }],
    facts: { authority: '11530000015106232L' },
  }))
  await ctx.database.transaction((tx) => appendEntries(tx, drafts))
  return count
}
