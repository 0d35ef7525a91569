import { Hono, type Context as Request } from 'hono'
import { authoriseSomewhere, reachOf } from '../../identity/authorise.ts'
import type { Env } from '../../platform/context.ts'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { publicationById } from '../publicity/find-publication.ts'
import { publicFrame } from '../publicity/read-public.ts'
import { answerObjection } from './answer-objection.ts'
import { listObjections, readObjection } from './find-objection.ts'
import { OBJECTIONS_PATH, objectionPage, objectionsPage, resultNotice } from './desk-objection-pages.tsx'
import { isSettled, OBJECTION_STEPS, type ObjectionStep } from './objection.ts'
import { badObjection, stepNotPossible } from './refusals.ts'

/** The desk of those who look into objections. */
export function objectionDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  return new Hono<Env>()
    .get(OBJECTIONS_PATH, async (c) => {
      const { ctx } = c.var
      await authoriseSomewhere(ctx, ctx.database.read, 'objections.see')
      return c.html(objectionsPage(await frame(c), await listObjections(ctx, ctx.database.read)))
    })
    .get(`${OBJECTIONS_PATH}/:objectionId`, async (c) => {
      const { ctx } = c.var
      const objection = await readObjection(ctx, c.req.param('objectionId'))
      const { read } = ctx.database
      const about = await publicFrame(read, await publicationById(read, objection.publicationId))
      const mayHandle = (await reachOf(ctx, 'objections.handle'))(objection.officeId)
      return c.html(objectionPage(await frame(c), { objection, about, mayHandle }))
    })
    .get(`${OBJECTIONS_PATH}/:objectionId/notice`, async (c) => {
      const { ctx } = c.var
      const objection = await readObjection(ctx, c.req.param('objectionId'))
      if (!isSettled(objection.state) || objection.about === null) throw stepNotPossible(objection.state)
      const { read } = ctx.database
      const about = await publicFrame(read, await publicationById(read, objection.publicationId))
      return c.html(resultNotice(await frame(c), objection, about))
    })
    .post(`${OBJECTIONS_PATH}/:objectionId`, async (c) => {
      const objectionId = c.req.param('objectionId')
      const { step, ground } = await postedForm(c)
      if (!isStep(step)) throw badObjection('办理', '请从所列的办法中选择')
      await answerObjection(c.var.ctx, {
        objectionId,
        step,
        ground: typeof ground === 'string' ? ground : '',
      })
      return c.redirect(`${OBJECTIONS_PATH}/${objectionId}`, 303)
    })
}

const isStep = (value: unknown): value is ObjectionStep => OBJECTION_STEPS.some((step) => step === value)
