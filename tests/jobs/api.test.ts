import { describe, expect } from 'vitest'
import { jobRoutes } from '../../src/jobs/api.ts'
import { runNextJob } from '../../src/jobs/run-next-job.ts'
import { startJob } from '../../src/jobs/start-job.ts'
import { databaseTest } from '../support/database.ts'
import { signedIn, staffApi } from '../support/signed-in.ts'
import { officesAlone } from '../support/staff.ts'

const KIND = {
  kind: 'k',
  zh: '试',
  needs: 'jobs.see' as const,
  act: () => Promise.resolve({ rows: 2 }),
}

describe('jobs for programs', () => {
  databaseTest('are followed event by event until the end, and then no more', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const { app } = staffApi(ctx, jobRoutes)
    const me = await signedIn(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    const id = await ctx.database.transaction((tx) =>
      startJob(ctx, tx, { kind: 'k', officeId: ids.dali, input: {} }),
    )
    const response = await app.request(`/api/v1/jobs/${id}/events`, { headers: me.headers })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader()
    let text = ''
    while (!text.includes('event: job')) text += (await reader.read()).value ?? ''
    expect(text).toContain('"status":"waiting"')
    await runNextJob(ctx, [KIND], { leaseMs: 60_000, log: () => {} })
    for (let next = await reader.read(); !next.done; next = await reader.read()) text += next.value
    expect(text).toContain('"status":"done"')
    expect(text).toContain('"result":{"rows":2}')
    expect(text.endsWith('event: end\ndata: {}\n\n')).toBe(true)
  })

  databaseTest('are cancelled once, and the wish is recorded', async ({ database }) => {
    const { ctx, ids } = await officesAlone(database)
    const { app } = staffApi(ctx, jobRoutes)
    const me = await signedIn(ctx, { officeId: ids.dali, roles: ['clerk'], person: 1 })
    const id = await ctx.database.transaction((tx) =>
      startJob(ctx, tx, { kind: 'k', officeId: ids.dali, input: {} }),
    )
    const cancel = () =>
      app.request(`/api/v1/jobs/${id}/cancellation`, { method: 'POST', headers: me.headers })
    expect(await (await cancel()).json()).toMatchObject({ id, status: 'cancelled' })
    expect(await (await cancel()).json()).toMatchObject({ title: 'jobs/ended' })
    const list = await app.request('/api/v1/jobs?limit=1', { headers: me.headers })
    expect(await list.json()).toMatchObject({ items: [{ id, status: 'cancelled' }], next: null })
  })
})
