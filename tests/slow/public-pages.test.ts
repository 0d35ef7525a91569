import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { toBuffer } from 'qrcode'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { changeStatus } from '../../src/certificates/changes/change-status.ts'
import type { Database } from '../../src/platform/database.ts'
import type { Vector } from '../credentials/vector-case.ts'
import { browse, hasBrowser } from '../support/browser.ts'
import { ownDatabase } from '../support/database.ts'
import { publicSite, type PublicSite } from '../support/public-site.ts'
import { fakeCamera } from './fake-camera.ts'

describe.skipIf(!hasBrowser)('the public pages in a browser', () => {
  let database: Database
  let site: PublicSite
  let folder: string
  beforeAll(async () => {
    database = await ownDatabase()
    site = await publicSite(database, 3)
    folder = mkdtempSync(join(tmpdir(), 'zhengxin-pages-'))
  })
  afterAll(async () => {
    site.close()
    await database.close()
    rmSync(folder, { recursive: true, force: true })
  })

  const [first, second] = [() => site.certificates[0]!, () => site.certificates[1]!]
  const word = (page: Page) => page.textContent('#result h1')
  const said = (page: Page) => page.innerText('#result')
  const saved = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name)
    writeFileSync(path, bytes)
    return path
  }
  /** The worker has the pages and the first trust bundle. */
  const settled = async (page: Page) => {
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => {}))
    await page.waitForFunction(() => caches.has('zhengxin-trust'))
  }

  it('judge a chosen PDF without sending it, altered or not', async () => {
    const pdf = await site.pdfOf(first())
    const altered = Uint8Array.from(pdf)
    altered[2000]! ^= 1
    const faults = await browse({}, async (browser) => {
      const page = await browser.newPage()
      const sent: string[] = []
      page.on('request', (request) => {
        if (request.method() !== 'GET') sent.push(request.url())
      })
      await page.goto(`${site.origin}/verify`)
      for (const [name, bytes, expected] of [
        ['genuine.pdf', pdf, '有效'],
        ['altered.pdf', altered, '无效'],
      ] as const) {
        await page.setInputFiles('#file', saved(name, bytes))
        await page.waitForFunction(
          (text) => document.querySelector('#result h1')?.textContent === text,
          expected,
        )
        expect(await said(page)).toContain('内容没有上传')
      }
      expect(await said(page)).toContain('签名后被改动过')
      expect(sent).toEqual([])
      // The clear choice: the same file, now sent.
      await page.click('#by-file button[type=submit]')
      await page.waitForURL(`${site.origin}/verify`)
      expect(await page.textContent('h1')).toBe('无效')
    })
    expect(faults).toEqual([])
  })

  it('open again without a network, and judge codes and files by the bundle held', async () => {
    const pdf = saved('offline.pdf', await site.pdfOf(first()))
    await browse({}, async (browser) => {
      const page = await browser.newPage()
      await page.goto(site.textOf(second()))
      await settled(page)
      await browser.setOffline(true)

      await page.goto(site.textOf(first()))
      await page.waitForSelector('#result h1')
      expect(await word(page)).toBe('有效')
      expect(await said(page)).toMatch(/现在没有网络，依据的信任包制作于.+（0 小时前）/)

      await page.goto(site.textOf(first()).slice(0, -1))
      await page.waitForSelector('#result .not-valid')

      await page.goto(`${site.origin}/verify`)
      await page.setInputFiles('#file', pdf)
      await page.waitForSelector('#result .valid')

      await page.goto(`${site.origin}/policies`)
      expect(await page.textContent('h1')).toBe('现在连不上网')
    })
  })

  it('without a network never call valid what a stale bundle cannot tell', async () => {
    await browse({}, async (browser) => {
      const page = await browser.newPage()
      await page.goto(`${site.origin}/verify`)
      await settled(page)
      await browser.setOffline(true)
      await page.clock.install({ time: Date.now() + 3 * 86_400_000 })
      await page.goto(site.textOf(first()))
      await page.waitForSelector('#result h1')
      expect(await word(page)).toBe('无法判定')
      expect(await said(page)).toContain('签名真实，现状未核')
      expect(await said(page)).toContain('（3 天前）')
    })
  })

  it('see a revocation at the next check', async () => {
    const { number } = second().row
    const text = site.textOf(second())
    await browse({}, async (browser) => {
      const page = await browser.newPage()
      await page.goto(text)
      expect(await page.textContent('h1')).toBe('有效')
      await changeStatus(site.offices.ctx, {
        number,
        act: 'revoke',
        document: '云人社函〔2026〕1号',
        ground: '材料不实',
      })
      await page.goto(`${site.origin}/verify`)
      await page.fill('#credential', text)
      await page.click('#by-text button.plain')
      await page.waitForSelector('#result h1')
      expect([await word(page), (await said(page)).includes('已撤销')]).toEqual(['无效', true])
      expect(await said(page)).not.toContain('材料不实')
      await page.goto(text)
      expect(await page.textContent('h1')).toBe('无效')
    })
  })

  it('name a code that leads to another host, and do not go there', async () => {
    const foreign = site.textOf(first()).replace(site.origin, 'https://zc-chaxun.example')
    await browse({}, async (browser) => {
      const page = await browser.newPage()
      await page.goto(`${site.origin}/scan`)
      await page.setInputFiles('#photo', saved('foreign.png', await toBuffer(foreign, { scale: 6 })))
      await page.waitForSelector('#result h1')
      expect(await said(page)).toContain('二维码指向的网站（zc-chaxun.example）不是发证机关的网站')
      expect(page.url()).toBe(`${site.origin}/scan`)
    })
  })

  it('read a photograph in the page and go to our own page of the code', async () => {
    const faults = await browse({}, async (browser) => {
      const page = await browser.newPage()
      await page.goto(`${site.origin}/scan`)
      await page.setInputFiles('#photo', saved('own.png', await toBuffer(site.textOf(first()), { scale: 6 })))
      await page.waitForURL(/\/v\//)
      expect(page.url()).toBe(site.textOf(first()))
      expect(await page.textContent('h1')).toBe('有效')
      expect(await page.getAttribute('#in-page-check', 'data-state')).toBe('ok')
    })
    expect(faults).toEqual([])
  })

  it('read the camera’s picture, even without a network', async () => {
    const film = saved('code.y4m', fakeCamera(site.textOf(first())))
    const flags = [
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ]
    await browse({ flags, permissions: ['camera'] }, async (browser) => {
      const page = await browser.newPage()
      await page.goto(`${site.origin}/scan`)
      await settled(page)
      await page.setInputFiles('#photo', saved('none.png', await toBuffer('nothing of ours', { scale: 6 })))
      await page.waitForSelector('#result h1')
      await browser.setOffline(true)
      await page.goto(`${site.origin}/scan`)
      await page.click('#camera')
      await page.waitForSelector('#result .valid')
      expect(await said(page)).toContain('现在没有网络')
    })
  })

  it('can be installed', async () => {
    await browse({}, async (browser) => {
      const page = await browser.newPage()
      await page.goto(site.origin)
      await settled(page)
      const session = await browser.newCDPSession(page)
      const { errors } = await session.send('Page.getAppManifest')
      expect(errors).toEqual([])
      const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
      // The browser of the test has no window to install from.
      expect(
        installabilityErrors.map(({ errorId }) => errorId).filter((id) => id !== 'in-incognito'),
      ).toEqual([])
    })
  })

  it('lend verifier.js to another site, where it agrees with every published vector', async () => {
    const other = await siteOfAnother(site.origin)
    const vectors = new URL('../vectors/credentials/', import.meta.url)
    const trusted = JSON.parse(readFileSync(new URL('trust-bundle.json', vectors), 'utf8')) as object
    const cases = ['valid', 'invalid'].flatMap((kind) =>
      readdirSync(new URL(kind, vectors)).map((file) => {
        const vector = JSON.parse(readFileSync(new URL(`${kind}/${file}`, vectors), 'utf8')) as Vector
        const bundle = JSON.stringify({ ...trusted, statusLists: vector.statusLists })
        return { file, bundle, credential: vector.credential, now: vector.now, expected: vector.expected }
      }),
    )
    const faults = await browse({}, async (browser) => {
      const page = await browser.newPage()
      await page.goto(other.origin)
      const answers = await page.evaluate((all) => {
        const { Zhengxin } = globalThis as unknown as {
          Zhengxin: {
            verify(
              text: string,
              bundle: string,
              options: object,
            ): { verdict: string; reasons: { code: string }[] }
          }
        }
        return all.map(({ file, credential, bundle, now }) => {
          const { verdict, reasons } = Zhengxin.verify(credential, bundle, { now })
          return [file, verdict, ...reasons.map(({ code }) => code)]
        })
      }, cases)
      expect(answers).toEqual(
        cases.map(({ file, expected: { verdict, reason } }) => [
          file,
          verdict,
          ...(reason === null ? [] : [reason]),
        ]),
      )
    })
    other.server.close()
    expect(faults).toEqual([])
  })
})

/** A page of somebody else's, that loads verifier.js as /embed says. */
async function siteOfAnother(origin: string): Promise<{ origin: string; server: Server }> {
  const embed = await (await fetch(`${origin}/embed`, { headers: { Accept: 'text/html' } })).text()
  const [, integrity = ''] = /integrity=&quot;(sha384-[^&]+)&quot;/.exec(embed) ?? []
  const html = `<!doctype html><link rel="icon" href="data:,"><script src="${origin}/verifier.js" integrity="${integrity}" crossorigin="anonymous"></script>`
  const server = createServer((_, response) => response.setHeader('Content-Type', 'text/html').end(html))
  await new Promise<void>((resolve) => server.listen(0, () => resolve()))
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
}
