import { Hono, type Context as Request } from 'hono'
import { otherMethods } from './allowed-methods.ts'
import { certificatesApi } from './certificates/api.ts'
import { keptTrustBundle } from './certificates/publishing/kept-trust-bundle.ts'
import { trustedKeys } from './certificates/publishing/trusted-keys.ts'
import { calendarApi } from './cycles/feed/api.ts'
import { pageTrustOf, type PageTrust } from './credentials/page-trust.ts'
import { deskPages } from './desk.tsx'
import { certificatesOfPersons } from './certificates/reading/certificates-of-persons.ts'
import { DESKS, holderOf, STAFF_ROUTES } from './desks.ts'
import { referenceRoutes } from './docs-page.tsx'
import { tokenApi } from './identity/sign-in/api.ts'
import { ownPages } from './integrity/own/pages.tsx'
import { publicListPages } from './integrity/listing/pages.tsx'
import { doorPages } from './identity/sign-in/pages.tsx'
import { ledgerApi } from './ledger/api.ts'
import { checkpointMemory } from './ledger/deployment-memory.ts'
import { ledgerPages } from './ledger/pages.tsx'
import { metricsOf } from './metrics.ts'
import { openApiDocument } from './openapi.ts'
import { healthApi } from './platform/api.ts'
import { actorOf, type Context, type Env } from './platform/context.ts'
import { headersOf, problem, statusOf } from './platform/problem.ts'
import { rateLimits } from './platform/rate-limit.ts'
import { nothingHere, wrongMethod } from './platform/refusals.ts'
import { Refusal } from './platform/refusal.ts'
import { policyPages } from './policy/pages.tsx'
import { problemPages } from './problem-pages.tsx'
import { objectionPages } from './results/objections/pages.tsx'
import { publicityPages } from './results/publicity/pages.tsx'
import { signingCheck } from './readiness.ts'
import { siteOf } from './site.ts'
import { mountStaffRoutes } from './staff.ts'
import type { ViewCounter } from './trail/view-counts.ts'
import { verificationApi } from './verification/api.ts'
import { verifierApi } from './verification/embed/api.ts'
import { verificationPages, type VerifyingActs } from './verification/pages.tsx'
import { judgeStatement } from './verification/statements/judge-statement.ts'
import { statementPages } from './verification/statements/pages.tsx'
import { verifyByCode, verifySubmitted } from './verification/verify.ts'
import { buildAssets, type PageEntries } from './web/assets.ts'
import { addressOf } from './web/client-address.ts'
import { withSecurityHeaders } from './web/headers.ts'
import { answerHungUp } from './web/hung-up.ts'
import { languageOf } from './web/language.ts'
import { limitMisses } from './web/limit-misses.ts'
import { brokenPage, notFoundPage, refusalPage } from './web/refusal-page.tsx'
import { wantsHtml } from './web/wants-html.ts'

// Compiled, the entries lie beside us as JavaScript.
const entry = (folder: string): string =>
  new URL(`${folder}/in-page${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`, import.meta.url).pathname

export const PAGE_ENTRIES: PageEntries = {
  verdict: entry('credentials'),
  check: entry('verification/check'),
  scan: entry('verification/scan'),
  worker: entry('verification/worker'),
  verifier: entry('verification/embed'),
  job: entry('jobs'),
}

// By the public record of keys, which is another one when a key is added.
const pageTrusts = new WeakMap<object, PageTrust['keys']>()

function pageTrust({ keyring: { history } }: Context): PageTrust['keys'] {
  const known = pageTrusts.get(history) ?? pageTrustOf([...trustedKeys(history).values()], 'cannot-tell').keys
  pageTrusts.set(history, known)
  return known
}

const acts: VerifyingActs = {
  verifyByCode,
  verifySubmitted,
  judgeStatement,
  pageTrust,
  trustBundle: keptTrustBundle,
}

