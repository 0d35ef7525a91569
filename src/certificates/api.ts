import { createHash } from 'node:crypto'
import { Hono, type Context as Request } from 'hono'
import { jwkOf, writeTrustBundle } from '../credentials/trust-bundle.ts'
import type { Context, Env } from '../platform/context.ts'
import { makeTrustBundle } from './make-trust-bundle.ts'
import { publishStatusList } from './publish-status-list.ts'
import { trustedKeys } from './trusted-keys.ts'

/** What outsiders need to judge a certificate for themselves. */
export const certificatesApi = new Hono<Env>()
  .get('/.well-known/jwks.json', (c) =>
    cached(c, JSON.stringify({ keys: [...trustedKeys(c.var.ctx.keyring.history).values()].map(jwkOf) }), {
      type: 'application/jwk-set+json',
      seconds: 300,
    }),
  )
  .get('/.well-known/zhengxin-trust.json', async (c) =>
    cached(c, writeTrustBundle(await makeTrustBundle(c.var.ctx)), { type: 'application/json', seconds: 60 }),
  )
  .get('/status/:id{[0-9]{1,5}}', async (c) => {
    const token = await statusList(c.var.ctx, c.req.param('id'))
    return token ? cached(c, token, { type: 'application/statuslist+jwt', seconds: 5 }) : c.notFound()
  })

// One spelling of each address.
const statusList = async (ctx: Context, id: string) =>
  String(Number(id)) === id ? publishStatusList(ctx, Number(id)) : null

function cached(c: Request<Env>, body: string, of: { type: string; seconds: number }): Response {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers = {
    ETag: etag,
    'Cache-Control': `public, max-age=${of.seconds}`,
    'Access-Control-Allow-Origin': '*',
  }
  if (c.req.header('If-None-Match') === etag) return c.body(null, 304, headers)
  return c.body(body, 200, { ...headers, 'Content-Type': of.type })
}
