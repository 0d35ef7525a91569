import { existsSync } from 'node:fs'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { JobKind } from '../../src/jobs/job.ts'
import { runNextJob } from '../../src/jobs/run-next-job.ts'
import { startJob } from '../../src/jobs/start-job.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { ownDatabase } from '../support/database.ts'
import { signedIn } from '../support/signed-in.ts'
import { officesAlone } from '../support/staff.ts'

const CHROMIUM = '/usr/bin/chromium'
const present = existsSync(CHROMIUM)

describe.skipIf(!present)('the bar of a job, in Chromium', () => {
  let database: Database
  let ctx: Context
  let dali: string
  let server: RunningServer
  let browser: Browser
  beforeAll(async () => {
    database = await ownDatabase()
    const alone = await officesAlone(database)
    dali = alone.ids.dali
    // By http, as the demonstration is read on the machine itself.
    ctx = { ...alone.ctx, config: { ...alone.ctx.config, publicOrigin: 'http://localhost' } }
    server = await startServer(ctx, 0)
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.close()
  })

  /** A job that moves when it is told to. */
  function stepwise() {
    const waiting: (() => void)[] = []
    const kind: JobKind = {
      kind: 'steps',
      zh: '一步一步',
      needs: 'jobs.see',
      async act(_, job) {
        for (let i = 1; i <= 3; i++) {
          await new Promise<void>((resolve) => waiting.push(resolve))
          job.progress(i, 3)
        }
        await new Promise<void>((resolve) => waiting.push(resolve))
        return {}
      },
    }
    const step = async () => {
      while (waiting.length === 0) await new Promise((resolve) => setTimeout(resolve, 10))
      waiting.shift()?.()
    }
    return { kind, step }
  }

  async function opened(javaScriptEnabled: boolean, person: number) {
    const { kind, step } = stepwise()
    const id = await ctx.database.transaction((tx) =>
      startJob(ctx, tx, { kind: kind.kind, officeId: dali, input: {} }),
    )
    const clerk = await signedIn(ctx, { officeId: dali, roles: ['clerk'], person })
    const [name = '', value = ''] = (clerk.headers.Cookie ?? '').split('=')
    const context = await browser.newContext({ javaScriptEnabled })
    await context.addCookies([{ name, value, url: `http://localhost:${server.port}` }])
    const page = await context.newPage()
    const faults: string[] = []
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()))
    await page.goto(`http://localhost:${server.port}/desk/jobs/${id}`)
    const running = runNextJob(ctx, [kind], { leaseMs: 60_000, log: () => {} })
    return { page, step, running, faults }
  }

  it('moves as the work does, without the page being asked for again, and tells the end', async () => {
    const { page, step, running, faults } = await opened(true, 1)
    await page.evaluate("window.sameOne = 'yes'")
    for (const done of [1, 2, 3]) {
      await step()
      await page.locator('b', { hasText: `${done} / 3` }).waitFor()
      expect(await page.evaluate("document.querySelector('progress').value")).toBe(done)
      expect(await page.evaluate('window.sameOne')).toBe('yes')
    }
    await step()
    await running
    await page.getByText('已完成').first().waitFor()
    expect(faults).toEqual([])
  })

  it('moves without a script too, because the page asks for itself again', async () => {
    const { page, step, running } = await opened(false, 2)
    await step()
    await page.locator('progress[value="1"]').waitFor({ state: 'attached' })
    for (let i = 0; i < 3; i++) await step()
    await running
    await page.getByText('已完成').first().waitFor()
  })
})
