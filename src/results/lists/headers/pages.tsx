import { Hono, type Context as Request } from 'hono'
import { authoriseSomewhere } from '../../../identity/authorise.ts'
import type { Env } from '../../../platform/context.ts'
import type { Desk } from '../../../web/desk-page.tsx'
import { postedForm } from '../../../web/posted-form.ts'
import { APPROVED_LIST } from '../approved-columns.ts'
import { headersPage } from './headers-page.tsx'
import { headerOffices, listHeaders } from './headers-of.ts'
import { forgetHeader, rememberHeader } from './remember-headers.ts'

const PATH = '/desk/list-headers'

/** The desk of those who bring lists: what headers of their own offices mean. */
export const headerDesk = ({ site, viewer }: Desk): Hono<Env> =>
  new Hono<Env>()
    .get(PATH, async (c) => {
      const { ctx } = c.var
      await authoriseSomewhere(ctx, ctx.database.read, 'lists.import')
      const offices = await headerOffices(ctx)
      const office = offices.find(({ id }) => id === c.req.query('office')) ?? offices[0] ?? null
      const headers = office === null ? [] : await listHeaders(ctx, office.id, APPROVED_LIST)
      return c.html(
        headersPage({
          site,
          viewer: await viewer(ctx),
          path: PATH,
          offices,
          office,
          headers,
          kind: APPROVED_LIST,
        }),
      )
    })
    .post(PATH, async (c) => {
      const { officeId, header, column } = await words(c)
      await rememberHeader(c.var.ctx, { officeId, kind: APPROVED_LIST, header, column })
      return c.redirect(`${PATH}?office=${encodeURIComponent(officeId)}`, 303)
    })
    .post(`${PATH}/forgotten`, async (c) => {
      const { officeId, header } = await words(c)
      await forgetHeader(c.var.ctx, { officeId, kind: APPROVED_LIST, header })
      return c.redirect(`${PATH}?office=${encodeURIComponent(officeId)}`, 303)
    })

async function words(c: Request<Env>) {
  const body = await postedForm(c)
  const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
  return { officeId: text('office'), header: text('header'), column: text('column') }
}
