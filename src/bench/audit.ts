import { createHash } from 'node:crypto'
import { asc } from 'drizzle-orm'
import { auditLedger } from '../ledger/audit.ts'
import { ledgerEntries } from '../ledger/schema.ts'
import { appendBench } from './append.ts'
import { benchDeployment } from './deployment.ts'
import type { BenchRow } from './measure.ts'

export const auditRow: BenchRow = {
  name: 'audit',
  what: '从数据库读出并复算存证链的每一条',
  limit: '同样字节的 SHA-256，一条一次',
  // 1,000,000 entries in 5 seconds, where this machine class hashes some 600,000 of them a second.
  target: 0.33,
  async prepare(setting) {
    const deployment = await benchDeployment(setting)
    const { ctx } = deployment
    const append = appendBench(ctx, 5_000)
    for (let i = 0; i < (setting.quick ? 2 : setting.full ? 200 : 10); i++) await append()
    const bodies = (
      await ctx.database.read
        .select({ body: ledgerEntries.body })
        .from(ledgerEntries)
        .orderBy(asc(ledgerEntries.index))
    ).map(({ body }) => body)
    return {
      async figure() {
        const { entries, defects } = await auditLedger(ctx, { sealedTables: [], memory: null })
        if (defects.some(({ code }) => code !== 'ledger/table-unknown')) throw new Error('not clean')
        return entries
      },
      limit() {
        for (const body of bodies) createHash('sha256').update(body).digest()
        return bodies.length
      },
      close: deployment.close,
    }
  },
}
