import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sql } from 'drizzle-orm'
import { dayFromNumber, dayNumber } from '../calendar/day.ts'
import { takeSnapshot } from '../integrity/snapshot/take-snapshot.ts'
import { leafMaker, snapshotOf } from '../integrity/snapshot/tree.ts'
import { blind, blindingKey } from '../integrity/snapshot/vrf.ts'
import type { Context } from '../platform/context.ts'
import { benchDeployment } from './deployment.ts'
import { median, type BenchRow } from './measure.ts'

const SUBJECTS = 1_000_000
const QUICK_SUBJECTS = 100_000
const NAMES = 200

/** The day's snapshot of a million listed subjects, against hashing and sorting as many with no database. */
export const snapshotRow: BenchRow = {
  name: 'snapshot',
  what: `每日快照（${SUBJECTS.toLocaleString('en')} 人在记录期内）`,
  limit: '不经数据库，只算同样多的散列并排序',
  target: 0.3,
  async prepare(setting) {
    const { ctx, close } = await benchDeployment(setting)
    const subjects = setting.quick ? QUICK_SUBJECTS : SUBJECTS
    await fillListed(ctx, subjects)
    const first = dayNumber(ctx.today())
    const names = Array.from({ length: subjects }, () => ctx.random(64))
    const seconds: number[] = []
    const held: number[] = []
    return {
      async figure() {
        const today = dayFromNumber(first + seconds.length)
        const delay = monitorEventLoopDelay({ resolution: 10 })
        delay.enable()
        const started = performance.now()
        const taken = await takeSnapshot({ ...ctx, today: () => today })
        seconds.push((performance.now() - started) / 1000)
        delay.disable()
        held.push(delay.max / 1e6)
        if (taken?.subjects !== subjects) throw new Error('not everybody is in it')
        return subjects
      },
      limit() {
        const leafOf = leafMaker(ctx.today())
        snapshotOf(
          names.map((name) => leafOf(name)),
          (length) => ctx.random(length),
        )
        return subjects
      },
      remark: () =>
        `${subjects.toLocaleString('en')} 人 ${median(seconds).toFixed(1)} 秒（一百万人要求 ≤ 30），其间主线程最长停顿 ${median(held).toFixed(0)} 毫秒；新增一人先盲化一次，${blindingMs(ctx).toFixed(1)} 毫秒`,
      close,
    }
  },
}

/** Terms of made-up people and their blinded names, as the days before left them; seals are filler. */
async function fillListed({ database: { read }, keyring }: Context, subjects: number): Promise<void> {
  const key = Buffer.from(blindingKey(keyring.fields.blindingSeed()).publicKey)
  await read.execute(sql`
    insert into misconduct_terms (id, record_id, position, version_id, person_id, starts_on, ends_on, applied_on,
      applied_by, digest, seal, sealed_by)
    select 't' || n, 'r' || n, 1, 'v' || n, 'p' || n, date '2024-12-01', date '2099-12-01', date '2024-12-01',
      'console', ''::bytea, ''::bytea, 'filler' from generate_series(1, ${subjects}::int) n`)
  await read.execute(sql`
    insert into integrity_blind_names (subject_id, blinding_key, name)
    select 'p' || n, ${key}::bytea, sha512(('p' || n)::bytea) from generate_series(1, ${subjects}::int) n`)
  await read.execute(sql`vacuum analyze misconduct_terms`)
  await read.execute(sql`vacuum analyze integrity_blind_names`)
}

function blindingMs({ keyring }: Context): number {
  const key = blindingKey(keyring.fields.blindingSeed())
  const started = performance.now()
  for (let i = 0; i < NAMES; i++) blind(key, `bench|${i}`)
  return (performance.now() - started) / NAMES
}
