import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { deleteCookie, setCookie } from 'hono/cookie'
import type { Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { RATE_RULES, type RateLimits } from '../../platform/rate-limit.ts'
import { Refusal } from '../../platform/refusal.ts'
import { bodyTooLarge } from '../../platform/refusals.ts'
import type { AddressOf } from '../../web/client-address.ts'
import type { Desk } from '../../web/desk-page.tsx'
import { PRIVATE_PAGE } from '../../web/headers.ts'
import type { Site } from '../../web/site.ts'
import { agentClass } from './agent-class.ts'
import { changePassword } from './change-password.ts'
import { sessionCookieName, sessionCookieOptions } from './cookie.ts'
import { enrolPage, recoverPage, signInPage } from './door-page.tsx'
import { enrol } from './enrol.ts'
import { accountByLogin } from './find-account.ts'
import { readLogin } from './login.ts'
import { mePage, secondFactorPage } from './me-page.tsx'
import { endAllSessions, endSession, listSessions, signOut, statePurpose } from './my-sessions.ts'
import { recoveriesPage, secretPage } from './recoveries-page.tsx'
import { approveRecovery, listRecoveries, startRecovery } from './recovery.ts'
import { accountNotFound, passwordsDiffer } from './refusals.ts'
import {
  confirmSecondFactor,
  enrolSecondFactor,
  hasSecondFactor,
  requireSecondFactor,
  secondFactorToConfirm,
} from './second-factor.ts'
import { signIn, type ClientPlace } from './sign-in.ts'
import { formToken, toldTwice } from './told-twice.ts'

interface DoorOptions {
  readonly site: Site
  readonly limits: RateLimits
  readonly addressOf: AddressOf
}

// Room for what is too long to be taken, so that it is refused in words.
const MAX_BODY_BYTES = 65_536
const limited = bodyLimit({
  maxSize: MAX_BODY_BYTES,
  onError: () => {
    throw bodyTooLarge(MAX_BODY_BYTES)
  },
})

/** Pages for whoever is not signed in. Who stands before them refuses posts of other origins (src/desk.tsx). */
export function doorPages({ site, limits, addressOf }: DoorOptions): Hono<Env> {
  const placeOf = async (c: Request<Env>): Promise<ClientPlace> => {
    const address = addressOf(c)
    await limits.count(RATE_RULES.signIn, address)
    return { address, agent: agentClass(c.req.header('User-Agent')) }
  }
  return new Hono<Env>()
    .get('/desk/sign-in', (c) => c.html(signInPage({ site, refusal: null }), 200, PRIVATE_PAGE))
    .post('/desk/sign-in', limited, async (c) => {
      const client = await placeOf(c)
      const { login, password, code } = await formOf(c)
      try {
        letIn(c, await signIn(c.var.ctx, { login, password, code, client }))
        return c.redirect('/desk', 303)
      } catch (error) {
        const refusal = shown(error)
        const page = signInPage({ site, refusal: refusal.message, login: login.slice(0, 64) })
        return c.html(page, statusOf(refusal), PRIVATE_PAGE)
      }
    })
    .get('/desk/enrol', (c) => c.html(enrolPage({ site, refusal: null }), 200, PRIVATE_PAGE))
    .post('/desk/enrol', limited, async (c) => {
      const client = await placeOf(c)
      const { secret, password, again } = await formOf(c)
      try {
        if (password !== again) throw passwordsDiffer()
        const session = await enrol(c.var.ctx, { secret, password, client })
        letIn(c, session)
        return c.redirect(session.needsSecondFactor ? '/desk/me/second-factor' : '/desk', 303)
      } catch (error) {
        const refusal = shown(error)
        return c.html(enrolPage({ site, refusal: refusal.message }), statusOf(refusal), PRIVATE_PAGE)
      }
    })
    .get('/desk/recover', (c) => c.html(recoverPage({ site }), 200, PRIVATE_PAGE))
}

/** Everybody's own door, from inside; and what officers do about others' lost ones. */
export function ownDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const me = async (c: Request<Env>, refusal: Refusal | null) => {
    const { ctx } = c.var
    const page = mePage(await frame(c), {
      sessions: await listSessions(ctx),
      hasSecondFactor: await hasSecondFactor(ctx),
      mustBind: await isBindingDue(c),
      purpose: ctx.actor.purpose,
      refusal: refusal?.message ?? null,
    })
    return c.html(page, refusal ? statusOf(refusal) : 200, PRIVATE_PAGE)
  }
  const binding = async (c: Request<Env>, refusal: Refusal | null) => {
    const waiting = await secondFactorToConfirm(c.var.ctx)
    if (!waiting) return c.redirect('/desk/me', 303)
    const page = secondFactorPage(await frame(c), waiting, refusal?.message ?? null)
    return c.html(page, refusal ? statusOf(refusal) : 200, PRIVATE_PAGE)
  }

  return new Hono<Env>()
    .get('/desk/me', (c) => me(c, null))
    .post('/desk/me/sessions/end', async (c) => {
      await endAllSessions(c.var.ctx)
      return letOut(c)
    })
    .post('/desk/me/sessions/:sessionId{[\\w-]{22}}/end', async (c) => {
      await endSession(c.var.ctx, { sessionId: c.req.param('sessionId') })
      return c.redirect('/desk/me', 303)
    })
    .post('/desk/me/purpose', limited, async (c) => {
      try {
        await statePurpose(c.var.ctx, { purpose: (await formOf(c)).purpose })
        return c.redirect('/desk', 303)
      } catch (error) {
        return me(c, shown(error))
      }
    })
    .post('/desk/me/password', limited, async (c) => {
      const form = await formOf(c)
      try {
        if (form['new-password'] !== form.again) throw passwordsDiffer()
        await changePassword(c.var.ctx, {
          password: form['change-password'],
          code: form['change-code'],
          newPassword: form['new-password'],
        })
        return letOut(c)
      } catch (error) {
        return me(c, shown(error))
      }
    })
    .get('/desk/me/second-factor', (c) => binding(c, null))
    .post('/desk/me/second-factor', limited, async (c) => {
      const form = await formOf(c)
      try {
        await enrolSecondFactor(c.var.ctx, { password: form['bind-password'], code: form['bind-code'] })
        return c.redirect('/desk/me/second-factor', 303)
      } catch (error) {
        return me(c, shown(error))
      }
    })
    .post('/desk/me/second-factor/confirmation', limited, async (c) => {
      try {
        await confirmSecondFactor(c.var.ctx, { code: (await formOf(c)).code })
        return c.redirect('/desk', 303)
      } catch (error) {
        return binding(c, shown(error))
      }
    })
    .post('/desk/sign-out', async (c) => {
      await signOut(c.var.ctx)
      return letOut(c)
    })
    .get('/desk/recoveries', async (c) =>
      c.html(
        recoveriesPage(await frame(c), {
          recoveries: await listRecoveries(c.var.ctx),
          once: formToken(c.var.ctx),
        }),
        200,
        PRIVATE_PAGE,
      ),
    )
    .post('/desk/recoveries', limited, async (c) => {
      const { ctx } = c.var
      const { login } = await formOf(c)
      const account = await accountByLogin(ctx.database.read, readLogin(login) ?? '')
      if (!account) throw accountNotFound(login.slice(0, 64))
      await startRecovery(ctx, { accountId: account.id })
      return c.redirect('/desk/recoveries', 303)
    })
    .post('/desk/recoveries/:recoveryId{[\\w-]{22}}/approval', async (c) => {
      const recoveryId = c.req.param('recoveryId')
      const form = { once: (await formOf(c)).once, name: 'recovery', asked: recoveryId }
      const secret = await toldTwice(c.var.ctx, form, (ctx) => approveRecovery(ctx, { recoveryId }))
      return c.html(secretPage(await frame(c), secret), 200, PRIVATE_PAGE)
    })
}

