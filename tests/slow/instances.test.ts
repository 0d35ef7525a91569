import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { z } from 'zod'
import { createApp } from '../../src/app.ts'
import { dayOf } from '../../src/calendar/day.ts'
import { registerOffices } from '../../src/demo/offices.ts'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import { staffRoute } from '../../src/identity/route.ts'
import { findJob } from '../../src/jobs/find-job.ts'
import type { JobKind } from '../../src/jobs/job.ts'
import { holdLease } from '../../src/jobs/lease.ts'
import { runJobs } from '../../src/jobs/run-jobs.ts'
import { jobs, jobSecrets } from '../../src/jobs/schema.ts'
import { startJob } from '../../src/jobs/start-job.ts'
import { takeJob } from '../../src/jobs/take-job.ts'
import { initKeys } from '../../src/keys/init.ts'
import { chance } from '../../src/platform/chance.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Context } from '../../src/platform/context.ts'
import { rowsOf, type Database } from '../../src/platform/database.ts'
import { rateCounts } from '../../src/platform/schema.ts'
import { openService } from '../../src/service.ts'
import { ownDatabase } from '../support/database.ts'
import { officesAtWork } from '../support/offices-at-work.ts'
import { started } from '../support/process.ts'
import { secondInstance, urlOf } from '../support/second-instance.ts'
import { signedIn, staffApi } from '../support/signed-in.ts'
import { officesAlone } from '../support/staff.ts'

// PGlite has one connection in one process: nothing here can be seen in it.
const onServer = inject('template').kind === 'server'

describe.skipIf(!onServer)('two instances on one database', () => {
  let databases: readonly Database[] = []
  let contexts: readonly Context[] = []
  let dali = ''
  beforeAll(async () => {
    const first = await ownDatabase()
    databases = [first, await secondInstance(first)]
    const { ctx, ids } = await officesAlone(first)
    contexts = databases.map((database) => ({ ...ctx, database }))
    dali = ids.dali
  })
  afterAll(() => Promise.all(databases.map((database) => database.close())))
  const at = (i: number) => contexts[i % 2] as Context
  const start = (input: Record<string, unknown>, kind = 'count') =>
    at(0).database.transaction((tx) => startJob(at(0), tx, { kind, officeId: dali, input }))

  it('act once on fifty requests with one key, and give one answer', async () => {
    const route = staffRoute({
      method: 'post',
      path: '/api/v1/once',
      summary: '办一次',
      act: 'lists.import',
      office: 'none',
      body: z.strictObject({ n: z.int() }),
      answers: { 201: z.strictObject({ made: z.string() }) },
      problems: [],
      async handle(ctx) {
        await ctx.database.transaction(async (tx) => {
          await tx.insert(rateCounts).values({ key: ctx.random(16), count: -1, until: ctx.now() })
        })
        await new Promise((resolve) => setTimeout(resolve, 20))
        return { status: 201, body: { made: Buffer.from(ctx.random(8)).toString('hex') } }
      },
    })
    const clerk = await signedIn(at(0), { officeId: dali, roles: ['clerk'], person: 1 })
    const apps = contexts.map((ctx) => staffApi(ctx, [route]).app)
    for (const key of ['a', 'b']) {
      const answers = await Promise.all(
        Array.from({ length: 50 }, async (_, i) => {
          const response = await apps[i % 2]!.request('/api/v1/once', {
            method: 'POST',
            headers: { ...clerk.headers, 'Content-Type': 'application/json', 'Idempotency-Key': key },
            body: '{"n":1}',
          })
          return `${response.status} ${await response.text()}`
        }),
      )
      expect(new Set(answers).size).toBe(1)
      expect(answers[0]).toMatch(/^201 /)
    }
    const effects = await at(0).database.read.select().from(rateCounts).where(eq(rateCounts.count, -1))
    expect(effects).toHaveLength(2)
  })

  it('share one count of misses', async () => {
    const apps = await Promise.all(contexts.map((ctx) => createApp(ctx)))
    const ask = async (i: number) => {
      const env = { incoming: { socket: { remoteAddress: '192.0.2.7' } } }
      const headers = { Accept: 'application/json' }
      return (await apps[i % 2]!.request(`/v/${'A'.repeat(19)}${100 + i}`, { headers }, env)).status
    }
    const statuses = await Promise.all(Array.from({ length: 104 }, (_, i) => ask(i)))
    expect(statuses.filter((status) => status === 200)).toHaveLength(100)
    expect([await ask(104), await ask(105)]).toEqual([429, 429])
  })

  it('do every job once, whoever takes it up', async () => {
    const made: string[] = []
    const kind: JobKind = {
      kind: 'count',
      zh: '数数',
      needs: 'lists.import',
      async act(ctx, job) {
        for (let i = 0; i < 5; i++)
          await ctx.database.transaction(async (tx) => {
            await tx.execute(sql`insert into made_once values (${`${job.id} ${i}`})`)
            await job.keep(tx, { i })
          })
        made.push(job.id)
        return {}
      },
    }
    await at(0).database.read.execute(sql`create table made_once (name text primary key)`)
    const ids = await Promise.all(Array.from({ length: 40 }, () => start({})))
    const stops = contexts.map((ctx) => runJobs(ctx, [kind], { workers: 3, idleMs: 10 }))
    const left = async () =>
      (await at(0).database.read.select().from(jobs).where(eq(jobs.status, 'done'))).length < ids.length
    while (await left()) await new Promise((resolve) => setTimeout(resolve, 50))
    await Promise.all(stops.map((stop) => stop()))
    expect(made.toSorted()).toEqual(ids.toSorted())
    const rows = await rowsOf(at(0).database.read, sql`select name from made_once`)
    expect(rows).toHaveLength(200)
    const attempts = await at(0).database.read.select({ n: jobs.attempts }).from(jobs)
    expect(new Set(attempts.map(({ n }) => n))).toEqual(new Set([1]))
  })

  it('leave a job to the one that is committing it, even when its lease has run out', async () => {
    await start({}, 'held')
    const taken = await takeJob(at(0), ['held'], -1)
    if (!taken) throw new Error('nobody else wanted it')
    let letGo = () => {}
    const isLetGo = new Promise<void>((resolve) => {
      letGo = resolve
    })
    let held = () => {}
    const isHeld = new Promise<void>((resolve) => {
      held = resolve
    })
    const committing = at(0).database.transaction(async (tx) => {
      await holdLease(tx, taken)
      held()
      await isLetGo
    })
    await isHeld
    // A sweep that looked only at the lease would find it run out.
    expect(await takeJob(at(1), ['held'], 60_000)).toBeNull()
    letGo()
    await committing
    await at(0)
      .database.read.update(jobs)
      .set({ leaseUntil: new Date(0) })
      .where(eq(jobs.id, taken.row.id))
    const again = await takeJob(at(1), ['held'], 60_000)
    expect(again?.row).toMatchObject({ id: taken.row.id, attempts: 2 })
    await expect(at(0).database.transaction((tx) => holdLease(tx, taken))).rejects.toMatchObject({
      code: 'jobs/lease-lost',
    })
  })
})

