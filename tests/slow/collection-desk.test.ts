import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { JOB_KINDS } from '../../src/desks.ts'
import type { Role } from '../../src/identity/role.ts'
import { runNextJob } from '../../src/jobs/run-next-job.ts'
import { auditLedger } from '../../src/ledger/audit.ts'
import { publishCheckpoint } from '../../src/ledger/publish.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { SEALED_TABLES } from '../../src/sealed-tables.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'
import { collectedCells } from '../../src/titles/schema.ts'
import { lacks } from '../rendering/tools.ts'
import { CHROMIUM, hasBrowser } from '../support/browser.ts'
import { ownDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { memoryInMemory } from '../support/offices-at-work.ts'
import { signedIn } from '../support/signed-in.ts'
import { officesAlone, type OfficeName } from '../support/staff.ts'
import { look } from './desk-seats.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'zhengxin-collection-'))
const SAMPLES = 'templates/samples'

/** The sample of 1998 as another office might lay it out: banners, other headers, other order; saved by LibreOffice. */
async function otherLayout(name: string, change: (rows: string[][]) => void): Promise<string> {
  const text = new TextDecoder('gb18030').decode(readFileSync(join(SAMPLES, 'history-1998-gb18030.csv')))
  const [header = [], ...rows] = text
    .replaceAll('\r', '')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
    .slice(headerAt(text))
  change(rows)
  const lines = [['昆明市历年职称信息'], [''], header.toReversed(), ...rows.map((row) => row.toReversed())]
  writeFileSync(join(folder, `${name}.csv`), `\uFEFF${lines.map((line) => line.join(',')).join('\n')}`)
  // As text, or LibreOffice makes numerals of identity numbers and loses their last digits.
  const asText = header.map((_, i) => `${i + 1}/2`).join('/')
  const filter = `CSV:44,34,76,1,${asText},0,false,true,false,false,false,-1`
  const args = ['--headless', `-env:UserInstallation=file://${folder}/office`, '--convert-to', 'xlsx']
  await run('soffice', [...args, `--infilter=${filter}`, '--outdir', folder, join(folder, `${name}.csv`)])
  return join(folder, `${name}.xlsx`)
}

const headerAt = (text: string): number =>
  text.split('\n').findIndex((line) => line.split(',').some((cell) => cell.trim() === '姓名'))

describe.skipIf(!hasBrowser || lacks('soffice'))('the titles of past years, in a browser', () => {
  let database: Database
  let ctx: Context
  let ids: Readonly<Record<OfficeName, string>>
  let origin: string
  let server: RunningServer
  let browser: Browser
  let [top, officer, reviewer, accepter]: readonly Page[] = []
  let office = ''
  let batch = ''
  const memory = memoryInMemory()

  async function seat(officeId: string, role: Role, person: number): Promise<Page> {
    const { headers } = await signedIn(ctx, { officeId, roles: [role], person })
    const [name = '', value = ''] = (headers.Cookie ?? '').split('=')
    const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true })
    await context.addCookies([{ name, value, url: origin }])
    return context.newPage()
  }
  const jobs = async () => {
    let broken: unknown = null
    while (await runNextJob(ctx, JOB_KINDS, { leaseMs: 60_000, log: (error) => (broken = error) }));
    if (broken !== null) throw broken
  }
  /** The page of a job asks for itself again: it is left alone meanwhile. */
  const worked = async () => {
    const at = officer!.url()
    await officer!.goto('about:blank')
    await jobs()
    await officer!.goto(at)
  }
  /** Sends a file, lets the job have it, and shows what came of it. */
  const upload = async (file: string, from = `${office}/uploads/new`): Promise<string> => {
    await officer!.goto(origin + from)
    await officer!.setInputFiles('input[name=file]', file)
    await officer!.click('form[action$="/uploads"] button')
    await worked()
    const link = officer!.locator('main a[href*="/uploads/"], main a[href*="/batches/"]').first()
    if ((await link.count()) > 0) await link.click()
    await look(officer!)
    return (await officer!.textContent('main')) ?? ''
  }
  const atOffice = async () => {
    await officer!.goto(origin + office)
    return (await officer!.textContent('main')) ?? ''
  }
  const agree = async (by: Page) => {
    await by.goto(`${origin}/desk`)
    await by.click('table.rows a')
    await look(by)
    await by.click('form[action$="/approval"] button')
  }

  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    database = await ownDatabase()
    const alone = await officesAlone(database)
    ids = alone.ids
    ctx = { ...alone.ctx, config: { ...alone.ctx.config, publicOrigin: origin } }
    server = await startServer(ctx, port, { publish: () => publishCheckpoint(ctx, memory) })
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
    top = await seat(ids.province, 'collection-officer', 851)
    accepter = await seat(ids.province, 'reviewer', 852)
    officer = await seat(ids.kunming, 'collection-officer', 853)
    reviewer = await seat(ids.kunming, 'reviewer', 854)
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.close()
    rmSync(folder, { recursive: true })
  })

  it('are asked for by the province, of one office, as the notice says', async () => {
    await top!.goto(`${origin}/desk/collection`)
    await top!.selectOption('select[name=officeId]', ids.province)
    await top!.selectOption('select[name=place]', 'yunnan-2023')
    await top!.click('form[action="/desk/collection"] button')
    expect(await top!.textContent('h1')).toContain('历年职称归集')
    await top!.check(`input[name="office-${ids.kunming}"]`)
    await top!.click('button[value=assign]')
    office = `${new URL(top!.url()).pathname}/offices/${ids.kunming}`
    expect(await top!.textContent('.figures')).toContain('591')
    await look(top!)
  })

  it('are filled into a template the office fetches at its own desk', async () => {
    await officer!.goto(`${origin}${office}/uploads/new`)
    const [download] = await Promise.all([
      officer!.waitForEvent('download'),
      officer!.click('a[href="/desk/collection/template"]'),
    ])
    const book = await readWorkbook(new Uint8Array(readFileSync(await download.path())))
    expect(JSON.stringify(book.sheets)).toContain('身份证号')
  })

  it('of a year and level nobody asked for are refused with the clause', async () => {
    const told = await upload(join(SAMPLES, 'history-2005.xls'))
    expect(told).toContain('2005年高级')
    expect(told).toContain('云人社函〔2023〕38号 四（三）')
    expect(await atOffice()).toContain('还没有报送')
  })

  it('with a fault come back marked, and not a row of them is kept', async () => {
    const faulty = await otherLayout('faulty', (rows) => {
      rows[6]![0] = ''
    })
    expect(await upload(faulty)).toContain('拒绝')
    const [download] = await Promise.all([
      officer!.waitForEvent('download'),
      officer!.click('a[href$="/marked"]'),
    ])
    const marked = await readWorkbook(new Uint8Array(readFileSync(await download.path())))
    expect(JSON.stringify(marked.sheets).length).toBeGreaterThan(1000)
    expect(await atOffice()).toContain('还没有报送')
  })

  it('corrected become a batch; a list corrected once more shows only what changed', async () => {
    const sound = await otherLayout('sound', () => undefined)
    expect(await upload(sound)).toContain('200')
    const first = new URL(officer!.url()).pathname
    const better = await otherLayout('better', (rows) => {
      rows[3]![2] = '曲靖市第二水利水电勘测设计院'
    })
    const replaces = first.split('/').at(-1) ?? ''
    const told = await upload(better, `${office}/uploads/new?replaces=${replaces}`)
    expect(told).toContain('新增 0 行，改动 1 行，删去 0 行')
    batch = new URL(officer!.url()).pathname
    await officer!.goto(`${origin}${batch}?only=changed`)
    expect(await officer!.locator('table.rows tbody tr').count()).toBe(1)
  })

  it('are compared, and whatever does not agree is decided with both sides in view', async () => {
    await officer!.goto(`${origin}${batch}/comparisons`)
    await officer!.click('form[action$="/start"] button')
    await worked()
    for (let left = 60; left > 0; left--) {
      await officer!.goto(`${origin}${batch}/comparisons`)
      const card = officer!.locator(`form[action="${batch}/comparisons"]`).first()
      if ((await card.count()) === 0) break
      await card.locator('input[name=outcome]').first().check()
      for (const choice of await card.locator('select[name^="choice-"]').all())
        await choice.selectOption('this')
      await card.locator('input[name=ground]').fill('按档案核对。')
      await card.locator('button').click()
      expect(await officer!.locator('[role=alert]').count()).toBe(0)
    }
    await officer!.goto(`${origin}${batch}/comparisons`)
    expect(await officer!.textContent('main')).toContain('没有需要决定的差异')
    await look(officer!)
  })

  it('are accepted when a reviewer of each office agreed, none of them who brought them', async () => {
    await atOffice()
    await officer!.click(`form[action="${batch}/submission"] button`)
    expect(await officer!.textContent('main')).toContain('审批中')
    await agree(reviewer!)
    expect(await atOffice()).toContain('审批中')
    await agree(accepter!)
    await atOffice()
    await officer!.click(`form[action="${batch}/acceptance"] button`)
    expect(await officer!.textContent('main')).toContain('已验收')
    await look(officer!)
  })

  it('are zero where nobody is, agreed to and accepted the same way', async () => {
    await atOffice()
    const form = officer!.locator('form[action$="/zero-returns"]')
    await form.locator('input[name=fromYear]').fill('1949')
    await form.locator('input[name=throughYear]').fill('1985')
    await form.locator('textarea[name=ground]').fill('查阅1949至1985年文书档案，没有评定职称。')
    await form.locator('button').click()
    await agree(reviewer!)
    await agree(accepter!)
    await atOffice()
    await officer!.click('form[action*="/returns/"] button')
    expect(await officer!.textContent('main')).toContain('零报告')
  })

  it('are sealed cell by cell, and the board counts the same as the sealed rows', async () => {
    const cells = await database.read.select().from(collectedCells)
    const records = cells.reduce((sum, cell) => sum + cell.records, 0)
    const years = new Set(cells.filter((cell) => cell.records > 0).map(({ year }) => year))
    expect([...years]).toEqual([1998])
    expect(records).toBeGreaterThan(150)
    await top!.goto(origin + office.replace(/\/offices\/.*/, ''))
    const figures = (await top!.textContent('.figures')) ?? ''
    expect(figures).toContain(`${records}职称条数`)
    expect(figures).toContain(`${cells.length}已验收`)
    await look(top!)
    const audit = await auditLedger(ctx, { sealedTables: SEALED_TABLES, memory })
    expect(audit.defects).toEqual([])
  })
})
