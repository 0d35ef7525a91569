import { Hono, type Context as Request } from 'hono'
import { inArray } from 'drizzle-orm'
import { authoriseSomewhere, reachOf } from '../../identity/authorise.ts'
import { currentAuthorities } from '../../identity/schema.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { badRecord } from '../records/refusals.ts'
import { EXCHANGE_KINDS } from './exchange.ts'
import { receiveReply, sendFile } from './file-event.ts'
import { filesOf, sharedRecords } from './find-copies.ts'
import { shown } from './list-files.ts'
import { linesOf, makeFile } from './make-file.ts'
import { creditPlatforms } from './schema.ts'
import { platformOf } from './set-platform.ts'
import { SHARING_PATH, sharingPage, type SharingOffice } from './sharing-page.tsx'

/** The desk of what is handed over to the credit platform. */
export function sharingDesk({ site, viewer }: Desk): Hono<Env> {
  const page = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    await authoriseSomewhere(ctx, ctx.database.read, 'integrity.see')
    return sharingPage({ site, viewer: await viewer(ctx) }, { offices: await sharingOffices(ctx), returned })
  }
  const act = async (
    c: Request<Env>,
    doIt: (form: Readonly<Record<string, unknown>>) => Promise<unknown>,
  ) => {
    const form = await postedForm(c)
    try {
      await doIt(form)
      return c.redirect(SHARING_PATH, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await page(c, { message: error.message, typed: {} }), statusOf(error))
    }
  }
  return new Hono<Env>()
    .get(SHARING_PATH, async (c) => c.html(await page(c, null)))
    .post(`${SHARING_PATH}/files`, (c) =>
      act(c, (form) => {
        const kind = EXCHANGE_KINDS.find((each) => each === form['kind'])
        if (kind === undefined) throw badRecord('共享文件', '请从所列的种类中选择')
        return makeFile(c.var.ctx, { officeId: textOf(form['officeId']), kind })
      }),
    )
    .post(`${SHARING_PATH}/files/:exchangeId/sending`, async (c) => {
      const { name, text } = await sendFile(c.var.ctx, c.req.param('exchangeId'))
      return c.body(text, 200, {
        'Content-Type': 'application/jose',
        'Content-Disposition': `attachment; filename="${name}"`,
        'Cache-Control': 'no-store',
      })
    })
    .post(`${SHARING_PATH}/replies`, (c) =>
      act(c, async (form) => {
        const reply = form['reply']
        const text = reply instanceof File ? await reply.text() : ''
        return receiveReply(c.var.ctx, { officeId: textOf(form['officeId']), text })
      }),
    )
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

async function sharingOffices(ctx: Context): Promise<readonly SharingOffice[]> {
  const { read } = ctx.database
  const sees = await reachOf(ctx, 'integrity.see')
  const shares = await reachOf(ctx, 'integrity.share')
  const all = await read.selectDistinct({ officeId: creditPlatforms.officeId }).from(creditPlatforms)
  const ids = all.map(({ officeId }) => officeId).filter((officeId) => sees(officeId))
  const names = await read
    .select({ id: currentAuthorities.id, name: currentAuthorities.name })
    .from(currentAuthorities)
    .where(inArray(currentAuthorities.id, ids))
  const offices: SharingOffice[] = []
  for (const { id: officeId, name: office } of names) {
    const platform = await platformOf(read, officeId)
    if (platform === null) continue
    const files = await filesOf(read, officeId)
    const records = await sharedRecords(ctx, read, officeId, files)
    offices.push({
      officeId,
      office,
      platform: platform.name,
      basis: platform.basis,
      isOpen: platform.isOpen,
      mayShare: shares(officeId),
      toPut: platform.isOpen ? linesOf('incremental', records).length : 0,
      toWithdraw: linesOf('withdrawal', records).length,
      files: files.toReversed().map((file) => shown(file, ctx.today())),
    })
  }
  return offices
}
