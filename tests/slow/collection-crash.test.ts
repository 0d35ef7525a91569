import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { collectionBatches, collectionParts, collectionRows } from '../../src/collection/batch/schema.ts'
import { storeJob } from '../../src/collection/batch/store-job.ts'
import { assignProgramme } from '../../src/collection/programme/assign-programme.ts'
import { openProgramme } from '../../src/collection/programme/open-programme.ts'
import { dayOf } from '../../src/calendar/day.ts'
import { pastList } from '../../src/demo/past-list.ts'
import { registerOffices } from '../../src/demo/offices.ts'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import { jobs } from '../../src/jobs/schema.ts'
import { runNextJob } from '../../src/jobs/run-next-job.ts'
import { initKeys } from '../../src/keys/init.ts'
import { chance } from '../../src/platform/chance.ts'
import { readConfig } from '../../src/platform/config.ts'
import type { Context } from '../../src/platform/context.ts'
import { openService } from '../../src/service.ts'
import { collectEntryDefects } from '../collection/batch/defects.ts'
import { csv, send } from '../collection/batch/uploads.ts'
import { ownDatabase } from '../support/database.ts'
import { urlOf } from '../support/second-instance.ts'

// Three sets, the last one short, of rows long enough for two threads: the second set is the other one's.
const PEOPLE = 4500
const REMARKS = '原件存于档案室'.repeat(35)
const WORKER = new URL('./collection-worker.ts', import.meta.url).pathname

let home: string
let environment: NodeJS.ProcessEnv
let office: { readonly programmeId: string; readonly officeId: string }
let from = 0

beforeAll(async () => {
  home = mkdtempSync(join(tmpdir(), 'zhengxin-collection-'))
  environment = { DATA_DIR: join(home, 'data') }
  if (inject('template').kind === 'server') {
    const database = await ownDatabase()
    environment.DATABASE_URL = await urlOf(database)
    await database.close()
  }
  const config = readConfig(environment)
  await initKeys({ ...config, organisation: '证信测试', today: dayOf(new Date()), random: chance() })
  await inService(async (ctx) => {
    await registerOffices(ctx)
    const officeId = (await listAuthorities(ctx.database.read))[0]?.id ?? ''
    const { programmeId } = await openProgramme(ctx, { officeId, place: 'yunnan-2023', kind: 'past' })
    const part = { levels: ['junior'], routes: ['review'], fromYear: 1997, throughYear: 1999 } as const
    await assignProgramme(ctx, { programmeId, officeIds: [officeId], part })
    office = { programmeId, officeId }
  })
})
afterAll(() => rmSync(home, { recursive: true, force: true }))

/** Of the first set's people, one is there again in the second, and the number of another under a new name in the third. */
function longList(): Uint8Array {
  const [again, namesake] = [20, 25].map((i) =>
    [...pastList({ people: 1, from: from + i })].join('').split(/[\n,]/),
  )
  const line = (i: number, cells: string[]) => {
    const long = cells.with(12, REMARKS)
    if (i === 2500)
      return long.with(1, again![14]!).with(2, again![15]!).with(4, '其他').with(6, '助理统计师')
    return i === 4200 ? long.with(2, namesake![15]!) : long
  }
  return csv({ people: PEOPLE, from, line })
}

async function inService<T>(act: (ctx: Context) => Promise<T>): Promise<T> {
  const service = await openService(readConfig(environment))
  try {
    return await act(service.ctx)
  } finally {
    await service.close()
  }
}

async function killedAt(at: number, kill: string): Promise<string | null> {
  const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), WORKER], {
    env: { ...process.env, ...environment, KILL_AT: String(at), KILL: kill },
    stdio: 'inherit',
  })
  const [, signal] = (await once(child, 'exit')) as [number, string | null]
  return signal
}

/** Takes up what waits until nothing does; a dead process's lease runs out first. */
async function finish(ctx: Context): Promise<void> {
  for (;;) {
    await runNextJob(ctx, [storeJob], { leaseMs: 30_000, log: (error) => expect(error).toBeNull() })
    const open = await ctx.database.read.$count(jobs, eq(jobs.status, 'running'))
    const waiting = await ctx.database.read.$count(jobs, eq(jobs.status, 'waiting'))
    if (open + waiting === 0) return
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

describe('storing a list killed with SIGKILL', () => {
  // 1 takes the job, 2 keeps what judging found, 3 to 5 store the sets, 6 makes the batch, 7 ends the job.
  it.each([
    [2, 'before-commit'],
    [2, 'after-commit'],
    [3, 'before-commit'],
    [4, 'after-commit'],
    [6, 'before-commit'],
    [6, 'after-commit'],
  ])('at transaction %i, %s, shows no batch before it is whole, and is gone on with', async (at, kill) => {
    const bytes = longList()
    from += PEOPLE
    const id = await inService((ctx) => send(ctx, { ...office, bytes }))
    expect(await killedAt(at, kill)).toBe('SIGKILL')
    await inService(async (ctx) => {
      const { read } = ctx.database
      const isWhole = at === 6 && kill === 'after-commit'
      expect(await read.$count(collectionBatches, eq(collectionBatches.id, id))).toBe(isWhole ? 1 : 0)
      await finish(ctx)
      const [batch] = await read.select().from(collectionBatches).where(eq(collectionBatches.id, id))
      expect(batch).toMatchObject({ rowCount: PEOPLE })
      const rows = await read
        .select()
        .from(collectionRows)
        .where(eq(collectionRows.batchId, id))
        .orderBy(asc(collectionRows.position))
      expect(rows.map(({ position }) => position)).toEqual(Array.from({ length: PEOPLE }, (_, i) => i + 1))
      expect(rows[2500]).toMatchObject({ match: 'number', personId: rows[20]?.personId })
      expect(rows[4200]).toMatchObject({ match: 'registered', namesakeId: rows[25]?.personId })
      expect(new Set(rows.map(({ personId }) => personId)).size).toBe(PEOPLE - 1)
      expect(await read.$count(collectionParts, eq(collectionParts.kind, 'file'))).toBe(0)
      expect(await collectEntryDefects(ctx)).toEqual([])
    })
  })
})

describe('the same file twice at once', () => {
  it('is one batch', async () => {
    const bytes = csv({ people: 500, from })
    await inService(async (ctx) => {
      const ids = await Promise.all([1, 2, 3].map(() => send(ctx, { ...office, bytes })))
      expect(new Set(ids).size).toBe(1)
      const means = { leaseMs: 30_000, log: (error: unknown) => expect(error).toBeNull() }
      await Promise.all([1, 2].map(() => runNextJob(ctx, [storeJob], means)))
      const [id = ''] = ids
      expect(await ctx.database.read.$count(collectionBatches, eq(collectionBatches.id, id))).toBe(1)
      expect(await ctx.database.read.$count(collectionRows, eq(collectionRows.batchId, id))).toBe(500)
    })
  })
})
