import { Hono } from 'hono'
import type { Role } from '../../src/identity/role.ts'
import type { StaffRoute } from '../../src/identity/route.ts'
import { beginSession } from '../../src/identity/sign-in/begin-session.ts'
import { sessionCookieName } from '../../src/identity/sign-in/cookie.ts'
import { actorOf, type Context, type Env } from '../../src/platform/context.ts'
import { rateLimits } from '../../src/platform/rate-limit.ts'
import { mountStaffRoutes, type StaffOptions } from '../../src/staff.ts'
import { addressOf } from '../../src/web/client-address.ts'
import { somebody } from './staff.ts'

export interface AtWork {
  readonly accountId: string
  readonly personId: string
  /** Headers with which a browser of theirs asks, from our own page. */
  readonly headers: Readonly<Record<string, string>>
}

/** Somebody with these roles at that office, signed in; with a second factor unless said otherwise. */
export async function signedIn(
  ctx: Context,
  who: { officeId: string; roles: readonly Role[]; person: number; secondFactor?: boolean },
): Promise<AtWork> {
  const { actor } = await somebody(ctx, who)
  const session = await ctx.database.transaction((tx) =>
    beginSession(ctx, tx, {
      kind: 'account',
      holderId: actor.accountId,
      secondFactor: who.secondFactor ?? true,
      agent: 'test',
    }),
  )
  const { publicOrigin } = ctx.config
  return {
    accountId: actor.accountId,
    personId: actor.personId,
    headers: { Cookie: `${sessionCookieName(publicOrigin)}=${session.token}`, Origin: publicOrigin },
  }
}

/** The staff API with these routes, as the app mounts it. */
export function staffApi(ctx: Context, routes: readonly StaffRoute[], options: Partial<StaffOptions> = {}) {
  const faults: unknown[] = []
  const visitor: Context = { ...ctx, actor: actorOf('public', '') }
  const app = new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', visitor)
      await next()
    })
    .route(
      '/',
      mountStaffRoutes({
        routes,
        limits: rateLimits(ctx),
        addressOf: addressOf([]),
        publish: () => Promise.resolve(),
        log: (error) => faults.push(error),
        ...options,
      }),
    )
  return { app, faults }
}
