import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { reachOf } from '../../identity/authorise.ts'
import { findAuthority } from '../../identity/find-authority.ts'
import type { Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { base64url } from '../../signing/bytes.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { readOffice } from '../board/read-office.ts'
import { exportReport } from './export-report.ts'
import { importReport, MOST_REPORT_BYTES } from './import-report.ts'
import { nameSender, senderOf } from './name-sender.ts'
import { badReport, reportTooLarge } from './refusals.ts'
import { reportsPage } from './reports-page.tsx'

const OFFICE = '/desk/collection/:programmeId/offices/:officeId'
const withReport = bodyLimit({
  maxSize: MOST_REPORT_BYTES + 1_048_576,
  onError: () => {
    throw reportTooLarge(MOST_REPORT_BYTES)
  },
})

/** Reports to and from collections kept in other deployments. */
export function upwardsDesk({ site, viewer }: Desk): Hono<Env> {
  const page = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const { programmeId, officeId } = of(c)
    const office = await readOffice(ctx, programmeId, officeId)
    const parentId = (await findAuthority(ctx.database.read, officeId))?.parentId ?? officeId
    return reportsPage(
      { site, viewer: await viewer(ctx) },
      {
        office,
        mayEnter: (await reachOf(ctx, 'collection.enter'))(officeId),
        mayName: (await reachOf(ctx, 'collection.assign'))(parentId),
        publicKey: base64url(ctx.keyring.certificates.publicKey),
        senderKey: (await senderOf(ctx.database.read, officeId))?.publicKey ?? null,
        returned,
      },
    )
  }
  const act = async (
    c: Request<Env>,
    doIt: (fields: Readonly<Record<string, unknown>>) => Promise<unknown>,
  ) => {
    const fields = await postedForm(c)
    const { programmeId, officeId } = of(c)
    try {
      await doIt(fields)
      return c.redirect(`/desk/collection/${programmeId}/offices/${officeId}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      const typed = { publicKey: text(fields.publicKey), ground: text(fields.ground) }
      return c.html(await page(c, { message: error.message, typed }), statusOf(error))
    }
  }
  return new Hono<Env>()
    .get(`${OFFICE}/reports`, async (c) => c.html(await page(c, null)))
    .post(`${OFFICE}/exports`, async (c) => {
      const { bytes, version } = await exportReport(c.var.ctx, of(c))
      return c.body(new Uint8Array(bytes), 200, {
        'Content-Type': 'text/csv; charset=utf-8',
        'Content-Disposition': `attachment; filename="collection-${version}.csv"`,
      })
    })
    .post(`${OFFICE}/imports`, withReport, (c) =>
      act(c, async ({ file }) => {
        if (!(file instanceof File)) throw badReport('no-signature')
        const bytes = new Uint8Array(await file.arrayBuffer())
        await importReport(c.var.ctx, { ...of(c), bytes })
      }),
    )
    .post(`${OFFICE}/sender`, (c) =>
      act(c, ({ publicKey, ground }) =>
        nameSender(c.var.ctx, {
          officeId: of(c).officeId,
          publicKey: text(publicKey),
          ground: text(ground),
        }),
      ),
    )
}

const of = (c: Request<Env>) => ({
  programmeId: c.req.param('programmeId') ?? '',
  officeId: c.req.param('officeId') ?? '',
})

const text = (value: unknown): string => (typeof value === 'string' ? value : '')
