import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { authorityByCreditCode } from '../../src/identity/find-authority.ts'
import type { Role } from '../../src/identity/role.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Database } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { CHROMIUM, hasBrowser } from '../support/browser.ts'
import { ownDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'
import { signedIn } from '../support/signed-in.ts'

const PURPOSE = '核查举报线索'
const GROUND = '以虚假业绩材料骗取职称'

describe.skipIf(!hasBrowser)('those who look after certificates', () => {
  let database: Database
  let offices: OfficesAtWork
  let origin: string
  let server: RunningServer
  let browser: Browser
  let clerk: Page
  let reviewer: Page
  let sealer: Page
  let number = ''
  let code = ''
  let plan = ''
  let approval = ''

  /** A browser of one's own, without scripts, signed in with both factors. */
  async function seat(officeId: string, roles: readonly Role[], person: number): Promise<Page> {
    const { headers } = await signedIn(offices.ctx, { officeId, roles, person })
    const [name = '', value = ''] = (headers.Cookie ?? '').split('=')
    const context = await browser.newContext({ javaScriptEnabled: false })
    await context.addCookies([{ name, value, url: origin }])
    return context.newPage()
  }

  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    database = await ownDatabase()
    offices = await officesAtWork(database, undefined, { publicOrigin: origin })
    const [certificate] = await offices.issued(2)
    number = certificate?.row.number ?? ''
    code = certificate?.row.code ?? ''
    const publish = () => publishCheckpoint(offices.ctx, offices.memory)
    server = await startServer(offices.ctx, port, { publish })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
    const { id } = await authorityByCreditCode(database.read, offices.authority)
    // The clerk is given the approver's role too: it must not help them.
    clerk = await seat(id, ['clerk', 'sealer'], 1)
    reviewer = await seat(id, ['reviewer'], 2)
    sealer = await seat(id, ['sealer'], 3)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.close()
  })

  it('find a certificate for a purpose, and propose its revocation; what is typed wrong is kept', async () => {
    await clerk.goto(`${origin}/desk/certificates`)
    await clerk.fill('input[name=number]', number)
    await clerk.fill('input[name=purpose]', PURPOSE)
    await clerk.click('form[action$="/search"] button')
    expect(clerk.url()).not.toContain(number)
    await clerk.click('table.rows form button')
    expect(clerk.url()).not.toContain(number)
    expect(await clerk.textContent('h1')).toContain('在用')

    const form = clerk.locator('form[action$="/changes"]')
    await form.locator('select[name=act]').selectOption('revoke')
    await form.locator('input[name=document]').fill('云人社函〔2026〕1号')
    await form.locator('input[name=decidedOn]').fill('2027-01-01')
    await form.locator('input[name=ground]').fill(GROUND)
    await form.locator('button').click()
    expect(await form.locator('[role=alert]').textContent()).toContain('今天或以前')
    expect(await form.locator('input[name=ground]').inputValue()).toBe(GROUND)
    expect(await form.locator('select[name=act]').inputValue()).toBe('revoke')
    await form.locator('input[name=decidedOn]').fill('2026-11-20')
    await form.locator('button').click()
    plan = clerk.url()
    expect(await clerk.textContent('h1')).toContain('审批中，还差 1 人')
  })

  it('cannot approve what they proposed, whatever other role they hold', async () => {
    await clerk.goto(`${origin}/desk`)
    expect(await clerk.locator('main a[href^="/desk/approvals/"]').count()).toBe(0)
    await clerk.goto(plan)
    expect(await clerk.locator('form[action$="/application"]').count()).toBe(0)
    await clerk.click('a[href^="/desk/approvals/"]')
    approval = clerk.url()
    expect(await clerk.locator('form[action$="/approval"]').count()).toBe(0)
    await sealer.goto(approval)
    const digest = await sealer.inputValue('form[action$="/approval"] input[name=digest]')
    const forced = await clerk.request.post(`${approval}/approval`, {
      form: { digest },
      headers: { Origin: origin },
    })
    expect(forced.status()).toBe(403)
    const early = await clerk.request.post(`${plan}/application`, { headers: { Origin: origin } })
    expect(early.status()).toBeGreaterThanOrEqual(400)
    await reviewer.goto(`${origin}/v/${code}`)
    expect(await reviewer.textContent('.verdict h1')).toBe('有效')
  })

  it('see it approved by another, and carry it out', async () => {
    await sealer.goto(`${origin}/desk`)
    await sealer.click('main a[href^="/desk/approvals/"]')
    expect(await sealer.textContent('main')).toContain(GROUND)
    // What was asked for leads back to the plan.
    expect(await sealer.locator(`a[href="${new URL(plan).pathname}"]`).count()).toBe(1)
    await sealer.click('form[action$="/approval"] button')
    await clerk.goto(plan)
    await clerk.click('form[action$="/application"] button')
    expect(await clerk.textContent('h1')).toContain('已办理')
  })

  it('leave the public a state and a day, and the ground nowhere', async () => {
    const stranger = await browser.newPage()
    await stranger.goto(`${origin}/v/${code}`)
    expect(await stranger.textContent('.verdict h1')).toBe('无效')
    expect(await stranger.textContent('main')).toContain('已撤销')
    for (const path of [`/v/${code}`, '/ledger', '/.well-known/zhengxin-trust.json', '/status/1'])
      for (const accept of ['text/html', 'application/json']) {
        const answer = await stranger.request.get(origin + path, { headers: { Accept: accept } })
        expect(await answer.text(), `${path} ${accept}`).not.toContain(GROUND)
      }
    await stranger.close()
  })

  it('leave everything on record, and nothing the audit minds', async () => {
    const found = await auditLedger(offices.ctx, { sealedTables: SEALED_TABLES, memory: offices.memory })
    expect(found.defects).toEqual([])
  })
})
