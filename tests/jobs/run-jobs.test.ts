import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Role } from '../../src/identity/role.ts'
import { withdrawRole } from '../../src/identity/withdraw-role.ts'
import { cancelJob } from '../../src/jobs/cancel-job.ts'
import { findJob, listJobs } from '../../src/jobs/find-job.ts'
import type { JobKind, RunningJob } from '../../src/jobs/job.ts'
import { jobCancelled } from '../../src/jobs/refusals.ts'
import { runJobs } from '../../src/jobs/run-jobs.ts'
import { runNextJob } from '../../src/jobs/run-next-job.ts'
import { jobs, jobSecrets } from '../../src/jobs/schema.ts'
import { MOST_FILE_BYTES, startJob, type NewJob } from '../../src/jobs/start-job.ts'
import { takeJob } from '../../src/jobs/take-job.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { Refusal } from '../../src/platform/refusal.ts'
import { rateCounts } from '../../src/platform/schema.ts'
import { utf8 } from '../../src/signing/bytes.ts'
import { ownDatabase } from '../support/database.ts'
import { officesAlone, somebody } from '../support/staff.ts'

const LEASE_MS = 60_000
const faults: unknown[] = []
const means = { leaseMs: LEASE_MS, log: (error: unknown) => faults.push(error) }

let database: Database
let console: Context
let dali: string
let kunming: string
let people = 0

beforeAll(async () => {
  database = await ownDatabase()
  const alone = await officesAlone(database)
  console = alone.ctx
  dali = alone.ids.dali
  kunming = alone.ids.kunming
})
afterAll(() => database.close())

const clerk = (officeId = dali, roles: readonly Role[] = ['clerk']) =>
  somebody(console, { officeId, roles, person: (people += 1) })

const start = (ctx: Context, job: Partial<NewJob> = {}) =>
  ctx.database.transaction((tx) =>
    startJob(ctx, tx, { kind: 'count', officeId: dali, input: { to: 3 }, ...job }),
  )

/** Makes `to` rows, one a transaction, and remembers after each how far it is. */
const counting = (
  act: (ctx: Context, job: RunningJob, i: number) => Promise<void> | void = () => {},
): JobKind => ({
  kind: 'count',
  zh: '数数',
  needs: 'lists.import',
  async act(ctx, job) {
    const to = Number(job.input.to)
    for (let i = Number(job.state?.counted ?? 0); i < to; i++) {
      await act(ctx, job, i)
      await ctx.database.transaction(async (tx) => {
        await tx.insert(rateCounts).values({ key: ctx.random(16), count: i, until: ctx.now() })
        await job.keep(tx, { counted: i + 1 })
      })
      job.progress(i + 1, to)
    }
    return { counted: to }
  },
})

const rows = async (): Promise<readonly number[]> => {
  const found = await database.read.delete(rateCounts).returning({ count: rateCounts.count })
  return found.map(({ count }) => count).toSorted((a, b) => a - b)
}
const expire = (id: string) =>
  database.read
    .update(jobs)
    .set({ leaseUntil: new Date(0) })
    .where(eq(jobs.id, id))
const found = (id: string) => findJob(console, database.read, id)

