import { Hono } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Env } from '../../platform/context.ts'
import { RATE_RULES, type RateLimits } from '../../platform/rate-limit.ts'
import type { AddressOf } from '../../web/client-address.ts'
import type { StaffRoute } from '../route.ts'
import { accountRoutes } from './account-routes.ts'
import { clientRoutes } from './client-routes.ts'
import { exchangeAssertion } from './exchange-assertion.ts'
import { ownRoutes } from './own-routes.ts'
import { assertionRefused } from './refusals.ts'
import { CLIENT_MS } from './session.ts'

/** What people and their managers do about signing in. */
export const signInRoutes: readonly StaffRoute[] = [...accountRoutes, ...clientRoutes, ...ownRoutes]

const MAX_BODY_BYTES = 16_384
const ASSERTION_TYPE = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer'

interface TokenDoor {
  readonly limits: RateLimits
  readonly addressOf: AddressOf
}

/** Where other systems get their tokens: the one act of the API that needs none (RFC 6749 §4.4, RFC 7523 §2.2). */
export const tokenApi = ({ limits, addressOf }: TokenDoor): Hono<Env> =>
  new Hono<Env>().post(
    '/api/v1/token',
    bodyLimit({
      maxSize: MAX_BODY_BYTES,
      onError: () => {
        throw assertionRefused('malformed')
      },
    }),
    async (c) => {
      await limits.count(RATE_RULES.signIn, addressOf(c))
      const form = new URLSearchParams(await c.req.text())
      const assertion = form.getAll('client_assertion')
      if (
        !/^application\/x-www-form-urlencoded\b/i.test(c.req.header('Content-Type') ?? '') ||
        form.get('grant_type') !== 'client_credentials' ||
        form.get('client_assertion_type') !== ASSERTION_TYPE ||
        assertion.length !== 1
      )
        throw assertionRefused('request')
      const { token } = await exchangeAssertion(c.var.ctx, { assertion: assertion[0] ?? '' })
      return c.json({ access_token: token, token_type: 'Bearer', expires_in: CLIENT_MS / 1000 }, 200, {
        'Cache-Control': 'no-store',
      })
    },
  )
