import { Hono, type Context as Request } from 'hono'
import { reachOf } from '../../identity/authorise.ts'
import type { Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { readOffice } from '../board/read-office.ts'
import { currentPage } from './current-page.tsx'
import { explainException } from './explain-exception.ts'
import { readCurrent } from './read-current.ts'
import { reportCurrent } from './report-current.ts'

const OFFICE = '/desk/collection/:programmeId/offices/:officeId'

/** Documents beside certificates: whoever has none, and handing in a year. */
export function currentDesk({ site, viewer }: Desk): Hono<Env> {
  const page = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const { programmeId, officeId } = of(c)
    const view = await readCurrent(ctx, programmeId, officeId)
    const office = await readOffice(ctx, programmeId, officeId)
    const mayEnter = (await reachOf(ctx, 'collection.enter'))(officeId)
    return currentPage({ site, viewer: await viewer(ctx) }, { office, view, mayEnter, returned })
  }
  const act = async (c: Request<Env>, doIt: (typed: Readonly<Record<string, string>>) => Promise<string>) => {
    const fields = await postedForm(c)
    const typed = Object.fromEntries(
      Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
    )
    try {
      return c.redirect(await doIt(typed), 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await page(c, { message: error.message, typed }), statusOf(error))
    }
  }
  const officePath = (c: Request<Env>) => {
    const { programmeId, officeId } = of(c)
    return `/desk/collection/${programmeId}/offices/${officeId}`
  }
  return new Hono<Env>()
    .get(`${OFFICE}/current`, async (c) => c.html(await page(c, null)))
    .post(`${OFFICE}/exceptions`, (c) =>
      act(c, async ({ titleId = '', reason = '', ground = '' }) => {
        await explainException(c.var.ctx, { titleId, reason, ground })
        return `${officePath(c)}/current`
      }),
    )
    .post(`${OFFICE}/current-returns`, (c) =>
      act(c, async ({ year }) => {
        await reportCurrent(c.var.ctx, { ...of(c), year: Number(year) })
        return officePath(c)
      }),
    )
}

const of = (c: Request<Env>) => ({
  programmeId: c.req.param('programmeId') ?? '',
  officeId: c.req.param('officeId') ?? '',
})
