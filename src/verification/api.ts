import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Env } from '../platform/context.ts'
import { badSubmission, submissionTooLarge } from './refusals.ts'
import type { Submitted } from './submitted.ts'
import { verifyByCode, verifySubmitted } from './verify.ts'

const MAX_BODY = 11 * 1024 * 1024

/** Verdicts for programs. */
export const verificationApi = new Hono<Env>()
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