describe.skipIf(!onServer)('a service killed in the middle of a job', () => {
  it('leaves nothing half done, and the next one finishes it once', async () => {
    const database = await ownDatabase()
    const folder = mkdtempSync(join(tmpdir(), 'zhengxin-killed-job-'))
    const environment = {
      DATABASE_URL: await urlOf(database),
      DATA_DIR: join(folder, 'data'),
      LEDGER_ORIGIN: 'rcps.example.gov.cn/ledger',
      PORT: '0',
    }
    const config = readConfig(environment)
    await initKeys({ ...config, organisation: '某厅', today: dayOf(new Date()), random: chance() })
    const service = await openService(config)
    const { ctx } = service
    const authority = await registerOffices(ctx)
    const office = (await listAuthorities(database.read)).find((each) => each.creditCode === authority)
    const bytes = await (await officesAtWorkList())(3000)
    const input = { fileName: 'list.xlsx', authority, office: authority, replaces: null }
    const jobId = await ctx.database.transaction((tx) =>
      startJob(ctx, tx, { kind: 'lists.import', officeId: office?.id ?? '', input, file: bytes }),
    )
    const job = () => findJob(ctx, database.read, jobId)
    const until = async (status: string) => {
      for (let now = await job(); now.status !== status; now = await job()) {
        if (now.status === 'failed') throw new Error(now.problem?.code)
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }

    const first = await started(['serve'], { cwd: folder, environment, until: /已启动/ })
    await until('running')
    await first.stop('SIGKILL')
    expect(await rowsOf(database.read, sql`select id from result_lists`)).toEqual([])
    expect(await database.read.select().from(jobSecrets)).toHaveLength(1)

    const second = await started(['serve'], { cwd: folder, environment, until: /已启动/ })
    await until('done')
    expect(await job()).toMatchObject({ attempts: 2, result: { rows: 3000 } })
    const lists = await rowsOf<{ row_count: number }>(database.read, sql`select row_count from result_lists`)
    expect(lists.map((list) => list.row_count)).toEqual([3000])
    expect(await database.read.select().from(jobSecrets)).toEqual([])
    await second.stop()
    await service.close()
    await database.close()
    rmSync(folder, { recursive: true })
  })
})

/** A list of so many made-up people, from the office's own sample. */
async function officesAtWorkList() {
  const database = await ownDatabase()
  const { list } = await officesAtWork(database)
  return async (people: number) => {
    const bytes = await list(people)
    await database.close()
    return bytes
  }
}
