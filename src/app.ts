import { Hono, type Context as Request } from 'hono'
import { certificatesApi } from './certificates/api.ts'
import { trustedKeys } from './certificates/trusted-keys.ts'
import { pageTrustOf } from './credentials/page-trust.ts'
import { ledgerApi } from './ledger/api.ts'
import { ledgerPages } from './ledger/pages.tsx'
import { healthApi } from './platform/api.ts'
import { actorOf, type Context, type Env } from './platform/context.ts'
import { problem } from './platform/problem.ts'
import { nothingHere } from './platform/refusals.ts'
import { Refusal } from './platform/refusal.ts'
import { policyPages } from './policy/pages.tsx'
import { siteOf } from './site.ts'
import { verificationApi } from './verification/api.ts'
import { verificationPages } from './verification/pages.tsx'
import { verifyByCode, verifySubmitted } from './verification/verify.ts'
import { buildAssets } from './web/assets.ts'
import { withSecurityHeaders } from './web/headers.ts'
import { languageOf } from './web/language.ts'
import { brokenPage, notFoundPage } from './web/refusal-page.tsx'
import { wantsHtml } from './web/wants-html.ts'

// Compiled, the entry lies beside us as JavaScript.
const IN_PAGE = new URL(
  `credentials/in-page${import.meta.url.endsWith('.ts') ? '.ts' : '.js'}`,
  import.meta.url,
)

/** The whole product: what every answer carries, then one line for each edge; pages before the programs' answers. */
export async function createApp(ctx: Context, log: (error: unknown) => void = () => {}): Promise<Hono<Env>> {
  const assets = await buildAssets(IN_PAGE.pathname)
  const site = await siteOf(ctx, assets.paths)
  const visitor: Context = { ...ctx, actor: actorOf('public', '') }
  const pageTrust = ({ keyring }: Context) =>
    pageTrustOf([...trustedKeys(keyring.history).values()], 'cannot-tell').keys
  const language = (c: Request) => languageOf(c.req.query('lang'))

  return new Hono<Env>()
    .use(withSecurityHeaders(ctx.config.publicOrigin))
    .use(async (c, next) => {
      c.set('ctx', visitor)
      await next()
    })
    .route('/', healthApi)
    .route('/', assets.routes)
    .route('/', verificationPages({ site, acts: { verifyByCode, verifySubmitted, pageTrust } }))
    .route('/', verificationApi)
    .route('/', certificatesApi)
    .route('/', policyPages(site))
    .route('/', ledgerPages({ site }))
    .route('/', ledgerApi)
    .notFound((c) =>
      wantsHtml(c) ? c.html(notFoundPage(site, language(c)), 404) : problem(c, nothingHere()),
    )
    .onError((error, c) => {
      if (error instanceof Refusal) return problem(c, error)
      log(error)
      return wantsHtml(c) ? c.html(brokenPage(site, language(c)), 500) : problem(c, error)
    })
}
