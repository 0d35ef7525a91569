import { Hono, type Context as Request } from 'hono'
import type { Act } from '../../../identity/act.ts'
import { authoriseSomewhere } from '../../../identity/authorise.ts'
import type { Env } from '../../../platform/context.ts'
import type { ListKind } from '../../../spreadsheets/table.ts'
import type { Desk } from '../../../web/desk-page.tsx'
import { postedForm } from '../../../web/posted-form.ts'
import { headersPage } from './headers-page.tsx'
import { headerOffices, listHeaders } from './headers-of.ts'
import { forgetHeader, rememberHeader } from './remember-headers.ts'

/** A desk for those who bring lists of one kind: what headers of their own offices mean. */
export const headerDeskOf =
  ({
    path,
    kind,
    act,
    under,
  }: {
    readonly path: string
    readonly kind: ListKind<string>
    readonly act: Act
    readonly under: { readonly path: string; readonly name: string }
  }) =>
  ({ site, viewer }: Desk): Hono<Env> =>
    new Hono<Env>()
      .get(path, async (c) => {
        const { ctx } = c.var
        await authoriseSomewhere(ctx, ctx.database.read, act)
        const offices = await headerOffices(ctx, act)
        const office = offices.find(({ id }) => id === c.req.query('office')) ?? offices[0] ?? null
        const headers = office === null ? [] : await listHeaders(ctx, office.id, kind, act)
        return c.html(
          headersPage({ site, viewer: await viewer(ctx), path, offices, office, headers, kind, under }),
        )
      })
      .post(path, async (c) => {
        const { officeId, header, column } = await words(c)
        await rememberHeader(c.var.ctx, { officeId, kind, act, header, column })
        return c.redirect(`${path}?office=${encodeURIComponent(officeId)}`, 303)
      })
      .post(`${path}/forgotten`, async (c) => {
        const { officeId, header } = await words(c)
        await forgetHeader(c.var.ctx, { officeId, kind, act, header })
        return c.redirect(`${path}?office=${encodeURIComponent(officeId)}`, 303)
      })

async function words(c: Request<Env>) {
  const body = await postedForm(c)
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
  return { officeId: text('office'), header: text('header'), column: text('column') }
}
