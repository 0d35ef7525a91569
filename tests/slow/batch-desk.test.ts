import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { promisify } from 'node:util'
import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { trustedKeys } from '../../src/certificates/publishing/trusted-keys.ts'
import { makeTrustBundle } from '../../src/certificates/publishing/make-trust-bundle.ts'
import type { FoundCertificate } from '../../src/certificates/reading/find.ts'
import { verifySdJwt } from '../../src/credentials/sd-jwt.ts'
import { writeTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { listAuthorities } from '../../src/identity/find-authority.ts'
import type { Context } from '../../src/platform/context.ts'
import type { Database } from '../../src/platform/database.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { utf8 } from '../../src/signing/bytes.ts'
import { verifyEd25519 } from '../../src/signing/ed25519.ts'
import { readWorkbook } from '../../src/spreadsheets/read-workbook.ts'
import { textOf } from '../../src/spreadsheets/workbook.ts'
import { checkBatch } from '../../src/verification/batch/check-batch.ts'
import { resultWorkbook } from '../../src/verification/batch/result-workbook.ts'
import { lacks } from '../rendering/tools.ts'
import { CHROMIUM, hasBrowser } from '../support/browser.ts'
import { ownDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'
import { signedIn } from '../support/signed-in.ts'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'zhengxin-batch-'))

let database: Database
let offices: OfficesAtWork
let issued: readonly FoundCertificate[]
let people: readonly { readonly number: string; readonly name: string }[]

beforeAll(async () => {
  database = await ownDatabase()
  const port = await freePort()
  offices = await officesAtWork(database, undefined, { publicOrigin: `http://localhost:${port}` })
  issued = await offices.issued(40)
  const keys = trustedKeys(offices.ctx.keyring.history)
  people = issued.map(({ credentials }) => {
    const verified = verifySdJwt(credentials.sdJwt, keys, verifyEd25519)
    if (!verified.ok) throw new Error(verified.code)
    const { number, name } = verified.record
    return { number, name }
  })
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true })
})

const csv = () =>
  ['姓名,证书编号,部门', ...people.map(({ name, number }) => `${name},${number},内科`)].join('\r\n')

/** Written by other people's programs. */
async function madeBy(program: 'soffice' | 'iconv'): Promise<string> {
  const source = join(folder, 'staff.csv')
  writeFileSync(source, csv())
  if (program === 'iconv') {
    const { stdout } = await run('iconv', ['-f', 'UTF-8', '-t', 'GB18030', source], { encoding: 'buffer' })
    const file = join(folder, 'gb.csv')
    writeFileSync(file, stdout)
    return file
  }
  const to = join(folder, 'office')
  const convert = ['--headless', '--infilter=CSV:44,34,76,1', '--convert-to', 'xlsx', '--outdir', to, source]
  await run('soffice', [`-env:UserInstallation=file://${folder}/profile`, ...convert])
  return join(to, 'staff.xlsx')
}

describe.skipIf(!hasBrowser)('an employer in a browser', () => {
  let server: RunningServer
  let browser: Browser
  let page: Page
  let origin: string

  beforeAll(async () => {
    origin = offices.ctx.config.publicOrigin
    server = await startServer(offices.ctx, Number(new URL(origin).port))
    browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] })
    const employer = (await listAuthorities(database.read)).find(({ kind }) => kind === 'employer')
    const who = { officeId: employer?.id ?? '', roles: ['employer'] as const, person: 1, secondFactor: false }
    const { headers } = await signedIn(offices.ctx, who)
    const [name = '', value = ''] = (headers.Cookie ?? '').split('=')
    const context = await browser.newContext({ javaScriptEnabled: false })
    await context.addCookies([{ name, value, url: origin }])
    page = await context.newPage()
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
  })

  const handIn = async (file: string) => {
    await page.goto(`${origin}/desk/verifications`)
    await page.fill('input[name=purpose]', '2026 年岗位聘用')
    await page.setInputFiles('input[name=file]', file)
    await page.click('form[enctype] button')
  }
  const taken = async (name: RegExp): Promise<Buffer> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name }).first().click(),
    ])
    return readFileSync(await download.path())
  }

  it.skipIf(lacks('soffice'))(
    'hands in a workbook LibreOffice wrote, and takes results and receipt home',
    async () => {
      await handIn(await madeBy('soffice'))
      expect(await page.textContent('main')).toContain('40有效')
      const workbook = await readWorkbook(new Uint8Array(await taken(/下载结果表格/)))
      const rows = workbook.sheets[0]!.rows.slice(1, 41).map(({ cells }) => cells.slice(1, 4).map(textOf))
      expect(rows).toEqual(people.map(({ number, name }) => [number, name, '有效']))

      const receipt = join(folder, 'receipt.json')
      writeFileSync(receipt, await taken(/下载签名回执/))
      const trust = join(folder, 'trust.json')
      writeFileSync(trust, writeTrustBundle(await makeTrustBundle(offices.ctx), offices.ctx.keyring))
      const told = await run(process.execPath, [
        '--import',
        'tsx',
        'src/cli.ts',
        'verify',
        receipt,
        '--trust',
        trust,
        '--offline',
      ])
      expect(told.stdout).toContain('有效')
      expect(told.stdout).toContain('40')
    },
    180_000,
  )

  it.skipIf(lacks('iconv'))('hands in a text in GB18030', async () => {
    await handIn(await madeBy('iconv'))
    expect(await page.textContent('main')).toContain('40有效')
  })
})

