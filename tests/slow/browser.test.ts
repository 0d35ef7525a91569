import { refusedStatement } from '../../src/credentials/statement.ts'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { chromium } from 'playwright-core'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { PAGE_ENTRIES } from '../../src/app.ts'
import { verifierApi } from '../../src/verification/embed/api.ts'
import { verificationPages } from '../../src/verification/pages.tsx'
import { certificateShown } from '../../src/verification/verification-answer.ts'
import type { VerificationAnswer } from '../../src/verification/verification-answer.ts'
import { signCwt } from '../../src/credentials/cwt.ts'
import { writeTrustBundle } from '../../src/credentials/trust-bundle.ts'
import { toDigits } from '../../src/credentials/digits.ts'
import type { Context, Env } from '../../src/platform/context.ts'
import { base64url } from '../../src/signing/bytes.ts'
import { buildAssets } from '../../src/web/assets.ts'
import { withSecurityHeaders } from '../../src/web/headers.ts'
import { ANSWERS, SITE, UNKNOWN, VALID } from '../verification/answers.ts'
import { bundle, code, key, longestRecord, record, signer, signers } from '../credentials/fixtures.ts'

const CHROMIUM = '/usr/bin/chromium'
const present = existsSync(CHROMIUM)
if (!present)
  process.stdout.write(`\n*** BROWSER TESTS SKIPPED: no ${CHROMIUM} (apt-get install chromium) ***\n\n`)

const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'
const CTX = { today: () => '2026-11-21' } as unknown as Context
const DIGITS = toDigits(signCwt(signer, record))

const answerFor = (of: typeof record): VerificationAnswer => ({
  ...VALID,
  certificate: certificateShown(of),
})

const answers: Readonly<Record<string, VerificationAnswer>> = {
  ...ANSWERS,
  [code]: answerFor(record),
  longest: answerFor(longestRecord),
}

interface Running {
  readonly origin: string
  close(): void
}

// Fixture answers, to see every state there is; the whole app is walked in journey.test.ts.
async function start(): Promise<Running> {
  const assets = await buildAssets(PAGE_ENTRIES)
  const site = { ...SITE, assets: assets.paths }
  const acts = {
    verifyByCode: async (_: Context, asked: string) => answers[asked] ?? UNKNOWN,
    verifySubmitted: async () => answers[code]!,
    judgeStatement: async () => refusedStatement('not-found'),
    pageTrust: () => [
      {
        kid: key.kid,
        publicKey: base64url(key.publicKey),
        from: key.from,
        until: key.until,
        state: key.state,
      },
    ],
    trustBundle: async () => bundle,
  }
  const app = new Hono<Env>()
    .use(withSecurityHeaders('http://localhost'))
    .use(async (c, next) => {
      c.set('ctx', CTX)
      await next()
    })
    .get('/.well-known/zhengxin-trust.json', (c) => c.body(writeTrustBundle(bundle, signers)))
    .route('/', assets.routes)
    .route('/', verifierApi(assets, site))
    .route('/', verificationPages({ site, acts, assets }))
  return new Promise((resolve) => {
    const server = serve({ fetch: app.fetch, port: 0 }, ({ port }: AddressInfo) =>
      resolve({ origin: `http://localhost:${port}`, close: () => void server.close() }),
    )
  })
}

