import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Day } from '../calendar/day.ts'
import type { Env } from '../platform/context.ts'
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
    const { file, asOf } = await c.req.parseBody().catch(() => ({ file: undefined, asOf: undefined }))
    if (!(file instanceof File)) throw badSubmission()
    return { submitted: { file: new Uint8Array(await file.arrayBuffer()) }, asOf: askedDay(asOf, today) }
  }
  const body: unknown = await c.req.json().catch(() => null)
  if (typeof body !== 'object' || body === null) throw badSubmission()
  const asked = body as Record<string, unknown>
  return { submitted: submittedIn(asked, Number(today.slice(0, 4))), asOf: askedDay(asked['asOf'], today) }
}

function submittedIn(body: Record<string, unknown>, thisYear: number): Submitted {
  const { credential, code, number, name, idNumber, year, level, issuer } = body
  if (isText(credential, 65_536)) return { credential }
  if (isText(code, 64)) return { code }
  if (!isText(number, 64) || !isText(name, 200)) throw badSubmission()
  const isYear = typeof year === 'number' && Number.isInteger(year) && year >= FIRST_YEAR && year <= thisYear
  if (year !== undefined && !isYear) throw badSubmission()
  const known = LEVEL_CODES.find((each) => each === level)
  if (level !== undefined && !known) throw badSubmission()
  return {
    number,
    name,
    ...(isText(idNumber, 40) ? { idNumber } : {}),
    ...(isYear ? { year } : {}),
    ...(known ? { level: known } : {}),
    ...(isText(issuer, 100) ? { issuer } : {}),
  }
}

const isText = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value.trim() !== '' && value.length <= most
