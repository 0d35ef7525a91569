import { Hono, type Context as Request, type MiddlewareHandler } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { getCookie } from 'hono/cookie'
import { countWaiting } from './approvals/waiting.ts'
import { ACTS, type Act } from './identity/act.ts'
import { authoriseSomewhere, grantsOf } from './identity/authorise.ts'
import { authorityById } from './identity/find-authority.ts'
import { mayAct, roleRow } from './identity/role.ts'
import { authenticate } from './identity/sign-in/authenticate.ts'
import { sessionCookieName } from './identity/sign-in/cookie.ts'
import { namedAccount } from './identity/sign-in/named-account.ts'
import { otherOrigin, signedOutMeanwhile } from './identity/sign-in/refusals.ts'
import { isSameOrigin } from './identity/sign-in/same-origin.ts'
import { requireSecondFactor } from './identity/sign-in/second-factor.ts'
import type { Context, Env } from './platform/context.ts'
import { headersOf, statusOf } from './platform/problem.ts'
import { RATE_RULES } from './platform/rate-limit.ts'
import { bodyTooLarge, nothingHere } from './platform/refusals.ts'
import { isPlainText } from './platform/strict-json.ts'
import { Refusal, type RefusalKind } from './platform/refusal.ts'
import { recordRefused } from './trail/record-refused.ts'
import type { Door } from './staff-door.ts'
import { deskRefusal, type Desk, type MenuItem, type Viewer } from './web/desk-page.tsx'
import { PRIVATE_PAGE } from './web/headers.ts'
import type { Site } from './web/site.ts'

interface Options extends Door {
  readonly site: Site
  /** Where nobody is signed in yet. */
  readonly door: Hono<Env>
  readonly desks: readonly ((desk: Desk) => Hono<Env>)[]
  /** What an act appended becomes public before its success is told. */
  publish(ctx: Context): Promise<unknown>
  /** For what is a fault of ours. */
  log(error: unknown): void
}

const DOOR = new Set(['/desk/sign-in', '/desk/enrol', '/desk/recover'])
/** What somebody may do whose second factor is still to be bound. */
const OWN = /^\/desk\/(me|sign-out)(\/|$)/

/** Every desk behind one door: who is asking, from where, with what they need to have shown. */
export function deskPages({ site, door, desks, publish, log, ...edge }: Options): Hono<Env> {
  const desk: Desk = { site, viewer: viewerOf }
  const app = new Hono<Env>()
    .use('/desk', letIn(edge))
    .use('/desk/*', letIn(edge))
    .use('/desk/*', (c, next) => (UPLOADS.test(c.req.path) ? next() : smallForm(c, next)))
    .use('/desk/*', async (c, next) => {
      await next()
      // It has happened: a checkpoint that cannot be published now is the log's and /readyz's matter.
      if (c.req.method === 'POST' && c.res.status < 400) await publish(c.var.ctx).catch(log)
    })
    .route('/', door)
  for (const pages of desks) app.route('/', pages(desk))
  return app.onError(async (error, c) => {
    if (!(error instanceof Refusal)) throw error
    if (error.kind === 'unauthenticated' && isLook(c)) return toSignIn(c)
    if (error.code === 'identity/second-factor-needed') return c.redirect('/desk/me', 303)
    const refusal = await recorded(c, error)
    const viewer = c.var.ctx.actor.kind === 'account' ? await viewerOf(c.var.ctx) : null
    const status = statusOf(refusal)
    return c.html(deskRefusal({ site, viewer, refusal }), status, {
      ...PRIVATE_PAGE,
      ...headersOf(refusal, status),
    })
  })
}

const isLook = (c: Request<Env>): boolean => ['GET', 'HEAD'].includes(c.req.method)

/** The forms that bring a file, and limit it themselves. */
const UPLOADS =
  /^\/desk\/(collection\/[\w-]+\/offices\/[\w-]+\/(uploads|imports)|assessments\/[\w-]+\/list|cycles\/[\w-]+\/steps\/[\w-]+|lists|lists\/cycles\/[\w-]+\/evidence|lists\/[\w-]+\/three-reviews|lists\/[\w-]+\/documents\/elsewhere|publicity\/recommendations|publicity\/[\w-]+\/channels|verifications|certificates\/[\w-]+\/reissue|integrity(\/[\w-]+\/corrections)?)$/
const MOST_FORM_BYTES = 1_048_576
const smallForm = bodyLimit({
  maxSize: MOST_FORM_BYTES,
  onError: () => {
    throw bodyTooLarge(MOST_FORM_BYTES)
  },
})

