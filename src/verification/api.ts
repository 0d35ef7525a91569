import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Day } from '../calendar/day.ts'
import type { Env } from '../platform/context.ts'
import { parseStrictJson } from '../platform/strict-json.ts'
import { LEVEL_CODES } from '../titles/level.ts'
import { askedDay } from './asked-day.ts'
import { FIRST_YEAR } from './check-form.ts'
import { badSubmission, submissionTooLarge } from './refusals.ts'
import { judgeStatement } from './statements/judge-statement.ts'
import { statementIn, withoutPicture } from './statements/statement-in.ts'
import type { Submitted } from './submitted.ts'
import { isMiss } from './verification-answer.ts'
import { verifyByCode, verifySubmitted } from './verify.ts'

const MAX_BODY = 11 * 1024 * 1024

/** Verdicts for programs. */
export const verificationApi = new Hono<Env>()
  .get('/v/:code', async (c) => {
    c.header('Cache-Control', 'no-store')
    const asOf = askedDay(c.req.query('on'), c.var.ctx.today())
    const answer = await verifyByCode(c.var.ctx, c.req.param('code'), asOf)
    c.set('missed', isMiss(answer))
    c.set('verdict', answer.verdict)
    return c.json(answer)
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
      const { submitted: given, asOf } = await askedIn(c)
      const submitted = await withoutPicture(given)
      const text = statementIn(submitted)
      if (text !== null) {
        const said = await judgeStatement(c.var.ctx, text)
        c.set('missed', said.reasons[0]?.code === 'not-found')
        return c.json(said)
      }
      const answer = await verifySubmitted(c.var.ctx, submitted, asOf)
      c.set('missed', isMiss(answer))
      return c.json(answer)
    },
  )

async function askedIn(c: Request<Env>): Promise<{ submitted: Submitted; asOf: Day | null }> {
  const today = c.var.ctx.today()
  if (/^multipart\/form-data/i.test(c.req.header('Content-Type') ?? '')) {
    const form: unknown = await c.req.parseBody({ all: true }).catch(() => null)
    const { success, data } = formShape.safeParse({ ...Object(form) })
    if (!success) throw badSubmission()
    return {
      submitted: { file: new Uint8Array(await data.file.arrayBuffer()) },
      asOf: askedDay(data.asOf, today),
    }
  }
  const { success, data } = askedShape.safeParse(parsed(await c.req.text()))
  const isTooLate = success && 'year' in data && (data.year ?? 0) > Number(today.slice(0, 4))
  if (!success || isTooLate) throw badSubmission()
  const { asOf, ...submitted } = data
  return { submitted, asOf: askedDay(asOf, today) }
}

const text = (most: number) =>
  z
    .string()
    .max(most)
    .refine((value) => value.trim() !== '')

const day = { asOf: z.unknown().optional() }

// One way of asking, and nothing beside it: what were passed over would look as if it had been compared.
const askedShape = z.union([
  z.strictObject({ credential: text(65_536), ...day }),
  z.strictObject({ code: text(64), ...day }),
  z.strictObject({
    number: text(64),
    name: text(200),
    idNumber: text(40).exactOptional(),
    year: z.int().min(FIRST_YEAR).exactOptional(),
    level: z.enum(LEVEL_CODES).exactOptional(),
    issuer: text(100).exactOptional(),
    ...day,
  }),
])

const formShape = z.strictObject({ file: z.instanceof(File), ...day })

function parsed(body: string): unknown {
  try {
    return parseStrictJson(body)
  } catch {
    throw badSubmission()
  }
}
