import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium, type BrowserContext } from 'playwright-core'

export const CHROMIUM = '/usr/bin/chromium'

/** Whether the browser tests can run here. */
export const hasBrowser = existsSync(CHROMIUM)
if (!hasBrowser)
  process.stdout.write(`\n*** BROWSER TESTS SKIPPED: no ${CHROMIUM} (apt-get install chromium) ***\n\n`)

export const FLAGS =
  '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync'

export interface Browsing {
  readonly width?: number
  readonly flags?: readonly string[]
  readonly permissions?: readonly string[]
}

/** Runs `act` in a fresh browser, and takes it away again. Answers with what the console complained of. */
export async function browse(
  { width = 360, flags = [], permissions = [] }: Browsing,
  act: (browser: BrowserContext) => Promise<void>,
): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'zhengxin-browser-'))
  const faults: string[] = []
  const browser = await chromium.launchPersistentContext(folder, {
    executablePath: CHROMIUM,
    headless: true,
    viewport: { width, height: 740 },
    permissions: [...permissions],
    args: [...FLAGS.split(' '), ...flags],
  })
  browser.on('console', (message) => {
    if (message.type() === 'error') faults.push(message.text())
  })
  browser.on('weberror', (error) => faults.push(String(error.error())))
  try {
    await act(browser)
  } finally {
    await browser.close()
    rmSync(folder, { recursive: true, force: true })
  }
  return faults
}