describe('a job', () => {
  it('is done as the one who started it, with their purpose, and answers', async () => {
    const plain = await clerk()
    const me = { ...plain, actor: { ...plain.actor, purpose: '年度申报' } }
    const id = await start(me)
    const seen: Context['actor'][] = []
    expect(await runNextJob(console, [counting((ctx) => void seen.push(ctx.actor))], means)).toBe(true)
    expect(await found(id)).toMatchObject({
      status: 'done',
      startedBy: me.actor.name,
      done: 3,
      total: 3,
      attempts: 1,
      result: { counted: 3 },
      problem: null,
    })
    expect(seen[0]).toMatchObject({ accountId: me.actor.accountId, purpose: '年度申报', sessionId: null })
    expect(await rows()).toEqual([0, 1, 2])
    expect(await database.read.select().from(jobSecrets)).toEqual([])
    expect(await runNextJob(console, [counting()], means)).toBe(false)
  })

  it('is left to whoever knows its kind', async () => {
    const id = await start(await clerk(), { kind: 'other' })
    expect(await runNextJob(console, [counting()], means)).toBe(false)
    expect((await found(id)).status).toBe('waiting')
    await cancelJob(console, id)
  })

  it('keeps its file unreadable, hands it to the work, and destroys it at the end', async () => {
    const content = utf8('名单：'.repeat(100))
    await start(await clerk(), { file: content, input: { to: 0 } })
    const [kept] = await database.read.select().from(jobSecrets)
    expect(Buffer.from(kept?.file ?? []).includes(Buffer.from('名单'))).toBe(false)
    let read: Uint8Array | undefined
    const reading: JobKind = {
      ...counting(),
      act: async (_, job) => {
        read = await job.file()
        return {}
      },
    }
    await runNextJob(console, [reading], means)
    expect(read).toEqual(content)
    expect(await database.read.select().from(jobSecrets)).toEqual([])
    await expect(start(await clerk(), { file: new Uint8Array(MOST_FILE_BYTES + 1) })).rejects.toMatchObject({
      code: 'jobs/file-too-large',
    })
  })

  it('is not begun for somebody who lost the role meanwhile', async () => {
    const me = await clerk()
    const id = await start(me)
    await withdrawRole(console, { grantee: me.actor.accountId, role: 'clerk', officeId: dali })
    await runNextJob(console, [counting()], means)
    expect(await found(id)).toMatchObject({ status: 'failed', problem: { code: 'identity/not-allowed' } })
    expect(await rows()).toEqual([])
  })

  it('fails with the code of the refusal it met', async () => {
    const id = await start(await clerk())
    const refusing = counting((_, __, i) => {
      if (i === 1) throw new Refusal('conflict', 'things/no', '不行')
    })
    await runNextJob(console, [refusing], means)
    expect(await found(id)).toMatchObject({
      status: 'failed',
      problem: { code: 'things/no', detail: '不行' },
    })
    expect(await rows()).toEqual([0])
  })

  it('is tried again after a fault of ours, goes on where it was, and is given up at the fifth', async () => {
    const id = await start(await clerk())
    const faulty = counting((_, __, i) => {
      if (i === 2) throw new Error('a bug')
    })
    for (let attempt = 1; attempt <= 5; attempt++) {
      expect(await runNextJob(console, [faulty], means), `attempt ${attempt}`).toBe(true)
      if (attempt < 5) {
        expect(await found(id)).toMatchObject({ status: 'waiting', attempts: attempt })
        expect(await runNextJob(console, [faulty], means)).toBe(false)
        await expire(id)
      }
    }
    expect(await found(id)).toMatchObject({ status: 'failed', problem: { code: 'jobs/broken' } })
    expect(await rows()).toEqual([0, 1])
    expect(faults).toHaveLength(5)
  })
})

describe('a job entered a moment ago', () => {
  it('is taken up at once, even in the millisecond it was entered in', async () => {
    const ctx = await clerk()
    for (let i = 0; i < 100; i++) {
      const id = await start(ctx)
      expect((await takeJob(console, ['count'], LEASE_MS))?.row.id).toBe(id)
      await database.read.delete(jobs).where(eq(jobs.id, id))
    }
  })
})

describe('a job whose process died', () => {
  it('is taken up after its lease, and what was done is not done again', async () => {
    const id = await start(await clerk())
    const dying = takeJob(console, ['count'], LEASE_MS)
    expect((await dying)?.row.id).toBe(id)
    await database.read
      .update(jobs)
      .set({ state: { counted: 2 } })
      .where(eq(jobs.id, id))
    expect(await runNextJob(console, [counting()], means)).toBe(false)
    await expire(id)
    expect(await runNextJob(console, [counting()], means)).toBe(true)
    expect(await found(id)).toMatchObject({ status: 'done', attempts: 2 })
    expect(await rows()).toEqual([2])
  })

  it('is not taken up for ever', async () => {
    const id = await start(await clerk())
    for (let i = 0; i < 5; i++) {
      await takeJob(console, ['count'], LEASE_MS)
      await expire(id)
    }
    expect(await takeJob(console, ['count'], LEASE_MS)).toBeNull()
    expect(await found(id)).toMatchObject({ status: 'failed', problem: { code: 'jobs/broken' } })
  })

  it('commits nothing more when it comes back to life', async () => {
    const id = await start(await clerk())
    const coming = counting(async (_, __, i) => {
      if (i !== 1) return
      // Our lease runs out while we are away, and somebody else takes the job up.
      await expire(id)
      expect((await takeJob(console, ['count'], LEASE_MS))?.row.id).toBe(id)
    })
    await runNextJob(console, [coming], means)
    expect(await rows()).toEqual([0])
    expect(await found(id)).toMatchObject({ status: 'running', attempts: 2 })
    await expire(id)
    await runNextJob(console, [counting()], means)
    expect(await rows()).toEqual([1, 2])
  })
})

