import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Context as Request } from 'hono'
import type { PageTrust } from '../credentials/page-trust.ts'
import type { StatementAnswer } from '../credentials/statement.ts'
import type { TrustBundle } from '../credentials/trust-bundle.ts'
import type { Day } from '../calendar/day.ts'
import type { Context, Env } from '../platform/context.ts'
import { statusOf } from '../platform/problem.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Assets } from '../web/assets.ts'
import { PRIVATE_PAGE, SCANNER_PAGE, securityHeaders } from '../web/headers.ts'
import { languageOf } from '../web/language.ts'
import { refusalPage } from '../web/refusal-page.tsx'
import type { Site } from '../web/site.ts'
import { wantsHtml } from '../web/wants-html.ts'
import { askedDay } from './asked-day.ts'
import { MAX_FILE_BYTES, readCheckForm, tooLargeForm } from './check-form.ts'
import type { CheckForm } from './check-form.ts'
import { checkAgainPage, checkPage, homePage } from './check-page.tsx'
import { embedPage } from './embed-page.tsx'
import { genuinePage } from './genuine-page.tsx'
import { offlinePage } from './offline-page.tsx'
import { scanPage } from './scan-page.tsx'
import { isMissed } from './statements/pages.tsx'
import { statementIn, withoutPicture } from './statements/statement-in.ts'
import { statementPage } from './statements/statement-page.tsx'
import type { Submitted } from './submitted.ts'
import { verdictPage } from './verdict-page.ts'
import { isMiss, type VerificationAnswer } from './verification-answer.ts'

/** What these pages ask of the house. */
export interface VerifyingActs {
  verifyByCode(ctx: Context, code: string, asOf: Day | null): Promise<VerificationAnswer>
  verifySubmitted(ctx: Context, submitted: Submitted): Promise<VerificationAnswer>
  judgeStatement(ctx: Context, text: string): Promise<StatementAnswer>
  /** Public keys for the check inside the page: the issuer's, of now and before. */
  pageTrust(ctx: Context): PageTrust['keys']
  /** What outsiders are told to trust, for the page that says how to compare it. */
  trustBundle(ctx: Context): Promise<TrustBundle>
}

interface Options {
  readonly site: Site
  readonly acts: VerifyingActs
  readonly assets: Pick<Assets, 'verifier' | 'verifierModule'>
}

// Room for the multipart frame around the largest file.
const MAX_BODY_BYTES = MAX_FILE_BYTES + 65_536

/** The public pages of certificates: home, the forms, and `/v/:code` for readers (programs fall through to the API). */
export function verificationPages({ site, acts, assets }: Options): Hono<Env> {
  const headers = {
    ...securityHeaders(site.origin),
    ...PRIVATE_PAGE,
    'Content-Type': 'text/html; charset=UTF-8',
    Vary: 'Accept',
  }
  const verdict = (c: Request<Env>, answer: VerificationAnswer, keys?: PageTrust['keys']) => {
    c.set('missed', isMiss(answer))
    c.set('verdict', answer.verdict)
    c.set('carriesHeaders', true)
    // One object of headers goes to the socket as it is.
    return new Response(verdictPage({ site, language: language(c), answer, ...(keys && { keys }) }), {
      headers,
    })
  }
  // What was typed comes back inside the form, so the answer is private too.
  const again = (c: Request<Env>, form: CheckForm, status: 400 | 413) =>
    c.html(checkAgainPage({ site, language: language(c), form }), status, PRIVATE_PAGE)

  return new Hono<Env>()
    .get('/', (c) => c.html(homePage({ site, language: language(c) })))
    .get('/scan', (c) => c.html(scanPage({ site, language: language(c) }), 200, SCANNER_PAGE))
    .get('/offline', (c) => c.html(offlinePage({ site, language: language(c) })))
    .get('/embed', (c) => c.html(embedPage({ site, language: language(c), assets })))
    .get('/genuine', async (c) =>
      c.html(genuinePage({ site, language: language(c), bundle: await acts.trustBundle(c.var.ctx) })),
    )
    .get('/verify', (c) => c.html(checkPage({ site, language: language(c) })))
    .post(
      '/verify',
      bodyLimit({ maxSize: MAX_BODY_BYTES, onError: (c) => again(c, tooLargeForm, 413) }),
      async (c) => {
        const read = await readCheckForm(await bodyOf(c), Number(c.var.ctx.today().slice(0, 4)))
        if ('form' in read) return again(c, read.form, 400)
        const submitted = await withoutPicture(read.submitted)
        const text = statementIn(submitted)
        if (text !== null) {
          const answer = await acts.judgeStatement(c.var.ctx, text)
          c.set('missed', isMissed(answer))
          return c.html(statementPage(site, answer), 200, PRIVATE_PAGE)
        }
        return verdict(c, await acts.verifySubmitted(c.var.ctx, submitted))
      },
    )
    .get('/v/:code', async (c, next) => {
      if (!wantsHtml(c)) {
        c.header('Vary', 'Accept')
        return next()
      }
      const { ctx } = c.var
      const asOf = askedDay(c.req.query('on'), ctx.today())
      return verdict(c, await acts.verifyByCode(ctx, c.req.param('code'), asOf), acts.pageTrust(ctx))
    })
    .onError((error, c) => {
      if (!(error instanceof Refusal) || !wantsHtml(c)) throw error
      return c.html(refusalPage(site, language(c), error), statusOf(error), PRIVATE_PAGE)
    })
}

const language = (c: Request) => languageOf(c.req.query('lang'))

/** The posted form; one that cannot be read is an empty one, and the page then says what is missing. */
async function bodyOf(c: Request): Promise<Record<string, string | File>> {
  try {
    return await c.req.parseBody()
  } catch {
    return {}
  }
}
