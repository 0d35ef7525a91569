import { createHash } from 'node:crypto'
import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { jwkOf, writeTrustBundle } from '../credentials/trust-bundle.ts'
import type { Context, Env } from '../platform/context.ts'
import { makeTrustBundle } from './make-trust-bundle.ts'
import { publishStatusList } from './publish-status-list.ts'
import { badSubmission, submissionTooLarge } from './refusals.ts'
import type { Submitted } from './submitted.ts'
import { trustedKeys } from './trusted-keys.ts'
import { verifyByCode, verifySubmitted } from './verify.ts'

const MAX_BODY = 11 * 1024 * 1024

/** What programs ask: verdicts, and everything they need to judge for themselves. */
export const certificatesApi = new Hono<Env>()
  .get('/v/:code', async (c) => {
    c.header('Cache-Control', 'no-store')
    return c.json(await verifyByCode(c.var.ctx, c.req.param('code')))
  })
  .post(
    '/api/v1/verifications',
    bodyLimit({
      maxSize: MAX_BODY,
      onError: () => {
        throw submissionTooLarge()
      },
    }),
    async (c) => {
      c.header('Cache-Control', 'no-store')
      return c.json(await verifySubmitted(c.var.ctx, await submittedIn(c)))
    },
  )
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

async function submittedIn(c: Request<Env>): Promise<Submitted> {
  if (/^multipart\/form-data/i.test(c.req.header('Content-Type') ?? '')) {
    const { file } = await c.req.parseBody().catch(() => ({ file: undefined }))
    if (!(file instanceof File)) throw badSubmission()
    return { file: new Uint8Array(await file.arrayBuffer()) }
  }
  const body: unknown = await c.req.json().catch(() => null)
  if (typeof body !== 'object' || body === null) throw badSubmission()
  const { credential, code, number, name, idNumber } = body as Record<string, unknown>
  if (isText(credential, 65_536)) return { credential }
  if (isText(code, 64)) return { code }
  if (isText(number, 64) && isText(name, 200))
    return { number, name, ...(isText(idNumber, 40) ? { idNumber } : {}) }
  throw badSubmission()
}

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most

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