describe.skipIf(!present)('in a browser', () => {
  let app: Running
  let folder: string
  beforeAll(async () => {
    app = await start()
    folder = mkdtempSync(join(tmpdir(), 'zhengxin-browser-'))
  })
  afterAll(() => {
    app.close()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Runs `act` in a fresh browser 360 px wide; fails on a fault in the console or a request to another host. */
  async function browse(options: { scripts: boolean }, act: (page: Page) => Promise<void>): Promise<void> {
    const faults: string[] = []
    const browser = await chromium.launchPersistentContext(mkdtempSync(join(folder, 'profile-')), {
      executablePath: CHROMIUM,
      headless: true,
      javaScriptEnabled: options.scripts,
      viewport: { width: 360, height: 640 },
      args: FLAGS.split(' '),
    })
    try {
      watch(browser, faults)
      await act(await browser.newPage())
    } finally {
      await browser.close()
    }
    expect(faults).toEqual([])
  }

  function watch(browser: BrowserContext, faults: string[]): void {
    browser.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning') faults.push(message.text())
    })
    browser.on('weberror', (error) => faults.push(String(error.error())))
    browser.on('request', (request) => {
      if (!request.url().startsWith(`${app.origin}/`)) faults.push(`request to ${request.url()}`)
    })
  }

  const width = (page: Page) => page.locator('html').evaluate((html) => html.scrollWidth)
  const found = (page: Page) => page.locator('#in-page-check').getAttribute('data-state')
  const topOf = async (page: Page, selector: string) => (await page.locator(selector).boundingBox())!.y
  const bottomOf = async (page: Page, selector: string) => {
    const box = await page.locator(selector).boundingBox()
    return box!.y + box!.height
  }

  it('checks the code after # on the reader’s own device', () =>
    browse({ scripts: true }, async (page) => {
      await page.goto(`${app.origin}/v/${code}#${DIGITS}`)
      expect(await page.textContent('h1')).toBe('有效')
      expect(await found(page)).toBe('ok')

      const altered = DIGITS.slice(0, 90) + ((Number(DIGITS[90]) + 1) % 10) + DIGITS.slice(91)
      await page.goto(`${app.origin}/v/${code}?again#${altered}`)
      expect(await found(page)).toBe('bad')
      expect(await page.textContent('#in-page-check')).toContain('请勿采信')
      // Nobody reads the green word first and stops there.
      expect(await bottomOf(page, '#in-page-check')).toBeLessThan(await topOf(page, 'h1'))

      await page.goto(`${app.origin}/v/${code}?other#${toDigits(signCwt(signer, longestRecord))}`)
      expect(await found(page)).toBe('bad')

      await page.goto(`${app.origin}/v/${code}?bare`)
      expect(await found(page)).toBe('none')
      expect(await page.textContent('#in-page-check')).toContain('没有带签名内容')
    }))

  it('shows the same verdict and the same certificate with scripts off', async () => {
    const read: string[] = []
    for (const scripts of [true, false])
      await browse({ scripts }, async (page) => {
        await page.goto(`${app.origin}/v/${code}#${DIGITS}`)
        const parts = await page.locator('.verdict, table, .note, footer').allInnerTexts()
        read.push(parts.join('\n'))
      })
    expect(read[0]).toContain(record.name)
    expect(read[1]).toBe(read[0])
  })

  it('shows word, name and title on the first screen of a small phone', () =>
    browse({ scripts: false }, async (page) => {
      for (const asked of [code, 'longest', 'grassroots', 'revoked']) {
        await page.goto(`${app.origin}/v/${asked}`)
        expect(await bottomOf(page, '.verdict-who')).toBeLessThanOrEqual(640)
      }
    }))

  it('never scrolls sideways, down to 320 px', () =>
    browse({ scripts: true }, async (page) => {
      for (const path of ['/', '/verify', '/v/longest', '/v/long', '/v/revoked', '/v/nobody'])
        for (const language of ['', '?lang=en'])
          for (const size of [360, 320]) {
            await page.setViewportSize({ width: size, height: 640 })
            await page.goto(app.origin + path + language)
            expect([path, language, await width(page)]).toEqual([path, language, size])
          }
    }))

  it('answers the form and changes language without a script', () =>
    browse({ scripts: false }, async (page) => {
      await page.goto(`${app.origin}/`)
      await page.fill('#number', record.number)
      await page.fill('#name', record.name)
      await page.click('#by-number button')
      expect(await page.textContent('h1')).toBe('有效')
      expect(page.url()).toBe(`${app.origin}/verify`)

      await page.click('.switch')
      expect(await page.getAttribute('html', 'lang')).toBe('en')
      await page.click('.brand')
      expect(page.url()).toBe(`${app.origin}/?lang=en`)
    }))
})