const letIn =
  ({ limits, addressOf }: Door): MiddlewareHandler<Env> =>
  async (c, next) => {
    for (const [name, value] of Object.entries(PRIVATE_PAGE)) c.header(name, value)
    const { ctx } = c.var
    const { publicOrigin } = ctx.config
    if (!isPlainAddress(c)) throw nothingHere()
    await limits.count(RATE_RULES.client, addressOf(c))
    const cookie = getCookie(c, sessionCookieName(publicOrigin))
    const actor = cookie === undefined ? null : await authenticate(ctx, ctx.database.read, { cookie })
    if (actor !== null) c.set('ctx', { ...ctx, actor })
    const from = { origin: c.req.header('Origin'), site: c.req.header('Sec-Fetch-Site') }
    if (!isLook(c) && !isSameOrigin(from, publicOrigin)) throw otherOrigin(publicOrigin)
    if (!DOOR.has(c.req.path)) {
      if (actor === null) {
        if (isLook(c)) return toSignIn(c)
        throw signedOutMeanwhile()
      }
      await limits.count(isLook(c) ? RATE_RULES.account : RATE_RULES.changes, actor.name)
      if (!OWN.test(c.req.path)) await requireSecondFactor(c.var.ctx, ctx.database.read)
      // What is in nobody's menu of theirs is not theirs to open by address either.
      const item = MENU.find(({ href }) => href !== '/desk' && `${c.req.path}/`.startsWith(`${href}/`))
      if (item) await authoriseSomewhere(c.var.ctx, ctx.database.read, item.act)
    }
    return next()
  }

/** No database keeps a NUL, so nothing has such an address. */
const isPlainAddress = ({ req }: Request<Env>): boolean =>
  [req.path, ...Object.values(req.queries()).flat()].every(isPlainText) && !req.path.includes('%00')

const toSignIn = (c: Request<Env>): Response => c.redirect('/desk/sign-in', 303)

const UNSEEN: ReadonlySet<RefusalKind> = new Set(['invalid', 'too-large', 'too-many', 'unavailable'])

/** Nobody in here tries doors unseen; a stranger is outside, and what was merely typed wrong nobody's business. */
async function recorded(c: Request<Env>, refusal: Refusal): Promise<Refusal> {
  if (c.var.ctx.actor.kind !== 'account') return refusal
  const isTry = refusal.kind === 'forbidden' || (!isLook(c) && !UNSEEN.has(refusal.kind))
  if (!isTry) return refusal
  try {
    const { act } = refusal.facts
    await recordRefused(c.var.ctx, {
      act: typeof act === 'string' && Object.hasOwn(ACTS, act) ? act : 'desk',
      officeId: null,
      code: refusal.code,
      facts: { page: `${c.req.method} ${c.req.path.slice(0, 128)}` },
    })
    return refusal
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

const MENU: readonly (MenuItem & { readonly act: Act })[] = [
  { href: '/desk', label: '待办', act: 'approvals.see' },
  { href: '/desk/cycles', label: '年度评审', act: 'cycles.see' },
  { href: '/desk/lists', label: '名单', act: 'lists.see' },
  { href: '/desk/assessments', label: '考核认定', act: 'assessments.hand-in' },
  { href: '/desk/publicity', label: '公示', act: 'cycles.see' },
  { href: '/desk/objections', label: '异议', act: 'objections.see' },
  { href: '/desk/inquiries', label: '复查', act: 'objections.see' },
  { href: '/desk/collection', label: '归集', act: 'collection.see' },
  { href: '/desk/integrity', label: '诚信档案', act: 'integrity.see' },
  { href: '/desk/integrity-basis', label: '诚信共享公开', act: 'integrity.publish' },
  { href: '/desk/persons', label: '同一人合并', act: 'persons.see' },
  { href: '/desk/admissions', label: '本人查询码', act: 'integrity.admit' },
  { href: '/desk/consents', label: '诚信查询', act: 'integrity.ask' },
  { href: '/desk/certificates', label: '证书', act: 'certificates.see' },
  { href: '/desk/verifications', label: '核验', act: 'verification.batch' },
  { href: '/desk/policies', label: '规定', act: 'cycles.see' },
  { href: '/desk/jobs', label: '任务', act: 'jobs.see' },
  { href: '/desk/people', label: '人员和岗位', act: 'accounts.see' },
  { href: '/desk/offices', label: '机构', act: 'offices.see' },
  { href: '/desk/trail', label: '操作记录', act: 'trail.search' },
  { href: '/my', label: '我的诚信', act: 'self' },
  { href: '/desk/me', label: '我的登录', act: 'self' },
]

async function viewerOf(ctx: Context): Promise<Viewer> {
  const { read } = ctx.database
  const account = await namedAccount(ctx, read, ctx.actor.accountId ?? '')
  const [office, grants, count] = await Promise.all([
    authorityById(read, account.officeId),
    grantsOf(read, ctx.actor),
    countWaiting(ctx),
  ])
  return {
    name: account.name,
    office: office.name,
    purpose: ctx.actor.purpose,
    roles: [...new Set(grants.map(({ role }) => roleRow(role).zh))],
    menu: MENU.filter(({ act }) => mayAct(grants, act)).map(({ href, label }) =>
      href === '/desk' ? { href, label, count } : { href, label },
    ),
  }
}
