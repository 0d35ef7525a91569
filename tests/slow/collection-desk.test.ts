import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type Browser } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { auditLedger } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { collectionProgrammes } from '../../src/collection/programme/schema.ts'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'
import { lacks } from '../rendering/tools.ts'
import { CHROMIUM, hasBrowser } from '../support/browser.ts'
import { ownDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { memoryInMemory } from '../support/offices-at-work.ts'
import { counted } from '../collection/board/counted.ts'
import { officesAlone, madeUpNumber, OFFICES } from '../support/staff.ts'
import { takeCollectionSeat, type CollectionSeat } from './collection-seats.ts'
import { look } from './desk-seats.ts'
import { GB18030, ledgerOfDali, otherLayout, SAMPLES } from './other-layouts.ts'

const folder = mkdtempSync(join(tmpdir(), 'zhengxin-collection-'))
const { kunming: KUNMING, dali: DALI } = OFFICES

describe.skipIf(!hasBrowser || lacks('soffice'))('the titles of past years, in a browser', () => {
  let database: Database
  let ctx: Context
  let server: RunningServer
  let browser: Browser
  let at: Readonly<
    Record<'top' | 'accepter' | 'officer' | 'reviewer' | 'dali' | 'daliReviewer', CollectionSeat>
  >
  const memory = memoryInMemory()

  /** Decides all that waits on the page, as its first outcome says. */
  const decideAll = async ({ page }: CollectionSeat, side: string) => {
    for (let left = 60; left > 0; left--) {
      const card = page.locator('form[action$="/comparisons"]').first()
      if ((await card.count()) === 0) return
      await card.locator('input[name=outcome]').first().check()
      for (const choice of await card.locator('select[name^="choice-"]').all())
        await choice.selectOption(side)
      await card.locator('input[name=ground]').fill('按档案核对。')
      await card.locator('button').click()
      expect(await page.locator('[role=alert]').count()).toBe(0)
    }
  }
  const accept = async (by: CollectionSeat, reviewer: CollectionSeat, office: string, file: string) => {
    await by.toOffice(office)
    const row = by.page.locator('table.rows tr', { hasText: file }).first()
    await row.locator('button').click()
    expect(await by.said()).toContain('审批中')
    await reviewer.agree()
    await at.accepter.agree()
    await by.toOffice(office)
    return row.locator('form').getAttribute('action')
  }

  beforeAll(async () => {
    const port = await freePort()
    const origin = `http://localhost:${port}`
    database = await ownDatabase()
    const { ids, ...alone } = await officesAlone(database)
    ctx = { ...alone.ctx, config: { ...alone.ctx.config, publicOrigin: origin } }
    server = await startServer(ctx, port, { publish: () => publishCheckpoint(ctx, memory) })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
    const seat = (officeId: string, role: 'collection-officer' | 'reviewer', person: number) =>
      takeCollectionSeat({ ctx, browser, origin }, { officeId, role, person })
    at = {
      top: await seat(ids.province, 'collection-officer', 851),
      accepter: await seat(ids.province, 'reviewer', 852),
      officer: await seat(ids.kunming, 'collection-officer', 853),
      reviewer: await seat(ids.kunming, 'reviewer', 854),
      dali: await seat(ids.dali, 'collection-officer', 855),
      daliReviewer: await seat(ids.dali, 'reviewer', 856),
    }
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.close()
    rmSync(folder, { recursive: true })
  })

  it('are asked for by the province, of two offices, as the notice says', async () => {
    const { top } = at
    await top.toCollection()
    await top.page.selectOption('select[name=officeId]', { label: OFFICES.province })
    await top.page.selectOption('select[name=place]', 'yunnan-2023')
    await top.page.click('form[action="/desk/collection"] button')
    expect(await top.page.textContent('h1')).toContain('历年职称归集')
    for (const office of [KUNMING, DALI]) await top.page.getByLabel(office).check()
    await top.page.click('button[value=assign]')
    expect(await top.page.textContent('.figures')).toContain('1182')
  })

  it('are filled into a template the office fetches at its own desk', async () => {
    const { officer } = at
    await officer.toOffice(KUNMING)
    await officer.click('上传采集表')
    const [download] = await Promise.all([
      officer.page.waitForEvent('download'),
      officer.page.click('text=空白采集表'),
    ])
    const book = await readWorkbook(new Uint8Array(readFileSync(await download.path())))
    expect(JSON.stringify(book.sheets)).toContain('身份证号')
  })

  it('of a year and level nobody asked for are refused with the clause', async () => {
    const told = await at.officer.send(join(SAMPLES, 'history-2005.xls'))
    expect(told).toContain('2005年高级')
    expect(told).toContain('云人社函〔2023〕38号 四（三）')
    await at.officer.toOffice(KUNMING)
    expect(await at.officer.said()).toContain('还没有报送')
  })

  it('with a fault come back marked, and not a row of them is kept', async () => {
    const { officer } = at
    const faulty = await otherLayout(folder, 'faulty', (rows) => {
      rows[6]![0] = ''
    })
    await officer.click('上传采集表')
    expect(await officer.send(faulty)).toContain('拒绝')
    const [download] = await Promise.all([
      officer.page.waitForEvent('download'),
      officer.page.click('text=下载标注了问题的原表'),
    ])
    const marked = await readWorkbook(new Uint8Array(readFileSync(await download.path())))
    expect(JSON.stringify(marked.sheets).length).toBeGreaterThan(1000)
  })

  it('corrected become a batch; in another layout it shows only what changed', async () => {
    const { officer } = at
    await officer.click('上传改正后的文件')
    expect(await officer.send(join(SAMPLES, GB18030))).toContain('200')
    const better = await otherLayout(folder, 'better', (rows) => {
      rows[3]![2] = '曲靖市第二水利水电勘测设计院'
    })
    await officer.click('上传更正文件')
    // One mended; and of four a workbook tells the month, where text left open whether 1998.1 was October.
    expect(await officer.send(better)).toContain('新增 0 行，改动 5 行，删去 0 行')
    await officer.click('只看改了的行')
    expect(await officer.page.locator('table.rows tbody tr').count()).toBe(5)
  })

  it('are compared, and whatever does not agree is decided with both sides in view', async () => {
    const { officer } = at
    await officer.click('看全部行')
    await officer.click('比对')
    await officer.work('form[action$="/start"]')
    await decideAll(officer, 'this')
    expect(await officer.said()).toContain('没有需要决定的差异')
  })

  it('are accepted once, by however many at once, when a reviewer of each office agreed', async () => {
    const { officer, reviewer } = at
    const action = await accept(officer, reviewer, KUNMING, 'better.xlsx')
    const url = new URL(action ?? '', officer.page.url()).href
    const press = () =>
      officer.page.request.post(url, { headers: { Origin: new URL(url).origin }, maxRedirects: 0 })
    const answers = await Promise.all([press(), press()])
    expect(new Set(answers.map((answer) => answer.status()))).toEqual(new Set([303, 409]))
    await officer.toOffice(KUNMING)
    expect(await officer.said()).toContain('已验收')
  })

  it('are zero where nobody is, agreed to and accepted the same way', async () => {
    const { officer, reviewer, accepter } = at
    const form = officer.page.locator('form[action$="/zero-returns"]')
    await form.locator('input[name=fromYear]').fill('1949')
    await form.locator('input[name=throughYear]').fill('1985')
    await form.locator('textarea[name=ground]').fill('查阅1949至1985年文书档案，没有评定职称。')
    await form.locator('button').click()
    await reviewer.agree()
    await accepter.agree()
    await officer.toOffice(KUNMING)
    await officer.page.click('form[action*="/returns/"] button')
    expect(await officer.said()).toContain('零报告')
  })

  it('in an old ledger of several sheets are read once its own header is explained', async () => {
    const { dali } = at
    const ledger = await ledgerOfDali(folder)
    await dali.toOffice(DALI)
    await dali.click('上传采集表')
    expect(await dali.send(ledger)).toContain('身份证号')
    await dali.toCollection()
    await dali.click('列名对应')
    await dali.page.fill('input[name=header]', '持证人身份号')
    await dali.page.selectOption('select[name=column]', 'idNumber')
    await dali.click('记住')
    await dali.toOffice(DALI)
    await dali.click('上传采集表')
    const told = await dali.send(ledger)
    expect(told).toContain('1996 年中级评审 4 行')
    await dali.click('待修字（1 行）')
    await dali.page.fill('input[name=text]', '李䶮')
    await dali.page.fill('input[name=ground]', '户口簿')
    await dali.click('修字')
    expect(await dali.said()).toContain('没有待修的字')
  })

  it('claimed by two bureaus, or alike but for a number, are settled by the office above both', async () => {
    const { dali, daliReviewer, top } = at
    await dali.toBatch(DALI, '大理州名册.xls')
    await dali.click('比对')
    await dali.work('form[action$="/start"]')
    expect(await dali.said()).toContain('两个单位说法不一')
    expect(await dali.page.locator('form[action$="/comparisons"]').count()).toBe(0)
    await top.toBatch(DALI, '大理州名册.xls')
    await top.click('比对')
    expect(await top.said()).toContain('本批没有证件号码')
    await decideAll(top, 'other')
    await accept(dali, daliReviewer, DALI, '大理州名册.xls')
    await dali.click('验收')
    expect(await dali.said()).toContain('已验收')
  })

  it('of somebody without a number are bound to one when two others agreed', async () => {
    const { dali, daliReviewer, accepter } = at
    await dali.toCollection()
    await dali.click('待认定证件号码')
    await dali.page.locator('table.rows tr', { hasText: '杨义贞' }).locator('a').click()
    const form = dali.page.locator('#bind')
    await form.locator('input[name=idNumber]').fill(madeUpNumber(873))
    await form.locator('input[name=ground]').fill('人事档案第三卷身份证复印件。')
    await look(dali.page)
    await dali.click('提出认定')
    await daliReviewer.agree()
    await accepter.agree()
    await dali.toCollection()
    await dali.click('已验收的历年职称')
    await dali.click('查看')
    await dali.click('审批同意后办理')
    expect(await dali.said()).toContain('已办结')
    await dali.toCollection()
    await dali.click('待认定证件号码')
    expect(await dali.said()).not.toContain('杨义贞')
  })

  it('are sealed cell by cell, and the board counts what sealed rows alone tell', async () => {
    const { top } = at
    const [programme] = await database.read.select({ id: collectionProgrammes.id }).from(collectionProgrammes)
    const { cells, done, zero, late, records } =
      (await counted(database, programme?.id ?? '', ctx.today())) ?? {}
    expect(records).toBeGreaterThan(150)
    await top.toCollection()
    await top.page.click('table.rows th a')
    const figures = (await top.page.textContent('.figures')) ?? ''
    for (const [words, count] of Object.entries({
      应报格数: cells,
      已验收: done,
      其中零报告: zero,
      逾期未报: late,
      职称条数: records,
    }))
      expect(figures).toContain(`${count}${words}`)
    await look(top.page)
    const audit = await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })
    expect(audit.defects).toEqual([])
  })
})
