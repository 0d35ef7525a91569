import { Hono, type Context as Request, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, getCookie, setCookie } from 'hono/cookie'
import { chineseDay, isDay } from '../../calendar/day.ts'
import { authenticate } from '../../identity/sign-in/authenticate.ts'
import { sessionCookieName, sessionCookieOptions } from '../../identity/sign-in/cookie.ts'
import { otherOrigin } from '../../identity/sign-in/refusals.ts'
import { isSameOrigin } from '../../identity/sign-in/same-origin.ts'
import { formToken, toldTwice } from '../../identity/sign-in/told-twice.ts'
import type { Actor, Env } from '../../platform/context.ts'
import { headersOf, statusOf } from '../../platform/problem.ts'
import { RATE_RULES, type RateLimits } from '../../platform/rate-limit.ts'
import { bodyTooLarge } from '../../platform/refusals.ts'
import { Refusal } from '../../platform/refusal.ts'
import { drawPaper } from '../../rendering/paper.ts'
import type { AddressOf } from '../../web/client-address.ts'
import type { Returned } from '../../web/desk-form.tsx'
import { PRIVATE_PAGE } from '../../web/headers.ts'
import { postedForm } from '../../web/posted-form.ts'
import { refusalPage } from '../../web/refusal-page.tsx'
import type { Site } from '../../web/site.ts'
import { giveConsent, withdrawConsent } from '../asked/consent.ts'
import { officeNamed } from '../asked/office-named.ts'
import { badConsent } from '../asked/refusals.ts'
import { absenceFile } from '../snapshot/pages.tsx'
import { numbersOf } from '../records/find-record.ts'
import { consentsPage, givenPage } from './consent-pages.tsx'
import { ownDoorPage } from './door-page.tsx'
import { ownStatement } from './find-statement.ts'
import type { HolderOf } from './hand-out-code.ts'
import { makeStatement } from './make-statement.ts'
import { objectToRecord } from './object-to-record.ts'
import { ownAbsence } from './own-absence.ts'
import type { CertificatesOf } from './own-certificates.ts'
import { MY } from './own-frame.tsx'
import { ownName } from './own-name.ts'
import { ownPerson } from './own-person.ts'
import { ownStatus } from './own-status.ts'
import { endVisit, proveIdentity, visitorOf } from './prove-identity.ts'
import { statementParts, statementSheet, statementsPage } from './statement-pages.tsx'
import { statusPage } from './status-page.tsx'

interface Options {
  readonly site: Site
  readonly limits: RateLimits
  readonly addressOf: AddressOf
  readonly holderOf: HolderOf
  readonly certificatesOf: CertificatesOf
}

const MOST_BYTES = 65_536
const small = bodyLimit({
  maxSize: MOST_BYTES,
  onError: () => {
    throw bodyTooLarge(MOST_BYTES)
  },
})

/** Beside an account's cookie: whoever came by a code at a computer of somebody else's sees their own, not that one's. */
const visitCookie = (publicOrigin: string): string => `${sessionCookieName(publicOrigin)}-my`

