import { describe, expect } from 'vitest'
import { createApp } from '../../src/app.ts'
import { startJob } from '../../src/jobs/start-job.ts'
import { jobs } from '../../src/jobs/schema.ts'
import type { Role } from '../../src/identity/role.ts'
import type { Database } from '../../src/platform/database.ts'
import { databaseTest } from '../support/database.ts'
import { signedIn } from '../support/signed-in.ts'
import { officesAlone } from '../support/staff.ts'

async function atTheDesk(database: Database) {
  const { ctx, ids } = await officesAlone(database)
  const app = await createApp(ctx)
  const id = await ctx.database.transaction((tx) =>
    startJob(ctx, tx, { kind: 'lists.import', officeId: ids.dali, input: {} }),
  )
  await database.read.update(jobs).set({ done: 30, total: 120 })
  let person = 0
  const somebody = (officeId: string, role: Role) =>
    signedIn(ctx, { officeId, roles: [role], person: (person += 1) })
  const get = (path: string, headers: Readonly<Record<string, string>>) =>
    app.request(path, { headers: { ...headers, Accept: 'text/html' } })
  return { app, ids, id, somebody, get }
}

describe('long work at a desk', () => {
  databaseTest('is listed, and shown with a bar that moves without a script', async ({ database }) => {
    const { ids, id, somebody, get } = await atTheDesk(database)
    const clerk = await somebody(ids.dali, 'clerk')
    const list = await (await get('/desk/jobs', clerk.headers)).text()
    expect(list).toContain(`href="/desk/jobs/${id}"`)
    expect(list).toContain('导入名单')
    expect(list).toContain('30 / 120')

    const page = await (await get(`/desk/jobs/${id}`, clerk.headers)).text()
    expect(page).toMatch(/<progress max="120" value="30"/)
    expect(page).toMatch(/<noscript><meta http-equiv="refresh" content="3"\s?\/?><\/noscript>/)
    const [, script] = /<script src="(\/assets\/[\w-]+\.js)" defer/.exec(page) ?? []
    const source = await (await get(script ?? '', {})).text()
    expect(source).toContain('EventSource')
    expect(page).toContain(`data-events="/api/v1/jobs/${id}/events"`)
  })

  databaseTest('is cancelled by who may, and then neither moves nor asks again', async ({ database }) => {
    const { app, ids, id, somebody, get } = await atTheDesk(database)
    const clerk = await somebody(ids.dali, 'clerk')
    const supervisor = await somebody(ids.dali, 'supervisor')
    const cancel = (headers: Readonly<Record<string, string>>) =>
      app.request(`/desk/jobs/${id}/cancel`, { method: 'POST', headers })

    expect(await (await get(`/desk/jobs/${id}`, supervisor.headers)).text()).not.toContain('/cancel"')
    expect((await cancel(supervisor.headers)).status).toBe(404)
    expect((await cancel({ ...clerk.headers, Origin: 'https://evil.example' })).status).toBe(403)
    expect((await database.read.select().from(jobs))[0]?.status).toBe('waiting')

    const done = await cancel(clerk.headers)
    expect([done.status, done.headers.get('location')]).toEqual([303, `/desk/jobs/${id}`])
    const page = await (await get(`/desk/jobs/${id}`, clerk.headers)).text()
    expect(page).toContain('已取消')
    expect(page).not.toContain('http-equiv="refresh"')
    expect(page).not.toContain('/cancel"')
  })

  databaseTest('of another office is nobody’s', async ({ database }) => {
    const { ids, id, somebody, get } = await atTheDesk(database)
    const other = await somebody(ids.kunming, 'clerk')
    expect(await (await get('/desk/jobs', other.headers)).text()).not.toContain(id)
    expect((await get(`/desk/jobs/${id}`, other.headers)).status).toBe(404)
    expect((await get(`/desk/jobs/${'A'.repeat(22)}`, other.headers)).status).toBe(404)
  })
})
