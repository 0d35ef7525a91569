import { Hono, type Context as Request } from 'hono'
import { findCycle, listCycles } from '../../cycles/find-cycle.ts'
import { authoriseSomewhere, reachOf } from '../../identity/authorise.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { answerReexamination } from './answer-reexamination.ts'
import {
  findInvalidation,
  listInvalidations,
  listReexaminations,
  listsToInquire,
  readReexamination,
} from './find-inquiries.ts'
import { holdResult } from './hold-result.ts'
import { inquiriesPage, INQUIRIES_PATH } from './inquiry-pages.tsx'
import { invalidationPage, reexaminationPage } from './opened-pages.tsx'
import { proposeInvalidation, type AskedScope } from './propose-invalidation.ts'
import { receiveReexamination } from './receive-reexamination.ts'
import { badInquiry } from './refusals.ts'
import { REEXAMINATION_SCOPES, type ReexaminationScope } from './reexamination.ts'

type Words = (name: string) => string

/** The desk of re-examinations, suspensions and declared invalidity. Carrying one out is certificates/'s. */
export function inquiryDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const index = async (c: Request<Env>, returned: Returned | null) =>
    inquiriesPage(await frame(c), { ...(await indexOf(c.var.ctx)), returned })
  /** A form that was not taken comes back with why; everything else is the door's to show. */
  const act = (c: Request<Env>, doIt: (text: Words) => Promise<string>) =>
    form(c, doIt, (returned) => index(c, returned))
  const form = async (
    c: Request<Env>,
    doIt: (text: Words) => Promise<string>,
    again: (returned: Returned) => Promise<string>,
  ) => {
    const typed = await textsOf(c)
    try {
      return c.redirect(await doIt((name) => typed[name] ?? ''), 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict', 'not-found'].includes(error.kind))
        throw error
      return c.html(await again({ message: error.message, typed }), statusOf(error))
    }
  }
  const reexamination = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const asked = await readReexamination(ctx, c.req.param('reexaminationId') ?? '')
    const mayAnswer = (await reachOf(ctx, 'results.inquire'))(asked.officeId)
    return reexaminationPage(await frame(c), { asked, mayAnswer, returned })
  }

  return new Hono<Env>()
    .get(INQUIRIES_PATH, async (c) => {
      await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'objections.see')
      return c.html(await index(c, null))
    })
    .post(`${INQUIRIES_PATH}/reexaminations`, (c) =>
      act(c, async (text) => {
        const scope = text('scope')
        if (!isScope(scope)) throw badInquiry('复查范围', '请从所列的范围中选择')
        const { id } = await receiveReexamination(c.var.ctx, {
          ...personOf(text, 'asked'),
          scope,
          text: text('text'),
          receivedOn: text('receivedOn').trim(),
        })
        return `${INQUIRIES_PATH}/reexaminations/${id}`
      }),
    )
    .get(`${INQUIRIES_PATH}/reexaminations/:reexaminationId`, async (c) =>
      c.html(await reexamination(c, null)),
    )
    .post(`${INQUIRIES_PATH}/reexaminations/:reexaminationId`, (c) => {
      const id = c.req.param('reexaminationId')
      const answer = async (text: Words) => {
        const outcome = text('outcome')
        if (outcome !== 'kept' && outcome !== 'changed') throw badInquiry('结论', '请从所列的结论中选择')
        await answerReexamination(c.var.ctx, { id, outcome, ground: text('ground') })
        return `${INQUIRIES_PATH}/reexaminations/${id}`
      }
      return form(c, answer, (returned) => reexamination(c, returned))
    })
    .post(`${INQUIRIES_PATH}/reexaminations/:reexaminationId/hold`, (c) => {
      const id = c.req.param('reexaminationId')
      const hold = async (text: Words) => {
        const { listId, position, name } = await readReexamination(c.var.ctx, id)
        const what = text('act') === 'release' ? 'release' : 'hold'
        await holdResult(c.var.ctx, { listId, position, name, act: what, ground: text('held-ground') })
        return `${INQUIRIES_PATH}/reexaminations/${id}`
      }
      return form(c, hold, (returned) => reexamination(c, returned))
    })
    .post(`${INQUIRIES_PATH}/holds`, (c) =>
      act(c, async (text) => {
        const what = text('act') === 'release' ? 'release' : 'hold'
        await holdResult(c.var.ctx, { ...personOf(text, 'held'), act: what, ground: text('held-ground') })
        return INQUIRIES_PATH
      }),
    )
    .post(`${INQUIRIES_PATH}/invalidations`, (c) =>
      act(c, async (text) => {
        const { planId } = await proposeInvalidation(c.var.ctx, {
          scope: scopeOf(text),
          document: text('document'),
          decidedOn: text('decidedOn').trim(),
          ground: text('void-ground'),
        })
        return `${INQUIRIES_PATH}/invalidations/${planId}`
      }),
    )
    .get(`${INQUIRIES_PATH}/invalidations/:invalidationId`, async (c) => {
      const { ctx } = c.var
      const shown = await findInvalidation(ctx, ctx.database.read, c.req.param('invalidationId'))
      const mayApply = (await reachOf(ctx, 'results.inquire'))(shown.plan.officeId)
      return c.html(invalidationPage(await frame(c), { shown, mayApply }))
    })
}

async function indexOf(ctx: Context) {
  const { read } = ctx.database
  const lists = await listsToInquire(ctx, read)
  const { items } = await listCycles(ctx, read, { limit: 50 })
  const cycles = items.map(({ id, committeeId, year, name }) => ({
    id,
    committeeId,
    label: `${year}年度${name}`,
  }))
  const labels = new Map(cycles.map(({ id, label }) => [id, label]))
  return {
    reexaminations: await listReexaminations(ctx, read),
    invalidations: await listInvalidations(ctx, read),
    lists:
      lists?.map(({ listId, fileName, stage, importedOn, cycleId }) => ({
        listId,
        label: `${labels.get(cycleId ?? '') ?? fileName}，${stage === 'approved' ? '通过名单' : '上会名单'}，${importedOn}`,
      })) ?? null,
    cycles: await inquirable(ctx, cycles),
    today: ctx.today(),
  }
}

/** A session or committee is declared invalid by who takes its filings. */
async function inquirable<T extends { readonly id: string }>(
  ctx: Context,
  cycles: readonly T[],
): Promise<readonly T[]> {
  const reaches = await reachOf(ctx, 'results.inquire')
  const found = await Promise.all(cycles.map(({ id }) => findCycle(ctx, ctx.database.read, id)))
  return cycles.filter((_, i) => reaches(found[i]?.filingAuthorityId ?? ''))
}

const isScope = (text: string): text is ReexaminationScope => Object.hasOwn(REEXAMINATION_SCOPES, text)

async function textsOf(c: Request<Env>): Promise<Returned['typed']> {
  const fields = await postedForm(c)
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}

function personOf(text: Words, prefix: string) {
  const position = text(`${prefix}-position`).trim()
  if (!/^\d{1,6}$/.test(position)) throw badInquiry('序号', '应为名单上的数字')
  return { listId: text(`${prefix}-list`), position: Number(position), name: text(`${prefix}-name`) }
}

function scopeOf(text: Words): AskedScope {
  const [kind, id = ''] = text('scope').split(':')
  if (kind === 'session') return { kind, cycleId: id }
  if (kind === 'committee') return { kind, committeeId: id }
  return { kind: 'person', ...personOf(text, 'void') }
}
