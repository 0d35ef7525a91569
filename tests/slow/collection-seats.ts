import type { Browser, Page } from 'playwright-core'
import { JOB_KINDS } from '../../src/desks.ts'
import type { Role } from '../../src/identity/role.ts'
import { runNextJob } from '../../src/jobs/run-next-job.ts'
import type { Context } from '../../src/platform/context.ts'
import { signedIn } from '../support/signed-in.ts'
import { look } from './desk-seats.ts'

/** Somebody at the desk of past titles, who knows one address: /desk. Everything else is clicked. */
export interface CollectionSeat {
  readonly page: Page
  /** What the page says. */
  said(): Promise<string>
  /** Clicks what is called so. */
  click(words: string): Promise<void>
  /** From /desk to the collection. */
  toCollection(): Promise<void>
  /** From /desk to an office's part of the first collection. */
  toOffice(name: string): Promise<void>
  /** From /desk to a batch, by its file's name. */
  toBatch(office: string, file: string): Promise<void>
  /** Sends a file from the page that asks for one, lets the job have it, and follows where it leads. */
  send(file: string): Promise<string>
  /** Begins a job from the page's form, waits for it, and follows where it leads. */
  work(form: string): Promise<void>
  /** Says yes to what waits longest on this desk. */
  agree(): Promise<void>
}

/** A new account at an office, in a browser of its own without scripts. */
export async function takeCollectionSeat(
  { ctx, browser, origin }: { readonly ctx: Context; readonly browser: Browser; readonly origin: string },
  { officeId, role, person }: { readonly officeId: string; readonly role: Role; readonly person: number },
): Promise<CollectionSeat> {
  const { headers } = await signedIn(ctx, { officeId, roles: [role], person })
  const [name = '', value = ''] = (headers.Cookie ?? '').split('=')
  const context = await browser.newContext({ javaScriptEnabled: false, acceptDownloads: true })
  await context.addCookies([{ name, value, url: origin }])
  const page = await context.newPage()
  const desk = async () => {
    await page.goto(`${origin}/desk`)
  }
  const click = async (words: string) => {
    await page.click(`main a:text-is("${words}"), main button:text-is("${words}")`)
    await look(page)
  }
  const toCollection = async () => {
    await desk()
    await page.click('nav a[href="/desk/collection"]')
    await look(page)
  }
  const toOffice = async (office: string) => {
    await toCollection()
    await page.click('table.rows th a')
    await look(page)
    await click(office)
  }
  /** The page of a job asks for itself again: it is left alone meanwhile. */
  const worked = async () => {
    const at = page.url()
    await page.goto('about:blank')
    let broken: unknown = null
    while (await runNextJob(ctx, JOB_KINDS, { leaseMs: 60_000, log: (error) => (broken = error) }));
    if (broken !== null) throw broken
    await page.goto(at)
    const link = page.locator('main a[href*="/uploads/"], main a[href*="/batches/"]').first()
    if ((await link.count()) > 0) await link.click()
    await look(page)
  }
  const said = async () => (await page.textContent('main')) ?? ''
  return {
    page,
    said,
    click,
    toCollection,
    toOffice,
    async toBatch(office, file) {
      await toOffice(office)
      await click(file)
    },
    async send(file) {
      await page.setInputFiles('input[name=file]', file)
      await page.click('form[action$="/uploads"] button')
      await worked()
      return said()
    },
    async work(form) {
      await page.click(`${form} button`)
      await worked()
    },
    async agree() {
      await desk()
      await page.click('table.rows a')
      await look(page)
      await page.click('form[action$="/approval"] button')
    },
  }
}
