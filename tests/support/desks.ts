import { Hono } from 'hono'
import type { AppMeans } from '../../src/app.ts'
import { deskPages } from '../../src/desk.tsx'
import { DESKS } from '../../src/desks.ts'
import { doorPages } from '../../src/identity/sign-in/pages.tsx'
import { actorOf, type Context, type Env } from '../../src/platform/context.ts'
import { rateLimits, type RateLimits } from '../../src/platform/rate-limit.ts'
import { addressOf } from '../../src/web/client-address.ts'
import { SITE } from '../verification/answers.ts'

/** Every desk behind its door, as the app mounts them. */
export function desksAt(
  ctx: Context,
  limits: RateLimits = rateLimits(ctx),
  { publish = () => Promise.resolve(), log = () => {} }: Partial<Pick<AppMeans, 'publish' | 'log'>> = {},
): Hono<Env> {
  const edge = { limits, addressOf: addressOf([]) }
  return new Hono<Env>()
    .use(async (c, next) => {
      c.set('ctx', { ...ctx, actor: actorOf('public', '') })
      await next()
    })
    .route(
      '/',
      deskPages({
        site: SITE,
        door: doorPages({ site: SITE, ...edge }),
        desks: DESKS,
        ...edge,
        publish,
        log,
      }),
    )
}

/** Every address the desks serve by this method, as Hono spells it. */
export function deskPaths(method: 'GET' | 'POST'): readonly string[] {
  const desk = { site: SITE, viewer: () => Promise.reject(new Error('not asked')) }
  const routes = DESKS.flatMap((desks) => desks(desk).routes)
  return [...new Set(routes.filter((route) => route.method === method).map(({ path }) => path))]
}
