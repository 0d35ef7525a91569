import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { TOTP } from 'otpauth'
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { dayOf } from '../../src/calendar/day.ts'
import { JOB_KINDS } from '../../src/desks.ts'
import { authorityByCreditCode } from '../../src/identity/find-authority.ts'
import { creditCodeCheck } from '../../src/identity/credit-code.ts'
import { grantRole } from '../../src/identity/grant-role.ts'
import { openAccount } from '../../src/identity/sign-in/open-account.ts'
import { runJobs } from '../../src/jobs/run-jobs.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import { checkDigit } from '../../src/people/id-number.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { CHROMIUM, hasBrowser } from '../support/browser.ts'
import { ownDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'

const PASSWORD = '职称评审 2026 值班口令'
const DOCUMENT = '云人社发〔2026〕8号'

/** A number nobody has: area 539901 exists nowhere. */
const numberOf = (serial: number): string => {
  const body = `53990119790101${String(serial).padStart(3, '0')}`
  return body + checkDigit(body)
}

describe.skipIf(!hasBrowser)('offices at their desks', () => {
  let database: Database
  let offices: OfficesAtWork
  let ctx: Context
  let origin: string
  let server: RunningServer
  let stopJobs: () => Promise<void>
  let browser: Browser
  let folder: string
  const totps = new Map<string, TOTP>()
  const seats = new Map<string, Page>()

  /** A browser of one's own, with the one-time secret typed in and an authenticator bound. */
  async function enrol(login: string, secret: string): Promise<Page> {
    const seat: BrowserContext = await browser.newContext({ viewport: { width: 1280, height: 900 } })
    const page = await seat.newPage()
    seats.set(login, page)
    await page.goto(`${origin}/desk/enrol`)
    await page.fill('input[name=secret]', secret)
    await page.fill('input[name=password]', PASSWORD)
    await page.fill('input[name=again]', PASSWORD)
    await page.click('main button[type=submit]')
    const shown = (await page.textContent('.secret'))?.replaceAll(/\s/g, '') ?? ''
    const totp = new TOTP({ secret: shown })
    totps.set(login, totp)
    await page.fill('input[name=code]', totp.generate())
    await page.click('main button[type=submit]')
    await page.goto(`${origin}/desk`)
    return page
  }

  const seat = (login: string): Page => seats.get(login)!

  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    database = await ownDatabase()
    offices = await officesAtWork(database, undefined, { publicOrigin: origin })
    ctx = { ...offices.ctx, now: () => new Date(), today: () => dayOf(new Date()) }
    const publish = () => publishCheckpoint(ctx, offices.memory)
    server = await startServer(ctx, port, { publish })
    stopJobs = runJobs(ctx, JOB_KINDS, { publish, idleMs: 50 })
    folder = mkdtempSync(join(tmpdir(), 'zhengxin-desks-'))
    writeFileSync(join(folder, 'list.xlsx'), await offices.list(3))
    writeFileSync(join(folder, 'other.xlsx'), await offices.list(3, 1))
    browser = await chromium.launch({
      executablePath: CHROMIUM,
      args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--no-first-run'],
    })
  })
  afterAll(async () => {
    await browser?.close()
    await stopJobs?.()
    await server?.close()
    await database?.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  it('let nobody in who is not signed in, and say nothing of which accounts exist', async () => {
    const page = await browser.newPage()
    await page.goto(`${origin}/desk/lists`)
    expect(new URL(page.url()).pathname).toBe('/desk/sign-in')
    const told = []
    for (const login of ['operator', 'nobody-at-all']) {
      await page.goto(`${origin}/desk/sign-in`)
      await page.fill('input[name=login]', login)
      await page.fill('input[name=password]', 'not the password')
      await page.click('main button[type=submit]')
      told.push((await page.textContent('main'))?.replaceAll(login, ''))
    }
    expect(told[0]).toBe(told[1])
    await page.close()
  })

  it('an operator made at the console binds an authenticator, makes an office and opens three accounts', async () => {
    const province = await authorityByCreditCode(database.read, offices.authority)
    const first = await openAccount(ctx, {
      login: 'operator',
      name: '甘系统',
      idType: 'resident-identity-card',
      idNumber: numberOf(1),
      officeId: province.id,
    })
    await grantRole(ctx, { grantee: first.accountId, role: 'operator', officeId: province.id })
    const page = await enrol('operator', first.secret)
    expect(await page.textContent('.who')).toContain('甘系统')

    const code = '11539901000009001'
    await page.goto(`${origin}/desk/offices/${province.id}/new`)
    await page.fill('input[name=name]', '云南省卫生系列高级职称评审委员会')
    await page.selectOption('select[name=kind]', 'convening-body')
    await page.fill('input[name=creditCode]', code + creditCodeCheck(code))
    await page.fill('input[name=place]', '530000')
    await page.click('main button[type=submit]')
    expect(await page.textContent('h1')).toContain('云南省卫生系列高级职称评审委员会')

    const people = `${origin}/desk/offices/${province.id}/people`
    const colleagues = [
      ['clerk', '阿卜杜拉·买买提', ['clerk', 'reviewer']],
      ['reviewer', '𬱖文核', ['reviewer', 'sealer']],
      ['issuer', '文发章', ['document-issuer']],
    ] as const
    for (const [i, [login, name, roles]] of colleagues.entries()) {
      await page.goto(people)
      await page.fill('input[name=login]', login)
      await page.fill('input[name=name]', name)
      await page.selectOption('select[name=idType]', 'resident-identity-card')
      await page.fill('input[name=idNumber]', numberOf(i + 2))
      await page.click('form[action$="/accounts"] button[type=submit]')
      const secret = (await page.textContent('.secret'))?.trim() ?? ''
      for (const role of roles) {
        await page.goto(people)
        const label = `${name}（${login}）`
        await page.selectOption('select[name=grantee]', { label })
        await page.selectOption('select[name=role]', role)
        await page.click('form[action$="/grants"] button[type=submit]')
      }
      const own = await enrol(login, secret)
      expect(await own.textContent('.who')).toContain(name)
    }
  })

  it('the clerk is told which cell is wrong, then brings a sound list and submits it', async () => {
    const page = seat('clerk')
    await page.goto(`${origin}/desk/lists/new`)
    await page.setInputFiles('input[name=file]', 'tests/samples/approved-list-2023-faults.xlsx')
    await page.click('main button[type=submit]')
    expect(await page.textContent('h1')).toContain('一行也没有导入')
    const download = page.waitForEvent('download')
    await page.click('a[download]')
    expect((await download).suggestedFilename()).toBe('标注-approved-list-2023-faults.xlsx')

    await page.goto(`${origin}/desk/lists/new`)
    await page.setInputFiles('input[name=file]', join(folder, 'list.xlsx'))
    await page.click('main button[type=submit]')
    await page.waitForSelector('a[href^="/desk/lists/"]:not([href="/desk/lists"])', { timeout: 30_000 })
    await page.goto(`${origin}/desk/lists`)
    await page.click('table a')
    await page.click('form[action$="/submission"] button')
    expect(await page.textContent('h1')).toContain('审核中')
  })

  it('the preparer cannot approve, also not in a second role, and it is recorded', async () => {
    const page = seat('clerk')
    await page.goto(`${origin}/desk`)
    expect(await page.locator('a[href^="/desk/approvals/"]').count()).toBe(0)
    await page.goto(`${origin}/desk/lists`)
    await page.click('table a')
    await page.click('a[href^="/desk/approvals/"]')
    expect(await page.locator('form[action$="/approval"]').count()).toBe(0)
    // The form it was not given, with the digest a reviewer is shown.
    const address = page.url()
    const reviewer = seat('reviewer')
    await reviewer.goto(address)
    const digest = await reviewer.inputValue('form[action$="/approval"] input[name=digest]')
    const status = await page.evaluate(
      async ([url, value]) => {
        const answer = await fetch(`${url}/approval`, {
          method: 'POST',
          body: new URLSearchParams({ digest: value! }),
        })
        return `${answer.status} ${await answer.text()}`
      },
      [address, digest],
    )
    expect(status).toMatch(/^403 /)
    expect(status).toContain('approvals/own-request')
  })

  it('a reviewer finds it waiting and approves what was shown', async () => {
    const page = seat('reviewer')
    await page.goto(`${origin}/desk`)
    expect(await page.textContent('.menu .count')).toBe('1')
    await page.click('main a[href^="/desk/approvals/"]')
    await page.click('form[action$="/approval"] button')
    await page.goto(`${origin}/desk`)
    expect(await page.locator('.menu .count').count()).toBe(0)
  })

  it('the issuer registers the document that names them, the sealer issues, and anybody can verify', async () => {
    const issuer = seat('issuer')
    await issuer.goto(`${origin}/desk/lists`)
    await issuer.click('table a')
    await issuer.click('a[href$="/paper"]')
    const register = async (persons: string) => {
      await issuer.fill('input[name=number]', DOCUMENT)
      await issuer.fill('input[name=issuedOn]', dayOf(new Date()))
      await issuer.setInputFiles('input[name=persons]', join(folder, persons))
      await issuer.click('form[action$="/documents/elsewhere"] button')
    }
    await register('other.xlsx')
    expect(await issuer.textContent('main')).toContain('名单里没有')
    await register('list.xlsx')
    expect(await issuer.textContent('main')).toContain(DOCUMENT)

    const sealer = seat('reviewer')
    await sealer.goto(`${origin}/desk/certificates`)
    await sealer.click(`text=${DOCUMENT}`)
    await sealer.click('form[action$="/issuing"] button')
    await expect
      .poll(
        async () => {
          await sealer.goto(`${origin}/desk/certificates`)
          await sealer.click(`text=${DOCUMENT}`)
          return sealer.locator('a[href^="/v/"]').count()
        },
        { timeout: 30_000 },
      )
      .toBe(3)
    const stranger = await browser.newPage()
    await stranger.goto(origin + (await sealer.getAttribute('a[href^="/v/"]', 'href')))
    expect(await stranger.textContent('.verdict h1')).toBe('有效')
    await stranger.close()
  })

  it('a spent code lets nobody in again; the next one does', async () => {
    const page = seat('issuer')
    await page.click('.who button')
    const totp = totps.get('issuer')!
    const typed = async (code: string) => {
      await page.goto(`${origin}/desk/sign-in`)
      await page.fill('input[name=login]', 'issuer')
      await page.fill('input[name=password]', PASSWORD)
      await page.fill('input[name=code]', code)
      await page.click('main button[type=submit]')
      return new URL(page.url()).pathname
    }
    const next = totp.generate({ timestamp: Date.now() + 30_000 })
    expect(await typed(next)).toBe('/desk')
    await page.click('.who button')
    expect(await typed(next)).toBe('/desk/sign-in')
  })

  it('everything left a record, and the audit finds nothing wrong', async () => {
    const found = await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory: offices.memory })
    expect(found.defects).toEqual([])
    expect((await auditTrail(ctx)).defects).toEqual([])
  })
})
