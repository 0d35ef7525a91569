import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeStatus } from '../../src/certificates/changes/change-status.ts'
import type { FoundCertificate } from '../../src/certificates/reading/find.ts'
import { makeFiles } from '../../src/certificates/files/make-files.ts'
import { qrText } from '../../src/credentials/qr-text.ts'
import type { Database } from '../../src/platform/database.ts'
import { startServer, type RunningServer } from '../../src/server.ts'
import { CHROMIUM, FLAGS, hasBrowser } from '../support/browser.ts'
import { ownDatabase } from '../support/database.ts'
import { freePort } from '../support/free-port.ts'
import { officesAtWork, type OfficesAtWork } from '../support/offices-at-work.ts'

describe.skipIf(!hasBrowser)('a verifier with a phone', () => {
  let database: Database
  let offices: OfficesAtWork
  let server: RunningServer
  let browser: BrowserContext
  let folder: string
  let origin: string
  let found: readonly FoundCertificate[]

  beforeAll(async () => {
    const port = await freePort()
    origin = `http://localhost:${port}`
    database = await ownDatabase()
    // The verifier's browser lives today, and takes no status list that is older than a day.
    offices = await officesAtWork(database, new Date(), { publicOrigin: origin })
    found = await offices.issued(3)
    server = await startServer(offices.ctx, port)
    folder = mkdtempSync(join(tmpdir(), 'zhengxin-journey-'))
    browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
      executablePath: CHROMIUM,
      headless: true,
      viewport: { width: 360, height: 740 },
      args: FLAGS.split(' '),
    })
  })
  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await database?.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  const scanned = ({ row, credentials }: FoundCertificate) => qrText(origin, row.code, credentials.cwt)

  it('scans the code: the issuer says 有效, and the phone itself has checked the signature', async () => {
    const page = await browser.newPage()
    await page.goto(scanned(found[0] as FoundCertificate))
    expect(await page.textContent('h1')).toBe('有效')
    expect(await page.getAttribute('#in-page-check', 'data-state')).toBe('ok')
    await page.close()
  })

  it('is warned when the code carries another certificate’s signature', async () => {
    const [one, other] = found as [FoundCertificate, FoundCertificate]
    const page = await browser.newPage()
    await page.goto(qrText(origin, one.row.code, other.credentials.cwt))
    expect(await page.getAttribute('#in-page-check', 'data-state')).toBe('bad')
    await page.close()
  })

  it('types number and name, or uploads the file, and reads the same', async () => {
    const first = found[0] as FoundCertificate
    const [file] = await makeFiles(offices.ctx, [first.row.id])
    const path = join(folder, 'certificate.pdf')
    writeFileSync(path, file?.bytes ?? new Uint8Array())
    const page = await browser.newPage()
    await page.goto(scanned(first))
    const name = (await page.getAttribute('#in-page-check', 'data-name')) ?? ''
    await page.goto(`${origin}/`)
    await page.fill('#number', first.row.number.toLowerCase())
    await page.fill('#name', name)
    await page.click('#by-number button')
    expect(await page.textContent('h1')).toBe('有效')

    await page.goto(`${origin}/verify`)
    await page.setInputFiles('#file', path)
    await page.click('#by-file button')
    expect(await page.textContent('h1')).toBe('有效')
    await page.close()
  })

  it('sees a revocation at once, and not why', async () => {
    const last = found[2] as FoundCertificate
    await changeStatus(offices.ctx, {
      number: last.row.number,
      act: 'revoke',
      document: '云人社函〔2026〕1号',
      ground: '提供虚假学历',
    })
    const page = await browser.newPage()
    await page.goto(scanned(last))
    expect(await page.textContent('h1')).toBe('无效')
    expect(await page.content()).not.toContain('学历')
    await page.close()
  })

  it('never has to scroll sideways, on any public page', async () => {
    const page = await browser.newPage()
    for (const path of ['/', '/verify', '/ledger', '/policies', '/policies/eryuan-2024', '/nothing'])
      for (const language of ['', '?lang=en']) {
        await page.goto(origin + path + language)
        expect([path, await page.locator('html').evaluate((html) => html.scrollWidth)]).toEqual([path, 360])
      }
    await page.close()
  })

  it('gets a page, not a fault, for what is not there', async () => {
    const page = await browser.newPage()
    const response = await page.goto(`${origin}/nothing/here`)
    expect(response?.status()).toBe(404)
    expect(await page.getAttribute('html', 'lang')).toBe('zh-CN')
    await page.close()
  })
})
