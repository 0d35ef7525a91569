import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { authoriseSomewhere, officesFor } from '../../identity/authorise.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { utf8 } from '../../signing/bytes.ts'
import { templateOf } from '../../spreadsheets/template.ts'
import { purposeFault } from '../../trail/purpose.ts'
import { badPurpose } from '../../trail/refusals.ts'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { batchFileMissing, batchFileTooLarge, batchNeedsPurpose } from '../refusals.ts'
import { batchFormPage, batchResultPage } from './batch-pages.tsx'
import { checkBatch } from './check-batch.ts'
import { BATCH_LIST } from './read-batch.ts'
import { resultWorkbook } from './result-workbook.ts'

const MOST_MEGABYTES = 32
const MAX_UPLOAD = (MOST_MEGABYTES + 1) * 1_048_576
const MOST_OFFICES = 200

/** The desk of whoever checks certificates that people bring: employers above all. */
export function batchDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  return new Hono<Env>()
    .get('/desk/verifications', async (c) => {
      const offices = await officesOf(c.var.ctx)
      return c.html(batchFormPage(await frame(c), { offices, returned: null }))
    })
    .get('/desk/verifications/template', async (c) => {
      await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'verification.batch')
      const workbook = await templateOf(BATCH_LIST)
      return c.body(new Uint8Array(workbook), 200, {
        'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'Content-Disposition': 'attachment; filename="zhengxin-batch.xlsx"',
      })
    })
    .post('/desk/verifications', bodyLimit({ maxSize: MAX_UPLOAD, onError: tooLarge }), async (c) => {
      const offices = await officesOf(c.var.ctx)
      const body = await postedForm(c)
      const text = (name: string) => (typeof body[name] === 'string' ? body[name].trim() : '')
      try {
        const ctx = forPurpose(c.var.ctx, text('purpose'))
        const office = text('office') || (offices[0]?.creditCode ?? '')
        const batch = await checkBatch(ctx, { office, bytes: await bytesOf(body, text) })
        return c.html(await batchResultPage(await frame(c), batch, await resultWorkbook(batch)))
      } catch (error) {
        if (!(error instanceof Refusal) || !RETURNED.has(error.kind)) throw error
        const typed = Object.fromEntries(
          ['office', 'purpose', 'number', 'name'].map((name) => [name, text(name)]),
        )
        const page = batchFormPage(await frame(c), { offices, returned: { message: error.message, typed } })
        return c.html(page, statusOf(error))
      }
    })
}

const RETURNED: ReadonlySet<Refusal['kind']> = new Set(['invalid', 'too-large', 'too-many'])

/** A list as it was brought, or the one certificate that was typed. */
async function bytesOf(
  { file }: Readonly<Record<string, unknown>>,
  text: (name: string) => string,
): Promise<Uint8Array> {
  if (file instanceof File && file.size > 0) return new Uint8Array(await file.arrayBuffer())
  const row = { number: text('number'), name: text('name'), idNumber: text('idNumber') }
  if (row.number === '' && row.name === '') throw batchFileMissing()
  return utf8(JSON.stringify({ rows: [row] }))
}

function forPurpose(ctx: Context, purpose: string): Context {
  if (purpose === '') throw batchNeedsPurpose()
  const fault = purposeFault(purpose)
  if (fault !== null) throw badPurpose(fault)
  return { ...ctx, actor: { ...ctx.actor, purpose } }
}

/** The offices the viewer may check for, their own first; a province has thousands below it. */
async function officesOf(ctx: Context) {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'verification.batch')
  const reach = await officesFor(ctx, read, 'verification.batch')
  const ids = reach === 'all' ? [] : reach.slice(0, MOST_OFFICES)
  const offices = await Promise.all(ids.map((id) => findAuthority(read, id)))
  return offices.flatMap((office) => office ?? [])
}

const tooLarge = (): never => {
  throw batchFileTooLarge(MOST_MEGABYTES)
}