describe('a list of ten thousand', () => {
  const asking = (officeId: string): { ctx: Context; office: string } => ({
    ctx: { ...offices.ctx, actor: { ...offices.ctx.actor, purpose: '2026 年岗位聘用' } },
    office: officeId,
  })

  it('is answered while others have their turn', async () => {
    // As a list is: every certificate with its own holder, some of them often.
    const rows = Array.from({ length: 10_000 }, (_, i) => people[i % people.length])
    const { ctx, office } = asking(offices.authority)
    const delay = monitorEventLoopDelay({ resolution: 5 })
    const bytes = utf8(JSON.stringify({ rows }))
    const begun = performance.now()
    delay.enable()
    const batch = await checkBatch(ctx, { office, bytes })
    const workbook = await resultWorkbook(batch)
    delay.disable()
    expect(batch.receipt?.counts.valid).toBe(10_000)
    expect(workbook.length).toBeGreaterThan(10_000)
    process.stdout.write(
      `10,000 rows: ${((performance.now() - begun) / 1000).toFixed(1)} s, longest hold ${(delay.max / 1e6).toFixed(0)} ms, p99 ${(delay.percentile(99) / 1e6).toFixed(0)} ms\n`,
    )
  }, 240_000)

  it('of neighbouring numbers learns nothing, and neither does the next list', async () => {
    const neighbours = Array.from({ length: 10_000 }, (_, i) => ({
      number: `YN2026${String(i + 1).padStart(6, '0')}`,
      name: `张${String.fromCharCode(0x4e00 + i)}`,
    }))
    const { ctx, office } = asking(offices.authority)
    const ask = (rows: readonly object[]) =>
      checkBatch(ctx, { office, bytes: utf8(JSON.stringify({ rows })) })
    await expect(ask(neighbours)).rejects.toMatchObject({
      code: 'verification/too-many-misses',
      kind: 'too-many',
    })
    await expect(ask(neighbours.slice(0, 1))).rejects.toMatchObject({ code: 'verification/too-many-misses' })
    // One name under very many numbers is told by the list alone.
    await expect(ask(neighbours.map(({ number }) => ({ number, name: '张三' })))).rejects.toMatchObject({
      code: 'verification/looks-like-guessing',
    })
  }, 240_000)
})

describe('the single door', () => {
  it('tells ten thousand neighbouring numbers nothing, and then 429', async () => {
    const server = await startServer(offices.ctx, await freePort())
    try {
      const statuses = new Map<number, number>()
      const bodies = new Set<string>()
      for (let from = 0; from < 10_000; from += 50)
        await Promise.all(
          Array.from({ length: 50 }, async (_, i) => {
            const number = `YN2026${String(from + i + 1).padStart(6, '0')}X`
            const response = await fetch(`http://localhost:${server.port}/api/v1/verifications`, {
              method: 'POST',
              headers: { 'Content-Type': 'application/json' },
              body: JSON.stringify({ number, name: '某某' }),
            })
            statuses.set(response.status, 1 + (statuses.get(response.status) ?? 0))
            const text = await response.text()
            if (response.status === 200) bodies.add(text)
          }),
        )
      expect([...statuses.keys()].toSorted((a, b) => a - b)).toEqual([200, 429])
      expect(statuses.get(200)).toBeLessThan(1000)
      // Issued numbers lie among them: whatever was told, it was told of all alike.
      expect(bodies.size).toBe(1)
    } finally {
      await server.close()
    }
  }, 240_000)
})
