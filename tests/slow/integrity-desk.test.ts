import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JOB_KINDS } from '../../src/desks.ts'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import { enterRecord } from '../../src/integrity/records/enter-record.ts'
import { putInForce } from '../../src/integrity/records/put-in-force.ts'
import { submitRecord } from '../../src/integrity/records/submit-record.ts'
import type { Role } from '../../src/identity/role.ts'
import { runJobs } from '../../src/jobs/run-jobs.ts'
import { auditEverything } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Database } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { auditTrail } from '../../src/trail/audit.ts'
import { auditWaiting } from '../../src/trail/audit-waiting.ts'
import { agree, applicant, RECORD } from '../integrity/records/at-work.ts'
import { teacher, workbookOf } from '../results/lists/reviewing.ts'
import { CHROMIUM, hasBrowser } from '../support/browser.ts'
import { ownDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'
import { signedIn } from '../support/signed-in.ts'
import { madeUpNumber, officeIds, somebody } from '../support/staff.ts'

const NAME = '某甲'
const NUMBER = madeUpNumber(810)
const REFUSED = '不能受理'
/** Where somebody wants to look at the pages: a folder, by the environment. */
const PICTURES = process.env.PICTURES

describe.skipIf(!hasBrowser)('a record of misconduct, from desk to desk', () => {
  let database: Database
  let offices: OfficesAtWork
  let origin: string
  let server: RunningServer
  let stopJobs: () => Promise<unknown>
  let browser: Browser
  let officer: Page
  let reviewers: readonly [Page, Page]
  let clerk: Page
  let record = ''

  async function seat(officeId: string, roles: readonly Role[], person: number): Promise<Page> {
    const { headers } = await signedIn(offices.ctx, { officeId, roles, person })
    const [name = '', value = ''] = (headers.Cookie ?? '').split('=')
    const context = await browser.newContext({
      javaScriptEnabled: false,
      viewport: { width: 1100, height: 900 },
    })
    await context.addCookies([{ name, value, url: origin }])
    return context.newPage()
  }
  const picture = async (page: Page, name: string): Promise<void> => {
    if (PICTURES === undefined) return
    mkdirSync(PICTURES, { recursive: true })
    await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true })
  }
  /** Nothing is pushed out of the window sideways, however narrow it is. */
  const wide = async (page: Page, name: string): Promise<void> => {
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: 800 })
      await picture(page, `${name}-${width}`)
      const needed = await page.evaluate(() => document.documentElement.scrollWidth)
      expect([name, needed <= width]).toEqual([name, true])
    }
  }
  const fill = async (page: Page, form: string, typed: Readonly<Record<string, string>>): Promise<void> => {
    for (const [name, value] of Object.entries(typed)) {
      const field = page.locator(`${form} [name="${name}"]`)
      if ((await field.evaluate((found) => found.tagName)) === 'SELECT') await field.selectOption(value)
      else await field.fill(value)
    }
    await page.click(`${form} button[type=submit]`)
  }
  /** Both reviewers open what waits for them, and agree. */
  const agreed = async (): Promise<void> => {
    for (const page of reviewers) {
      await page.goto(`${origin}/desk`)
      await page.locator('main a[href^="/desk/approvals/"]').first().click()
      await picture(page, 'approval')
      await page.click('form[action$="/approval"] button')
    }
    await officer.goto(record)
    await officer.click('form[action$="/force"] button')
  }
  const submitted = async (): Promise<void> => {
    await officer.click('form[action$="/submission"] button')
    expect(await officer.textContent('main')).toContain('还差 2 人')
  }
  /** The person's row on a list, as the clerk brings it: what the page says. */
  const brought = async (): Promise<string> => {
    const row = teacher(0, {
      姓名: NAME,
      性别: '女',
      证件号码: NUMBER,
      评委会名称: '省外评委会',
      取得时间: '2024-05-12',
    })
    await clerk.goto(`${origin}/desk/lists/new`)
    await clerk.setInputFiles('input[name=file]', {
      name: 'list.xlsx',
      mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
      buffer: Buffer.from(await workbookOf([row])),
    })
    await clerk.click('main button[type=submit]')
    await picture(clerk, 'list')
    return (await clerk.textContent('main')) ?? ''
  }

  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    database = await ownDatabase()
    offices = await officesAtWork(database, undefined, { publicOrigin: origin })
    const publish = () => publishCheckpoint(offices.ctx, offices.memory)
    server = await startServer(offices.ctx, port, { publish })
    stopJobs = runJobs(offices.ctx, JOB_KINDS, { workers: 1, log: () => {}, publish })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
    const { kunming } = await officeIds(offices.ctx)
    officer = await seat(kunming, ['integrity-officer'], 801)
    reviewers = [await seat(kunming, ['reviewer'], 802), await seat(kunming, ['reviewer'], 803)]
    clerk = await seat(kunming, ['clerk'], 804)
  })
  afterAll(async () => {
    await browser?.close()
    await stopJobs?.()
    await server?.close()
    await database?.close()
  })

  it('is entered by the officer, who is told what is missing and keeps what was typed', async () => {
    await officer.goto(`${origin}/desk/integrity/new`)
    await picture(officer, 'new')
    const { rule, titles: _, evidence: __, ...decision } = RECORD
    const typed = {
      ...decision,
      ruleDocument: rule.document,
      ruleClause: rule.clause,
      ruleYears: String(rule.years),
      ruleStart: rule.start,
      subjectKind: 'applicant',
      name: NAME,
      idType: 'resident-identity-card',
      idNumber: NUMBER,
    }
    const form = 'form[action="/desk/integrity"]'
    await fill(officer, form, { ...typed, hearingThrough: '2023-11-05' })
    expect(await officer.textContent('[role=alert]')).toContain('截止日应在告知以后')
    expect(await officer.inputValue(`${form} [name=facts]`)).toBe(RECORD.facts)
    await fill(officer, form, typed)
    record = officer.url()
    expect(await officer.textContent('h1')).toContain('未生效')
    await submitted()
    await picture(officer, 'submitted')
  })

  it('bars nobody before two reviewers agreed, and from then on at once', async () => {
    await officer.goto(record)
    expect(await officer.locator('form[action$="/force"]').count()).toBe(0)
    await agreed()
    expect(await officer.textContent('h1')).toContain('记录期内')
    await picture(officer, 'in-force')
    expect(await brought()).toContain(REFUSED)
  })

  it('says nothing of it to the clerk, whom the archive is closed to', async () => {
    // The same of one there is and one there is not.
    for (const path of [record, `${origin}/desk/integrity/nothing`])
      expect((await clerk.goto(path))?.status()).toBe(403)
    expect((await clerk.goto(`${origin}/desk/integrity`))?.status()).toBe(403)
    expect(await brought()).not.toContain('诚信')
  })

  it('is printed as a letter with its receipt, on a page and on paper', async () => {
    await officer.goto(`${record}/letters/subject`)
    expect(await officer.textContent('main')).toContain('送达回执')
    await picture(officer, 'letter')
    const paper = await officer.request.get(`${record}/letters/discipline/pdf`)
    expect(paper.headers()['content-type']).toBe('application/pdf')
    expect((await paper.body()).subarray(0, 5).toString()).toBe('%PDF-')
    await officer.goto(`${origin}/desk/integrity`)
    await officer.click('summary:has-text("查找")')
    await picture(officer, 'archive')
  })

  it('is found by name for a purpose, and by nobody without one', async () => {
    const form = 'form[action$="/search"]'
    await officer.goto(`${origin}/desk/integrity`)
    await officer.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true
    })
    await fill(officer, form, { name: NAME })
    expect(await officer.textContent('[role=alert]')).toContain('事由')
    await fill(officer, form, { name: NAME, purpose: '受理本人申诉' })
    expect(await officer.textContent('main')).toContain('找到 1 条')
    await picture(officer, 'found')
  })

  it('contested by the person is answered, cleared by two reviewers, and they pass again', async () => {
    const noted = async (typed: Readonly<Record<string, string>>) => {
      await officer.goto(record)
      await officer.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.open = true
      })
      await fill(officer, 'form[action$="/notes"]', typed)
    }
    await noted({ kind: 'objected', words: '论文并非伪造，附期刊社证明。' })
    await noted({ kind: 'answered', detail: 'changed', words: '经复核，期刊社此前的确认有误，予以撤销。' })
    await officer.evaluate(() => {
      for (const each of document.querySelectorAll('details')) each.open = true
    })
    await fill(officer, 'form[action$="/reversals"]', {
      act: 'clear',
      decidedBy: '昆明市人民政府',
      decisionNumber: '昆政复〔2026〕1号',
      decidedOn: '2026-11-20',
      reason: '经复核，事实不清，予以撤销。',
    })
    await submitted()
    expect(await brought()).toContain(REFUSED)
    await agreed()
    expect(await officer.textContent('h1')).toContain('已撤销，视为未记录')
    await picture(officer, 'cleared')
    await officer.goto(`${record}/letters/subject`)
    await picture(officer, 'letter-cleared')
    expect(await brought()).not.toContain(REFUSED)
  })

  it('of one human under two numbers is merged by one and agreed to by another', async () => {
    const { kunming } = await officeIds(offices.ctx)
    const passport = { name: NAME, idType: 'passport', idNumber: 'E12345678' } as const
    await enterRecord(offices.ctx, {
      ...RECORD,
      officeId: kunming,
      subject: { kind: 'applicant', ...passport, nameVerified: false },
    })
    await officer.goto(`${origin}/desk/persons`)
    await picture(officer, 'joins')
    await officer.goto(`${origin}/desk/persons/new`)
    const form = 'form[action="/desk/persons"]'
    const typed = {
      oneName: NAME,
      oneType: 'passport',
      oneNumber: passport.idNumber,
      otherName: NAME,
      otherType: 'resident-identity-card',
      ground: '出入境记录和户籍证明均载明两证为同一人。',
    }
    await fill(officer, form, { ...typed, otherNumber: madeUpNumber(899) })
    expect(await officer.textContent('[role=alert]')).toContain('没有以所填的姓名')
    await picture(officer, 'join-refused')
    await fill(officer, form, { ...typed, otherNumber: NUMBER })
    const join = officer.url()
    expect(await officer.textContent('main')).toContain('送审中')
    await reviewers[0].goto(`${origin}/desk`)
    await reviewers[0].locator('main a[href^="/desk/approvals/"]').first().click()
    await picture(reviewers[0], 'join-approval')
    await reviewers[0].click('form[action$="/approval"] button')
    await officer.goto(join)
    await picture(officer, 'join-agreed')
    await officer.click('form[action$="/force"] button')
    expect(await officer.textContent('main')).toContain('已办理')
    await officer.setViewportSize({ width: 360, height: 800 })
    await picture(officer, 'join-narrow')
    await officer.goto(`${origin}/desk/integrity`)
    await picture(officer, 'archive-narrow')
  })

  it('is read on a phone and on a wide screen, at every desk and at one’s own door', async () => {
    const { ctx } = offices
    const { kunming } = await officeIds(ctx)
    const held = { decisionNumber: '昆人社决〔2023〕21号', subject: applicant(815, '测试人员') }
    const { recordId } = await enterRecord(ctx, { ...RECORD, officeId: kunming, ...held })
    await submitRecord(ctx, recordId)
    for (const person of [806, 807])
      await agree(await somebody(ctx, { officeId: kunming, roles: ['reviewer'], person }), recordId)
    await putInForce(ctx, recordId)
    const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')
    const own = await seat(kunming, ['applicant'], 815)
    const supervisor = await seat(kunming, ['supervisor'], 808)
    const issuer = await seat(kunming, ['document-issuer'], 809)
    const personnel = await seat(employer?.id ?? '', ['employer'], 811)
    const stranger = await (await browser.newContext({ javaScriptEnabled: false })).newPage()

    await issuer.goto(`${origin}/desk/integrity-basis`)
    const law = { basis: '《某省社会信用条例》', clause: '第二十条' }
    await fill(issuer, 'form[action$="/list/proposal"]', law)
    expect(await issuer.textContent('main')).toContain('送审中')
    await reviewers[0].goto(`${origin}/desk`)
    await reviewers[0].locator('main a[href^="/desk/approvals/"]').first().click()
    await picture(reviewers[0], 'list-approval')
    await reviewers[0].click('form[action$="/approval"] button')
    await issuer.goto(`${origin}/desk/integrity-basis`)
    await issuer.click('button:has-text("办理公开")')
    expect(await issuer.textContent('main')).toContain(`公开（${law.basis}${law.clause}）`)

    await own.goto(`${origin}/my/statements`)
    const asked = { recipient: '昆明市第一人民医院', purpose: '应聘主治医师岗位' }
    await fill(own, 'form[action="/my/statements"]', { ...asked, idNumber: madeUpNumber(815) })
    const statement = own.url()
    await own.goto(`${origin}/my/consents`)
    await fill(own, 'form[action="/my/consents"]', { office: employer?.name ?? '', purpose: '竞聘高级岗位' })
    const token = (await own.textContent('.mono')) ?? ''
    await personnel.goto(`${origin}/desk/consents`)
    await fill(personnel, 'main form', { token, name: '测试人员' })
    expect(await personnel.textContent('main')).toContain('有记录期内的诚信记录')
    await wide(personnel, 'asked')

    const desk = `${origin}/desk/integrity`
    const pages: readonly (readonly [string, Page, string])[] = [
      ['archive', officer, desk],
      ['new', officer, `${desk}/new`],
      ['record', officer, `${desk}/${recordId}`],
      ['keeping', officer, `${desk}/${recordId}/keeping`],
      ['letter', officer, `${desk}/${recordId}/letters/subject`],
      ['sharing', officer, `${desk}/sharing`],
      ['absence', officer, `${desk}/absence`],
      ['admissions', officer, `${origin}/desk/admissions`],
      ['joins', officer, `${origin}/desk/persons`],
      ['join-new', officer, `${origin}/desk/persons/new`],
      ['supervisor', supervisor, desk],
      ['supervisor-record', supervisor, `${desk}/${recordId}`],
      ['basis', issuer, `${origin}/desk/integrity-basis`],
      ['consents', personnel, `${origin}/desk/consents`],
      ['my', own, `${origin}/my`],
      ['my-statements', own, `${origin}/my/statements`],
      ['my-statement', own, statement],
      ['my-consents', own, `${origin}/my/consents`],
      ['door', stranger, `${origin}/my`],
      ['statement', stranger, `${origin}/s/${statement.split('/').at(-1)}`],
      ['public-list', stranger, `${origin}/integrity/list`],
    ]
    for (const [name, page, path] of pages) {
      expect([name, (await page.goto(path))?.status()]).toEqual([name, 200])
      await page.evaluate(() => {
        for (const each of document.querySelectorAll('details')) each.open = true
      })
      await wide(page, name)
    }
  })

  it('leaves rows that wait for the day’s entry, all of them as they were promised', async () => {
    const means = { sealedTables: SEALED_TABLES, memory: offices.memory, auditTrail, auditWaiting }
    const { waiting, defects } = await auditEverything(offices.ctx, means)
    expect(defects).toEqual([])
    expect(waiting).toBeGreaterThan(8)
  })
})