/** Everybody's own: their state, who asked, their statements and consents. For accounts, and for whoever has a code. */
export function ownPages({ site, limits, addressOf, holderOf, certificatesOf }: Options): Hono<Env> {
  const show = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const status = await ownStatus(ctx)
    const { read } = ctx.database
    const certificates = await certificatesOf(read, await numbersOf(read, ownPerson(ctx)))
    return page(c, statusPage(site, status, { certificates, returned }), returned)
  }
  const statements = async (c: Request<Env>, returned: Returned | null) =>
    page(c, statementsPage(site, await ownStatus(c.var.ctx), returned), returned)
  const consents = async (c: Request<Env>, returned: Returned | null) => {
    const once = formToken(c.var.ctx)
    return page(c, consentsPage(site, await ownStatus(c.var.ctx), { once, returned }), returned)
  }
  /** What is wrong with a form comes back in the form. */
  const act = async (
    c: Request<Env>,
    again: (c: Request<Env>, returned: Returned) => Promise<Response>,
    doIt: (typed: Typed) => Promise<Response>,
  ) => {
    const typed = await typedIn(c)
    try {
      return await doIt(typed)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return again(c, {
        message: error.message,
        typed: { ...typed, recordId: c.req.param('recordId') ?? '' },
      })
    }
  }

  return new Hono<Env>()
    .use(MY, small, letIn({ limits, addressOf }))
    .use(`${MY}/*`, small, letIn({ limits, addressOf }))
    .get(MY, (c) =>
      c.var.ctx.actor.personId === null ? page(c, ownDoorPage(site, null), null) : show(c, null),
    )
    .post(`${MY}/enter`, (c) =>
      act(
        c,
        async (_, returned) => page(c, ownDoorPage(site, returned), returned),
        async ({ number = '', idNumber = '', code = '' }) => {
          await limits.count(RATE_RULES.ownDoor, addressOf(c))
          const { publicOrigin } = c.var.ctx.config
          const visit = await proveIdentity(c.var.ctx, holderOf, { number, idNumber, code })
          setCookie(c, visitCookie(publicOrigin), visit.token, sessionCookieOptions(publicOrigin))
          return c.redirect(MY, 303)
        },
      ),
    )
    .post(`${MY}/leave`, async (c) => {
      const { ctx } = c.var
      const name = visitCookie(ctx.config.publicOrigin)
      const token = getCookie(c, name)
      // An account's own session ends at its own door.
      if (token === undefined) return c.redirect('/desk/me', 303)
      await endVisit(ctx, token)
      deleteCookie(c, name, sessionCookieOptions(ctx.config.publicOrigin))
      return c.redirect(MY, 303)
    })
    .post(`${MY}/records/:recordId/objections`, (c) =>
      act(c, show, async ({ words = '' }) => {
        await objectToRecord(c.var.ctx, { recordId: c.req.param('recordId'), words })
        return c.redirect(MY, 303)
      }),
    )
    .post(`${MY}/absence`, async (c) => {
      const { day = '' } = await typedIn(c)
      const told = (message: string) => show(c, { message, typed: { day } })
      try {
        if (!isDay(day)) return await told('日期不能接受：应为日期，如 2026-11-20。')
        const answer = await ownAbsence(c.var.ctx, day)
        if (answer.kind === 'listed')
          return await told(`${chineseDay(day)}您有在记录期内的记录，没有不在档证明可以出具。`)
        return absenceFile(c, day, answer.proof)
      } catch (error) {
        if (!(error instanceof Refusal) || error.kind === 'unauthenticated') throw error
        return told(error.message)
      }
    })
    .get(`${MY}/statements`, (c) => statements(c, null))
    .post(`${MY}/statements`, (c) =>
      act(c, statements, async ({ recipient = '', purpose = '', idNumber = '' }) => {
        const { statement } = await makeStatement(c.var.ctx, { recipient, purpose, idNumber })
        return c.redirect(`${MY}/statements/${statement.code}`, 303)
      }),
    )
    .get(`${MY}/statements/:code`, async (c) => {
      const made = await ownStatement(c.var.ctx, c.req.param('code'))
      return page(c, statementSheet(site, made, `${MY}/statements/${made.statement.code}/pdf`), null)
    })
    .get(`${MY}/statements/:code/pdf`, async (c) => {
      const made = await ownStatement(c.var.ctx, c.req.param('code'))
      const instant = new Date(made.statement.madeAt * 1000)
      const title = '职称诚信声明'
      const paper = { title, author: site.organisation, instant, parts: statementParts(made) }
      const bytes = drawPaper({ ...paper, code: made.text })
      return c.body(new Uint8Array(bytes), 200, {
        ...PRIVATE_PAGE,
        'Content-Type': 'application/pdf',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(title)}.pdf`,
      })
    })
    .get(`${MY}/consents`, (c) => consents(c, null))
    .post(`${MY}/consents`, (c) =>
      act(c, consents, async ({ office = '', purpose = '', days = '', once = '' }) => {
        const { ctx } = c.var
        const officeId = await officeNamed(ctx.database.read, office)
        if (officeId === null) throw badConsent('单位', '没有登记这个单位，请填写全称或统一社会信用代码')
        const input = { officeId, purpose, days: /^\d{1,2}$/.test(days.trim()) ? Number(days) : 0 }
        const form = { once, name: 'consent', asked: JSON.stringify(input) }
        const told = await toldTwice(ctx, form, async (within) => {
          const { token, expiresAt } = await giveConsent(within, input)
          return { secret: token, expiresAt }
        })
        const name = await ownName(ctx, ctx.database.read, ownPerson(ctx))
        return page(c, givenPage(site, { name, token: told.secret, expiresAt: told.expiresAt }), null)
      }),
    )
    .post(`${MY}/consents/:consentId/withdrawal`, async (c) => {
      await withdrawConsent(c.var.ctx, { consentId: c.req.param('consentId') })
      return c.redirect(`${MY}/consents`, 303)
    })
    .onError((error, c) => {
      if (!(error instanceof Refusal)) throw error
      if (error.kind === 'unauthenticated' && c.req.method === 'GET') return c.redirect(MY, 303)
      const status = statusOf(error)
      return c.html(refusalPage(site, 'zh', error), status, { ...PRIVATE_PAGE, ...headersOf(error, status) })
    })
}

/** Who is at the door: whoever came by a code, else whoever is signed in, else nobody yet. */
const letIn =
  ({ limits, addressOf }: Pick<Options, 'limits' | 'addressOf'>): MiddlewareHandler<Env> =>
  async (c, next) => {
    const { ctx } = c.var
    const { publicOrigin } = ctx.config
    await limits.count(RATE_RULES.client, addressOf(c))
    const isLook = ['GET', 'HEAD'].includes(c.req.method)
    const from = { origin: c.req.header('Origin'), site: c.req.header('Sec-Fetch-Site') }
    if (!isLook && !isSameOrigin(from, publicOrigin)) throw otherOrigin(publicOrigin)
    const [visit, session] = [visitCookie(publicOrigin), sessionCookieName(publicOrigin)].map((name) =>
      getCookie(c, name),
    )
    const { read } = ctx.database
    const visitor: Actor | null = visit === undefined ? null : await visitorOf(ctx, read, visit)
    const actor =
      visitor ?? (session === undefined ? null : await authenticate(ctx, read, { cookie: session }))
    if (actor !== null) {
      c.set('ctx', { ...ctx, actor })
      const rule = isLook ? RATE_RULES.account : RATE_RULES.changes
      await limits.count(rule, actor.sessionId ?? actor.name)
    }
    await next()
  }

type Typed = Readonly<Record<string, string>>

const page = (c: Request<Env>, html: string, returned: Returned | null): Response =>
  c.html(html, returned === null ? 200 : 422, PRIVATE_PAGE)

async function typedIn(c: Request<Env>): Promise<Typed> {
  const body = await postedForm(c)
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
