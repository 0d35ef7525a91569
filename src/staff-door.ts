import type { Context as Request } from 'hono'
import { getCookie } from 'hono/cookie'
import { ACTS, type Act } from './identity/act.ts'
import { authorise, authoriseSomewhere } from './identity/authorise.ts'
import type { RouteInput, StaffRoute } from './identity/route.ts'
import { authenticate } from './identity/sign-in/authenticate.ts'
import { sessionCookieName } from './identity/sign-in/cookie.ts'
import { notSignedIn, otherOrigin } from './identity/sign-in/refusals.ts'
import { isSameOrigin } from './identity/sign-in/same-origin.ts'
import { requireSecondFactor } from './identity/sign-in/second-factor.ts'
import type { Context } from './platform/context.ts'
import type { Handle } from './platform/database.ts'
import { RATE_RULES, type RateLimits } from './platform/rate-limit.ts'
import { badPurposeHeader, noSuchThing } from './platform/refusals.ts'
import { Refusal } from './platform/refusal.ts'
import { purposeFault } from './trail/purpose.ts'
import { badPurpose } from './trail/refusals.ts'
import type { AddressOf } from './web/client-address.ts'

export interface Door {
  readonly limits: RateLimits
  readonly addressOf: AddressOf
}

/**
 * Who comes in, as the actor of everything that follows. Refuses `identity/not-signed-in`, `request/too-many`, and
 * `identity/other-origin` for what a browser sends with its cookie from somebody else's page.
 */
export async function enter(c: Request, ctx: Context, { limits, addressOf }: Door): Promise<Context> {
  await limits.count(RATE_RULES.client, addressOf(c))
  const cookie = getCookie(c, sessionCookieName(ctx.config.publicOrigin))
  const bearer = bearerOf(c.req.header('Authorization'))
  const actor = await authenticate(ctx, ctx.database.read, { cookie, bearer })
  if (!actor) throw notSignedIn()
  const isLook = c.req.method === 'GET' || c.req.method === 'HEAD'
  if (cookie !== undefined && !isLook) refuseOtherOrigin(c, ctx.config.publicOrigin)
  await limits.count(isLook ? RATE_RULES.account : RATE_RULES.changes, actor.name)
  return { ...ctx, actor }
}

function refuseOtherOrigin(c: Request, publicOrigin: string): void {
  const from = { origin: c.req.header('Origin'), site: c.req.header('Sec-Fetch-Site') }
  if (!isSameOrigin(from, publicOrigin)) throw otherOrigin(publicOrigin)
}

// RFC 6750 §2.1. A header that is no bearer token is a token nobody has.
function bearerOf(header: string | undefined): string | undefined {
  if (header === undefined) return undefined
  return /^Bearer +([\w.~+/-]+=*)$/i.exec(header)?.[1] ?? ''
}

/**
 * Why it is done, in the sender's words: percent-encoded UTF-8, because headers carry no Chinese. Refuses
 * `request/bad-purpose`, `trail/bad-purpose`.
 */
export function withPurpose(c: Request, ctx: Context): Context {
  const header = c.req.header('X-Purpose')
  if (header === undefined) return ctx
  const purpose = decoded(header)
  const fault = purposeFault(purpose)
  if (fault !== null) throw badPurpose(fault)
  return { ...ctx, actor: { ...ctx.actor, purpose } }
}

function decoded(header: string): string {
  try {
    return decodeURIComponent(header)
  } catch {
    throw badPurposeHeader()
  }
}

/** Refuses who holds no role for the act at all, and who came without the second factor their roles ask for. */
export async function refuseUnlessRole(ctx: Context, handle: Handle, act: Act): Promise<void> {
  await authoriseSomewhere(ctx, handle, act)
  // One's own door stays open: behind it is where the second factor is bound.
  if (ACTS[act].sort !== 'self') await requireSecondFactor(ctx, handle)
}

/**
 * The office a request is about; null when about none in particular. One out of reach is refused exactly as one that
 * does not exist (`request/no-such-thing`), so that nobody learns what other offices have.
 */
export async function officeInReach(
  ctx: Context,
  handle: Handle,
  route: StaffRoute,
  input: RouteInput,
): Promise<string | null> {
  if (typeof route.office !== 'function') return null
  let officeId: string
  try {
    officeId = await route.office(ctx, handle, input)
  } catch (error) {
    throw error instanceof Refusal && error.kind === 'not-found' ? noSuchThing() : error
  }
  await authorise(ctx, handle, route.act, officeId, noSuchThing())
  return officeId
}