/** What the process lends the app. */
export interface AppMeans {
  /** For what is a fault of ours. */
  log(error: unknown): void
  /** What an act appended becomes public before its success is told. */
  publish(ctx: Context): Promise<unknown>
  /** Looks at codes are counted by verdict and day, and not otherwise kept. */
  readonly views: Pick<ViewCounter, 'count'>
  /** Set when the process stops. */
  readonly stopping: AbortSignal
}

/** The whole product: what every answer carries, then one line for each edge; pages before the programs' answers. */
export async function createApp(ctx: Context, means: Partial<AppMeans> = {}): Promise<Hono<Env>> {
  const { log = () => {}, publish = () => Promise.resolve(), views, stopping } = means
  const assets = await buildAssets(PAGE_ENTRIES)
  const site = await siteOf(ctx, assets.paths)
  const visitor: Context = { ...ctx, actor: actorOf('public', '') }
  const edge = { limits: rateLimits(ctx), addressOf: addressOf(ctx.config.trustedProxies) }
  const metrics = metricsOf(ctx, edge.limits)
  const countMisses = limitMisses(edge.limits, edge.addressOf)
  const language = (c: Request) => languageOf(c.req.query('lang'))
  const refuse = (c: Request, error: Refusal) => {
    const status = statusOf(error)
    return ['too-many', 'wrong-method'].includes(error.kind) && wantsHtml(c)
      ? c.html(refusalPage(site, language(c), error), status, headersOf(error, status))
      : problem(c, error)
  }

  const app = new Hono<Env>()
  return app
    .use(withSecurityHeaders(ctx.config.publicOrigin))
    .use(async (c, next) => {
      c.set('ctx', visitor)
      await next()
    })
    .use(metrics.observe)
    .route('/', metrics.routes)
    .route('/', healthApi({ stopping, signingProblem: signingCheck(ctx, checkpointMemory(ctx.config)) }))
    .route('/', assets.routes)
    .route('/', verifierApi(assets, site))
    .use('/v/*', countMisses, async (c, next) => {
      await next()
      const verdict = c.get('verdict')
      if (verdict) views?.count(ctx.today(), verdict)
    })
    .use('/verify', countMisses)
    .use('/api/v1/verifications', countMisses)
    .route('/', verificationPages({ site, assets, acts }))
    .route('/', verificationApi)
    .use('/s/*', countMisses)
    .route('/', statementPages(site))
    .route('/', ownPages({ site, ...edge, holderOf, certificatesOf: certificatesOfPersons }))
    .route('/', certificatesApi)
    .use('/calendars/*', countMisses)
    .route('/', calendarApi)
    .route('/', policyPages(site))
    .use('/objections', countMisses)
    .use('/objections/*', countMisses)
    .route('/', publicityPages({ site }))
    .route('/', objectionPages({ site, ...edge, publish, log }))
    .route('/', publicListPages(site))
    .route('/', problemPages(site))
    .route('/', ledgerPages({ site }))
    .route('/', ledgerApi)
    .route('/', tokenApi(edge))
    .route('/', deskPages({ site, door: doorPages({ site, ...edge }), desks: DESKS, ...edge, publish, log }))
    .route(
      '/',
      mountStaffRoutes({ routes: STAFF_ROUTES, ...edge, publish, log, ...(stopping && { stopping }) }),
    )
    .route('/', referenceRoutes(site, openApiDocument(STAFF_ROUTES, ctx.config.publicOrigin)))
    .notFound((c) => {
      const allow = otherMethods(app, c.req.method, c.req.path)
      if (allow !== null) return refuse(c, wrongMethod(allow))
      return wantsHtml(c) ? c.html(notFoundPage(site, language(c)), 404) : problem(c, nothingHere())
    })
    .onError((error, c) => {
      if (error instanceof Refusal) return refuse(c, error)
      const hungUp = answerHungUp(error)
      if (hungUp) return hungUp
      log(error)
      return wantsHtml(c) ? c.html(brokenPage(site, language(c)), 500) : problem(c, error)
    })
}
