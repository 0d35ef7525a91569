import { asc, sql } from 'drizzle-orm'
import { issueCertificates } from '../certificates/issue.ts'
import { certificates } from '../certificates/schema.ts'
import { ledgerEntries } from '../ledger/schema.ts'
import { copyIn } from '../platform/database.ts'
import { benchDeployment } from './deployment.ts'
import type { BenchRow } from './measure.ts'

/** Two signed envelopes a certificate. */
const SIGNATURES = 2

export const issueRow: BenchRow = {
  name: 'issue',
  what: '整份名单签发：编号、两种凭证、存证、入库',
  limit: '同样多的裸签名 + COPY 同样的行',
  target: 0.5,
  async prepare(setting) {
    const deployment = await benchDeployment(setting)
    const { ctx } = deployment
    const people = setting.quick ? 500 : 2000
    const documents: string[] = []
    // Imported and confirmed before the clock runs: six rounds and a warm-up.
    for (let i = 0; i < 12; i++) documents.push(await deployment.confirmed(people))
    await issueCertificates(ctx, { document: documents.pop() ?? '' })
    const rows = await ctx.database.read.select().from(certificates).limit(people)
    const entries = await ctx.database.read
      .select()
      .from(ledgerEntries)
      .orderBy(asc(ledgerEntries.index))
      .limit(people)
    // The same tables with their indexes, logged and flushed as ours are.
    await ctx.database.read.execute(sql`create schema bench`)
    for (const table of ['certificates', 'ledger_entries'])
      await ctx.database.read.execute(
        sql.raw(`create table bench.${table} (like public.${table} including all)`),
      )
    const message = rows[0]?.credentials ?? new Uint8Array(250)
    return {
      async figure() {
        const document = documents.pop()
        if (!document) throw new Error('the bench ran out of lists')
        return (await issueCertificates(ctx, { document })).issued
      },
      async limit() {
        for (let i = 0; i < SIGNATURES * people; i++) ctx.keyring.certificates.sign(message)
        await ctx.database.transaction(async (tx) => {
          await tx.execute(sql`set local search_path = bench`)
          await tx.execute(sql`truncate certificates, ledger_entries`)
          await copyIn(tx, certificates, rows)
          await copyIn(tx, ledgerEntries, entries)
        })
        return people
      },
      close: deployment.close,
    }
  },
}
