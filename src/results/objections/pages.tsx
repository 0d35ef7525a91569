import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { policyOfCycle } from '../../cycles/policy-of-cycle.ts'
import type { Context, Env } from '../../platform/context.ts'
import { headersOf, statusOf } from '../../platform/problem.ts'
import { RATE_RULES, type RateLimits } from '../../platform/rate-limit.ts'
import { bodyTooLarge } from '../../platform/refusals.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { AddressOf } from '../../web/client-address.ts'
import { PRIVATE_PAGE } from '../../web/headers.ts'
import { postedForm } from '../../web/posted-form.ts'
import { refusalPage } from '../../web/refusal-page.tsx'
import type { Site } from '../../web/site.ts'
import { wantsHtml } from '../../web/wants-html.ts'
import { publicationById, type Publication } from '../publicity/find-publication.ts'
import { publicFrame, type PublicFrame } from '../publicity/read-public.ts'
import { publicityState } from '../publicity/state.ts'
import { objectionStatus } from './find-objection.ts'
import { askPage, objectionForm, receiptPage, statusPage, type ObjectionRules } from './objection-pages.tsx'
import { raiseObjection, type NewObjection } from './raise-objection.ts'
import { foldReceipt } from './receipt.ts'
import { badObjection, noMorePublic, notYetPublic } from './refusals.ts'

interface Options {
  readonly site: Site
  readonly limits: RateLimits
  readonly addressOf: AddressOf
  /** What an act appended becomes public before its success is told. */
  publish(ctx: Context): Promise<unknown>
  /** For what is a fault of ours. */
  log(error: unknown): void
}

const MOST_BYTES = 65_536
const small = bodyLimit({
  maxSize: MOST_BYTES,
  onError: () => {
    throw bodyTooLarge(MOST_BYTES)
  },
})

/** Where anybody objects to a publication, and later reads what came of it. No account, no cookie. */
export const objectionPages = ({ site, limits, addressOf, publish, log }: Options): Hono<Env> =>
  new Hono<Env>()
    .get('/publicity/:publicationId/objections', async (c) => {
      const shown = await formFor(c.var.ctx, c.req.param('publicationId'))
      const row = /^\d{1,6}$/.exec(c.req.query('row') ?? '')?.[0] ?? ''
      return page(c, objectionForm(site, ...shown.page, { ...shown.form, typed: { row }, returned: null }))
    })
    .post('/publicity/:publicationId/objections', small, async (c) => {
      const { ctx } = c.var
      const shown = await formFor(ctx, c.req.param('publicationId'))
      const typed = await typedIn(c)
      try {
        const input = asked(c.req.param('publicationId'), typed)
        await limits.count(RATE_RULES.objections, addressOf(c))
        const receipt = await raiseObjection(ctx, input)
        // The receipt is told once, and the objection stands whether or not a checkpoint can be published now.
        await publish(ctx).catch(log)
        return page(c, receiptPage(site, receipt))
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'invalid') throw error
        const returned = { message: error.message, typed }
        return c.html(
          objectionForm(site, ...shown.page, { ...shown.form, typed, returned }),
          statusOf(error),
          PRIVATE_PAGE,
        )
      }
    })
    .get('/objections', (c) => page(c, askPage(site, '', null)))
    .get('/objections/:reference', (c) =>
      page(c, askPage(site, foldReceipt(c.req.param('reference')).slice(0, 16), null)),
    )
    .post('/objections', small, async (c) => {
      const { reference = '', secret = '' } = await typedIn(c)
      try {
        return page(c, statusPage(site, await objectionStatus(c.var.ctx, { reference, secret })))
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind !== 'not-found') throw error
        c.set('missed', true)
        const returned = { message: error.message, typed: {} }
        return c.html(
          askPage(site, foldReceipt(reference).slice(0, 16), returned),
          statusOf(error),
          PRIVATE_PAGE,
        )
      }
    })
    .onError((error, c) => {
      if (!(error instanceof Refusal) || !wantsHtml(c)) throw error
      const status = statusOf(error)
      return c.html(refusalPage(site, 'zh', error), status, { ...PRIVATE_PAGE, ...headersOf(error, status) })
    })

const page = (c: Request<Env>, html: string) => c.html(html, 200, PRIVATE_PAGE)

async function formFor(
  ctx: Context,
  publicationId: string,
): Promise<{
  readonly page: readonly [Publication, PublicFrame]
  readonly form: { readonly isLate: boolean; readonly rules: ObjectionRules }
}> {
  const handle = ctx.database.read
  const publication = await publicationById(handle, publicationId)
  const state = publicityState(publication, ctx.today()).kind
  if (state === 'announced') throw notYetPublic(publication.opensOn)
  if (state === 'withdrawn' || state === 'replaced') throw noMorePublic()
  const frame = await publicFrame(handle, publication)
  const { anonymousObjection, lateObjection } = await policyOfCycle(handle, frame.cycle)
  const rules = {
    anonymous: anonymousObjection.kind === 'unspecified' ? null : anonymousObjection.value,
    late: lateObjection.kind === 'unspecified' ? null : lateObjection.value,
  }
  return { page: [publication, frame], form: { isLate: state !== 'open', rules } }
}

async function typedIn(c: Request<Env>): Promise<Readonly<Record<string, string>>> {
  const body = await postedForm(c)
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

function asked(publicationId: string, typed: Readonly<Record<string, string>>): NewObjection {
  const { name = '', row = '', text = '', contact = '' } = typed
  if (row.trim() !== '' && !/^\d{1,6}$/.test(row.trim())) throw badObjection('序号', '应为名单上的数字')
  if (name.trim() === '' && row.trim() !== '')
    throw badObjection('姓名', '写了序号的，也要写姓名，以免认错人')
  return {
    publicationId,
    about: name.trim() === '' ? null : { name, position: row.trim() === '' ? null : Number(row.trim()) },
    text,
    contact: contact.trim() === '' ? null : contact,
  }
}
