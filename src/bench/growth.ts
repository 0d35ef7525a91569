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

/**
 * The same two questions of a small deployment and of a large one. Every certificate is asked for once before that, and
 * told apart: in the large one it lies on pages that have left the memory since. Minutes to set up; `--full` for ten million.
 */
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
        [
          growthInWords('查验', small.verified, large.verified),
          growthInWords('证明', small.proven, large.proven),
          growthInWords('第一次查验', small.first, large.first),
          `${SMALL.toLocaleString('en')} → ${many.toLocaleString('en')} 份`,
        ].join('；'),
      async close() {
        await small.close()
        await large.close()
      },
    }
  },
}

function growthInWords(what: string, before: readonly number[], after: readonly number[]): string {
  const [from, to] = [median(before), median(after)]
  return `${what} p50 ${from.toFixed(2)} → ${to.toFixed(2)} 毫秒（${(to / from).toFixed(2)} 倍）`
}

async function grown(setting: BenchSetting, many: number) {
  const { ctx, close } = await benchStage(setting, REAL)
  const real = await ctx.database.read
    .select({ code: certificates.code, index: ledgerEntries.index })
    .from(certificates)
    .innerJoin(ledgerEntries, eq(ledgerEntries.record, certificates.sealedBy))
  await fillUp(ctx, many)
  let asked = 0
  let fresh = ctx
  const ask = async () => {
    // Answers are kept under the keys they were made with: of each code the first scan counts, not the second.
    if (asked % real.length === 0)
      fresh = { ...ctx, keyring: { ...ctx.keyring, history: [...ctx.keyring.history] } }
    const { code, index } = real[asked++ % real.length]!
    const began = performance.now()
    if ((await verifyByCode(fresh, code)).verdict !== 'valid') throw new Error('not valid')
    const between = performance.now()
    await proveEntry(ctx.database.read, index)
    return { verified: between - began, proven: performance.now() - between }
  }
  const first: number[] = []
  for (let i = 0; i < real.length; i++) first.push((await ask()).verified)
  const verified: number[] = []
  const proven: number[] = []
  return {
    first,
    verified,
    proven,
    close,
    async askOne() {
      const took = await ask()
      verified.push(took.verified)
      proven.push(took.proven)
      return 1
    },
  }
}