describe('cancelling a job', () => {
  it('ends one that waits at once, file and all', async () => {
    const me = await clerk()
    const id = await start(me, { file: utf8('x') })
    expect(await cancelJob(me, id)).toMatchObject({ status: 'cancelled' })
    expect(await database.read.select().from(jobSecrets)).toEqual([])
    await expect(cancelJob(me, id)).rejects.toMatchObject({ code: 'jobs/ended' })
    expect(await runNextJob(console, [counting()], means)).toBe(false)
  })

  it('ends one that runs before its next commit', async () => {
    const me = await clerk()
    const id = await start(me)
    const slow = counting(async (_, __, i) => {
      if (i === 1) await cancelJob(me, id)
    })
    await runNextJob(console, [slow], means)
    expect(await found(id)).toMatchObject({ status: 'cancelled', isCancelling: true })
    expect(await rows()).toEqual([0])
  })

  it('is not for who may only look, nor for who is elsewhere', async () => {
    const id = await start(await clerk())
    const supervisor = await clerk(dali, ['supervisor'])
    const other = await clerk(kunming)
    for (const who of [supervisor, other])
      await expect(cancelJob(who, id)).rejects.toMatchObject({ code: 'jobs/not-found' })
    expect((await found(id)).isCancelling).toBe(false)
    await cancelJob(console, id)
  })
})

describe('who sees a job', () => {
  it('is its office and those above, a page at a time', async () => {
    const ids: string[] = []
    for (let i = 0; i < 5; i++) ids.push(await start(await clerk()))
    const me = await clerk()
    const first = await listJobs(me, database.read, { limit: 3 })
    const second = await listJobs(me, database.read, { limit: 200, after: first.next ?? '' })
    expect(first.items).toHaveLength(3)
    const seen = [...first.items, ...second.items].map(({ id }) => id)
    expect(seen).toEqual(expect.arrayContaining(ids))
    expect(new Set(seen).size).toBe(seen.length)
    expect(second.next).toBeNull()

    const other = await clerk(kunming)
    expect((await listJobs(other, database.read, { limit: 3 })).items).toEqual([])
    await expect(findJob(other, database.read, ids[0] ?? '')).rejects.toMatchObject({
      code: 'jobs/not-found',
    })
    for (const id of ids) await cancelJob(console, id)
  })
})

describe('stopping the process', () => {
  it('lets a running job go where it is, and counts no attempt', async () => {
    const id = await start(await clerk(), { input: { to: 1000 } })
    let begun = () => {}
    const isRunning = new Promise<void>((resolve) => {
      begun = resolve
    })
    const endless: JobKind = {
      ...counting(),
      async act(_, job) {
        begun()
        while (!job.cancelled()) await new Promise((resolve) => setTimeout(resolve, 5))
        throw jobCancelled()
      },
    }
    const stop = runJobs(console, [endless], { idleMs: 5 })
    await isRunning
    await stop()
    expect(await found(id)).toMatchObject({ status: 'waiting', attempts: 0 })
    await database.read
      .update(jobs)
      .set({ input: { to: 1 } })
      .where(eq(jobs.id, id))
    const again = runJobs(console, [counting()], { idleMs: 5 })
    while ((await found(id)).status !== 'done') await new Promise((resolve) => setTimeout(resolve, 5))
    await again()
    await database.read.execute(sql`delete from rate_counts`)
  })
})
