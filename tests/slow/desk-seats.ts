import { join } from 'node:path'
import { TOTP } from 'otpauth'
import type { Browser, Page } from 'playwright-core'
import { grantRole } from '../../src/identity/grant-role.ts'
import type { Role } from '../../src/identity/role.ts'
import { openAccount } from '../../src/identity/sign-in/open-account.ts'
import type { Context } from '../../src/platform/context.ts'
import { madeUpNumber } from '../support/staff.ts'

const PASSWORD = '职称评审 2026 值班口令'

/** A file as somebody chooses it. */
export interface Chosen {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}
export type Typed = Readonly<Record<string, string | true | Chosen>>

/** Somebody at a browser of their own. */
export interface Seat {
  readonly page: Page
  /** Goes there, through the door again where the last session is over. */
  go(path: string): Promise<Page>
  /** Fills in the form and sends it; throws what the page says where it was refused. */
  send(form: string, typed?: Typed, button?: string): Promise<void>
  /** The same, where a refusal is what is expected: what the page says. */
  refused(form: string, typed?: Typed, button?: string): Promise<string>
}

interface Office {
  readonly ctx: Context
  readonly browser: Browser
  readonly origin: string
  readonly officeId: string
  readonly role: Role
  readonly person: number
}

/** Opens the account at the console; whoever holds it binds an authenticator in Chromium, and is at work. */
export async function takeSeat({ ctx, browser, origin, officeId, role, person }: Office): Promise<Seat> {
  const login = `walk${person}`
  const { accountId, secret } = await openAccount(ctx, {
    login,
    name: '测试人员',
    idType: 'resident-identity-card',
    idNumber: madeUpNumber(person),
    officeId,
  })
  await grantRole(ctx, { grantee: accountId, role, officeId })
  const page = await (await browser.newContext({ viewport: { width: 1280, height: 900 } })).newPage()
  await page.goto(`${origin}/desk/enrol`)
  await page.fill('input[name=secret]', secret)
  await page.fill('input[name=password]', PASSWORD)
  await page.fill('input[name=again]', PASSWORD)
  await page.click('main button[type=submit]')
  const totp = new TOTP({ secret: ((await page.textContent('.secret')) ?? '').replaceAll(/\s/g, '') })
  const code = () => totp.generate({ timestamp: ctx.now().getTime() })
  await page.fill('input[name=code]', code())
  await page.click('main button[type=submit]')

  const go = async (path: string) => {
    await page.goto(origin + path)
    if (new URL(page.url()).pathname !== '/desk/sign-in') return page
    await page.fill('input[name=login]', login)
    await page.fill('input[name=password]', PASSWORD)
    await page.fill('input[name=code]', code())
    await page.click('main button[type=submit]')
    await page.goto(origin + path)
    return page
  }
  const refusal = async (form: string, typed: Typed = {}, button?: string): Promise<string | null> => {
    await fillIn(page, form, typed)
    await look(page)
    await page
      .locator(form)
      .locator(button ?? 'button[type=submit]')
      .click()
    await page.waitForLoadState()
    // Long work was begun; its page loads itself again and again.
    if (new URL(page.url()).pathname.startsWith('/desk/jobs/')) return null
    await look(page)
    const told = page.locator('[role=alert], h1:text("没有办成") + .note').first()
    return (await told.count()) > 0 ? await told.innerText() : null
  }
  return {
    page,
    go,
    async send(form, typed, button) {
      const told = await refusal(form, typed, button)
      if (told !== null) throw new Error(`${form} at ${page.url()}: ${told}`)
    },
    async refused(form, typed, button) {
      const told = await refusal(form, typed, button)
      if (told === null) throw new Error(`${form} at ${page.url()}: was taken`)
      return told
    },
  }
}

async function fillIn(page: Page, form: string, typed: Typed): Promise<void> {
  const folded = page.locator(form).locator('xpath=ancestor::details[not(@open)]/summary')
  for (const summary of await folded.all()) await summary.click()
  for (const [name, value] of Object.entries(typed)) {
    const field = page.locator(form).locator(`[name="${name}"]`)
    if (value === true) await field.check()
    else if (typeof value !== 'string') await field.setInputFiles(value)
    else if ((await field.evaluate(({ tagName }) => tagName)) === 'SELECT') await field.selectOption(value)
    else await field.fill(value)
  }
}

let pictures = 0

/** With LOOK_AT=folder every page on the way is kept as a picture, for whoever wants to see what people see. */
export async function look(page: Page): Promise<void> {
  const folder = process.env.LOOK_AT
  if (!folder) return
  const name = `${String(++pictures).padStart(3, '0')}${new URL(page.url()).pathname.replaceAll(/[\w-]{22,}/g, 'ID').replaceAll('/', '_')}`
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 })
    await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true })
    const over = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    if (over > 0) process.stdout.write(`${name} ${width}: wider by ${over}\n`)
  }
  await page.setViewportSize({ width: 1280, height: 900 })
}
