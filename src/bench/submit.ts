import { performance } from 'node:perf_hooks'
import { sql } from 'drizzle-orm'
import { checkpointMemory } from '../ledger/deployment-memory.ts'
import { entryRecord } from '../ledger/entry.ts'
import { ledgerEntries } from '../ledger/schema.ts'
import { submitting, type Enter } from '../ledger/submit.ts'
import type { Context } from '../platform/context.ts'
import { copyIn } from '../platform/database.ts'
import { base64url } from '../signing/bytes.ts'
import { benchDeployment } from './deployment.ts'
import type { BenchRow } from './measure.ts'

const CALLERS = 256
const TURNS = 8
/** The first groups pay for plans and compilers. */
const WARM = TURNS * CALLERS

const enter: Enter<number, null> = (ctx, _, items) => {
  const drafts = items.map(() => ({
    type: 'certificate.issued' as const,
    record: entryRecord(ctx.random(16)),
    day: ctx.today(),
    commitments: { certificate: base64url(ctx.random(32)) },
    facts: { authority: '11530000015106232L' },
  }))
  return Promise.resolve({ drafts, items: drafts.map(({ record }) => ({ record, answer: null })) })
}

/** 256 callers, each waiting for its index, proof and checkpoint before it asks again. */
export const submitRow: BenchRow = {
  name: 'submit',
  what: `${CALLERS} 个调用者各等自己的序号、证明和检查点`,
  limit: `COPY ${CALLERS} 行一个事务`,
  // 20,000 a second where 256 rows in a transaction of their own go at some 60,000.
  target: 0.3,
  async prepare(setting) {
    const deployment = await benchDeployment(setting)
    const { ctx } = deployment
    const queue = submitting(ctx, checkpointMemory(ctx.config), enter)
    const waits: number[] = []
    const ask = async (i: number): Promise<void> => {
      const asked = performance.now()
      await queue.submit(i)
      waits.push(performance.now() - asked)
    }
    const limit = await rawCopy(ctx)
    return {
      async figure() {
        // Each caller by itself, so that their askings drift apart as they like.
        await Promise.all(
          Array.from({ length: CALLERS }, async (_, i) => {
            for (let turn = 0; turn < TURNS; turn++) await ask(i)
          }),
        )
        return TURNS * CALLERS
      },
      limit,
      remark() {
        const warm = waits.slice(WARM)
        return `p50 ${percentile(warm, 0.5)} ms，p99 ${percentile(warm, 0.99)} ms（要求 ≤ 10、≤ 60）`
      },
      close: deployment.close,
    }
  },
}

export const percentile = (values: readonly number[], part: number): string =>
  (values.toSorted((a, b) => a - b)[Math.floor(values.length * part)] ?? Number.NaN).toFixed(1)

/** The rows of 256 such entries in the same table, with its indexes, and nothing else. */
async function rawCopy({ database, random }: Context): Promise<() => Promise<number>> {
  await database.read.execute(sql`create schema bench`)
  await database.read.execute(
    sql`create table bench.ledger_entries (like public.ledger_entries including all)`,
  )
  let index = 0n
  return async () => {
    const rows = Array.from({ length: CALLERS }, () => ({
      index: index++,
      record: base64url(random(16)),
      body: random(250),
      leaf: random(32),
      chain: random(32),
    }))
    await database.transaction(async (tx) => {
      await tx.execute(sql`set local search_path = bench`)
      await copyIn(tx, ledgerEntries, rows)
    })
    return CALLERS
  }
}
