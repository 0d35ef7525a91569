import { sql } from 'drizzle-orm'
import type { Sql } from 'postgres'
import { isListed } from '../integrity/barred.ts'
import type { Context } from '../platform/context.ts'
import { rowsOf } from '../platform/database.ts'
import { benchDeployment } from './deployment.ts'
import { median, type BenchRow, type Work } from './measure.ts'

const RECORDS = 1_000_000
const QUICK_RECORDS = 100_000
const LIST = 10_000
const AT_ONCE = 20
const DAY = '2026-06-01'

/** One person among a million records, against one indexed select; and 10,000 people of a list at once. */
export const integrityRow: BenchRow = {
  name: 'integrity',
  what: `一人有无诚信记录（${RECORDS.toLocaleString('en')} 条记录中，一半的人有）`,
  limit: '一次裸索引查询',
  target: 0.6,
  async prepare(setting) {
    const { ctx, close } = await benchDeployment(setting)
    const records = setting.quick ? QUICK_RECORDS : RECORDS
    await fillRecords(ctx, records)
    // Every second of them has no record.
    const anybody = () =>
      `p${Math.floor((new DataView(ctx.random(4).buffer).getUint32(0) / 2 ** 32) * 2 * records)}`
    const select = rawSelect(ctx)
    const list: number[] = []
    for (let i = 0; i < 5; i++) {
      const people = Array.from({ length: LIST }, anybody)
      const started = performance.now()
      const found = await isListed(ctx.database.read, people, DAY)
      list.push(performance.now() - started)
      if (found.size < LIST / 3 || found.size > (2 * LIST) / 3) throw new Error('not half of them')
    }
    const many =
      (ask: (person: string) => Promise<unknown>): Work =>
      async () => {
        for (let i = 0; i < AT_ONCE; i++) await ask(anybody())
        return AT_ONCE
      }
    return {
      figure: many((person) => isListed(ctx.database.read, [person], DAY)),
      limit: many(select),
      remark: () =>
        `${records.toLocaleString('en')} 条记录；${LIST.toLocaleString('en')} 人的名单一次查完 ${Math.round(median(list))} 毫秒（要求 ≤ 2,000）`,
      close,
    }
  },
}

/** Terms of made-up people: their seals are filler, for nobody audits them here. */
async function fillRecords({ database: { read } }: Context, records: number): Promise<void> {
  await read.execute(sql`
    insert into misconduct_terms (id, record_id, position, version_id, person_id, starts_on, ends_on, applied_on,
      applied_by, digest, seal, sealed_by)
    select 't' || n, 'r' || n, 1, 'v' || n, 'p' || 2 * n, date '2024-12-01', date '2027-12-01', date '2024-12-01',
      'console', ''::bytea, ''::bytea, 'filler' from generate_series(0, ${records - 1}::int) n`)
  await read.execute(sql`vacuum analyze misconduct_terms`)
}

function rawSelect({ database }: Context): (person: string) => Promise<unknown> {
  if (database.kind === 'embedded')
    return (person) => rowsOf(database.read, sql`select * from misconduct_terms where person_id = ${person}`)
  const client = (database.read as unknown as { readonly $client: Sql }).$client
  return async (person) => client`select * from misconduct_terms where person_id = ${person}`
}
