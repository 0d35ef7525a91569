import { Hono, type Context as Request } from 'hono'
import type { Returned } from '../../web/desk-form.tsx'
import { officesFor } from '../../identity/authorise.ts'
import type { Context, Env } from '../../platform/context.ts'
import type { Desk } from '../../web/desk-page.tsx'
import { applyChange } from '../changes/apply-change.ts'
import { startFollowing } from '../changes/follow-job.ts'
import { findStoredByNumber } from '../reading/find.ts'
import { findPlanAtDesk, listPlans } from './plans-at-desk.ts'
import { smallForm, taken } from './forms.tsx'
import { planPage, PLANS, plansPage } from './plan-page.tsx'

const A_PAGE = 50

/** `/desk/certificates/changes`: what was proposed, and carrying it out once approved. */
export function planPages({ site, viewer }: Desk): Hono<Env> {
  const show = async (c: Request<Env>, id: string, returned: Returned | null = null) => {
    const { ctx } = c.var
    const plan = await findPlanAtDesk(ctx, ctx.database.read, id)
    const { scope } = plan
    const certificate =
      scope.kind === 'certificate' ? await findStoredByNumber(ctx.database.read, scope.number) : null
    const mayApply = plan.standing.kind === 'approved' && (await mayChange(ctx, plan.authorityId))
    return planPage(
      { site, viewer: await viewer(ctx) },
      { plan, certificateId: certificate?.row.id ?? null, mayApply },
      returned,
    )
  }
  return new Hono<Env>()
    .get(PLANS, async (c) => {
      const { ctx } = c.var
      const page = await listPlans(ctx, ctx.database.read, { after: c.req.query('after'), limit: A_PAGE })
      return c.html(plansPage({ site, viewer: await viewer(ctx) }, page))
    })
    .get(`${PLANS}/:planId`, async (c) => c.html(await show(c, c.req.param('planId'))))
    .post(`${PLANS}/:planId/application`, smallForm, async (c) => {
      const planId = c.req.param('planId')
      return taken(
        c,
        async ({ ctx }) => {
          const { scope } = await findPlanAtDesk(ctx, ctx.database.read, planId)
          // A corrected document’s certificates may be thousands, each to be signed: their progress is a page of its own.
          if (scope.kind === 'corrected')
            return c.redirect(`/desk/jobs/${await startFollowing(ctx, planId)}`, 303)
          await applyChange(ctx, planId)
          return c.redirect(`${PLANS}/${planId}`, 303)
        },
        (returned) => show(c, planId, returned),
      )
    })
}

/** Whether a page offers a change; the acts themselves decide again. */
export async function mayChange(ctx: Context, authorityId: string): Promise<boolean> {
  const reach = await officesFor(ctx, ctx.database.read, 'certificates.change')
  return reach === 'all' || reach.includes(authorityId)
}