async function isBindingDue(c: Request<Env>): Promise<boolean> {
  try {
    await requireSecondFactor(c.var.ctx, c.var.ctx.database.read)
    return false
  } catch (error) {
    if (error instanceof Refusal && error.code === 'identity/second-factor-needed') return true
    throw error
  }
}

function letIn(c: Request<Env>, { token }: { readonly token: string }): void {
  const { publicOrigin } = c.var.ctx.config
  setCookie(c, sessionCookieName(publicOrigin), token, sessionCookieOptions(publicOrigin))
}

function letOut(c: Request<Env>): Response {
  const { publicOrigin } = c.var.ctx.config
  deleteCookie(c, sessionCookieName(publicOrigin), sessionCookieOptions(publicOrigin))
  return c.redirect('/desk/sign-in', 303)
}

// What is nobody's fault but the form's comes back in the form; who has tried too often is told so by the app.
function shown(error: unknown): Refusal {
  if (error instanceof Refusal && ['invalid', 'forbidden', 'conflict'].includes(error.kind)) return error
  throw error
}

/** The posted form's texts; what is missing is empty, and refused as such. */
async function formOf(c: Request<Env>): Promise<Form> {
  const body: Record<string, unknown> = await c.req.parseBody().catch(() => ({}))
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
  return Object.fromEntries(FIELDS.map((name) => [name, text(name)])) as Form
}

const FIELDS = [
  'login',
  'password',
  'code',
  'secret',
  'again',
  'change-password',
  'change-code',
  'new-password',
  'bind-password',
  'bind-code',
  'purpose',
  'once',
] as const
type Form = Readonly<Record<(typeof FIELDS)[number], string>>
