import { Hono } from 'hono'
import type { Env } from '../../platform/context.ts'
import { applyInvalidation } from './apply-invalidation.ts'

/** The one act of the inquiries' desk that reaches certificates. */
export const invalidationDesk = (): Hono<Env> =>
  new Hono<Env>().post('/desk/inquiries/invalidations/:invalidationId/application', async (c) => {
    const id = c.req.param('invalidationId')
    await applyInvalidation(c.var.ctx, id)
    return c.redirect(`/desk/inquiries/invalidations/${id}`, 303)
  })
