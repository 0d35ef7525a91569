import { performance } from 'node:perf_hooks'
import { certificates } from '../certificates/schema.ts'
import { eq } from 'drizzle-orm'
import { ledgerEntries } from '../ledger/schema.ts'
import { proveEntry } from '../ledger/prove.ts'
import { verifyByCode } from '../verification/verify.ts'
import { fillUp } from './fill.ts'
import { median, type BenchRow, type BenchSetting } from './measure.ts'
import { benchStage } from './stage.ts'

const SMALL = 10_000
const FULL = 10_000_000
const USUAL = 1_000_000
const QUICK = 100_000
/** Really issued, and asked for in turn. */
const REAL = 500
/** The first answers pay for plans and compilers. */
const WARM = 50

/** The same two questions of a small deployment and of a large one. Minutes to set up; `--full` for ten million. */
export const growthRow: BenchRow = {
  name: 'growth',
  what: `查验一份证书并出具存证证明：${QUICK / 10_000} 万份（--quick）、${USUAL / 10_000} 万份或 ${FULL / 10_000} 万份（--full）`,
  limit: `${SMALL / 10_000} 万份时的同样两件事`,
  target: 1 / 1.2,
  async prepare(setting) {
    const many = setting.full ? FULL : setting.quick ? QUICK : USUAL
    const small = await grown(setting, SMALL)
    const large = await grown(setting, many)
    return {
      figure: large.askOne,
      limit: small.askOne,
      remark: () =>
        [['查验', small.verified, large.verified] as const, ['证明', small.proven, large.proven] as const]
          .map(([what, before, after]) => {
            const [from, to] = [median(before.slice(WARM)), median(after.slice(WARM))]
            return `${what} p50 ${from.toFixed(2)} → ${to.toFixed(2)} 毫秒（${(to / from).toFixed(2)} 倍）`
          })
          .join('；') + `；${SMALL.toLocaleString('en')} → ${many.toLocaleString('en')} 份`,
      async close() {
        await small.close()
        await large.close()
      },
    }
  },
}

async function grown(setting: BenchSetting, many: number) {
  const { ctx, close } = await benchStage(setting, REAL)
  const real = await ctx.database.read
    .select({ code: certificates.code, index: ledgerEntries.index })
    .from(certificates)
    .innerJoin(ledgerEntries, eq(ledgerEntries.record, certificates.sealedBy))
  await fillUp(ctx, many)
  const verified: number[] = []
  const proven: number[] = []
  let asked = 0
  let fresh = ctx
  return {
    verified,
    proven,
    close,
    async askOne() {
      // Answers are kept under the keys they were made with: of each code the first scan counts, not the second.
      if (asked % real.length === 0)
        fresh = { ...ctx, keyring: { ...ctx.keyring, history: [...ctx.keyring.history] } }
      const { code, index } = real[asked++ % real.length]!
      const began = performance.now()
      if ((await verifyByCode(fresh, code)).verdict !== 'valid') throw new Error('not valid')
      const between = performance.now()
      await proveEntry(ctx.database.read, index)
      verified.push(between - began)
      proven.push(performance.now() - between)
      return 1
    },
  }
}
