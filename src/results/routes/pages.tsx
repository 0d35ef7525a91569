import { eq } from 'drizzle-orm'
import { Hono, type Context as Request } from 'hono'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { policyOfCycle, stepsOf } from '../../cycles/policy-of-cycle.ts'
import { cycleNotFound } from '../../cycles/refusals.ts'
import { authorise, reachOf } from '../../identity/authorise.ts'
import type { Context, Env } from '../../platform/context.ts'
import { notAForm } from '../../platform/refusals.ts'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { currentList } from '../lists/candidates.ts'
import type { NamedRow } from '../lists/find-list.ts'
import { readRows } from '../lists/read-rows.ts'
import { resultRows } from '../lists/schema.ts'
import { answerConfirmation } from './answer-confirmation.ts'
import { choicePage } from './choice-page.tsx'
import { chooseApproved } from './choose-approved.ts'
import { confirmationsPage } from './confirmations-page.tsx'
import { enterConfirmation } from './enter-confirmation.ts'
import { finishConfirmations } from './finish-confirmations.ts'
import { readConfirmations } from './read-confirmations.ts'
import { badAnswerOfIssuer } from './refusals.ts'
import type { IssuerAnswer } from './schema.ts'

// Ticked or chosen by hand: more people than a page takes come as a spreadsheet.
const MOST_ROWS = 5_000

const ANSWERS: readonly IssuerAnswer[] = ['genuine', 'not-genuine', 'no-record']

/** The desks of the two other routes: 资格确认 and 考核认定; and of whoever ticks who passed. */
export function routeDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const back = (c: Request<Env>, page: string) =>
    c.redirect(`/desk/lists/cycles/${c.req.param('cycleId') ?? ''}${page}`, 303)
  return new Hono<Env>()
    .get('/desk/lists/cycles/:cycleId/choice', async (c) => {
      const { ctx } = c.var
      const cycle = await cycleById(ctx.database.read, c.req.param('cycleId'))
      await authorise(ctx, ctx.database.read, 'lists.import', cycle.officeId, cycleNotFound(cycle.id))
      const rows = await candidateRows(ctx, cycle)
      return c.html(choicePage(await frame(c), { cycle, rows, current: await currentChoice(ctx, cycle) }))
    })
    .post('/desk/lists/cycles/:cycleId/choice', async (c) => {
      const body: Readonly<Record<string, unknown>> = await c.req.parseBody({ all: true }).catch(() => {
        throw notAForm()
      })
      const { obtainedOn, replaces } = await postedForm(c)
      const { listId } = await chooseApproved(c.var.ctx, {
        cycleId: c.req.param('cycleId'),
        rowIds: [body.rowId ?? []].flat().filter((id) => typeof id === 'string'),
        obtainedOn: typeof obtainedOn === 'string' && obtainedOn.trim() !== '' ? obtainedOn.trim() : null,
        replaces: typeof replaces === 'string' ? replaces : null,
      })
      return c.redirect(`/desk/lists/${listId}`, 303)
    })
    .get('/desk/lists/cycles/:cycleId/confirmations', async (c) => {
      const { ctx } = c.var
      const { read } = ctx.database
      const cycle = await cycleById(read, c.req.param('cycleId'))
      const confirmations = await readConfirmations(ctx, cycle)
      const mayEnter = (await reachOf(ctx, 'lists.import'))(cycle.officeId)
      const rows = mayEnter ? await candidateRows(ctx, cycle) : []
      const page = { cycle, rows, confirmations, mayEnter, mayFinish: await mayFinish(ctx, cycle) }
      return c.html(confirmationsPage(await frame(c), page))
    })
    .post('/desk/lists/cycles/:cycleId/confirmations', async (c) => {
      const body = await postedForm(c)
      const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
      await enterConfirmation(c.var.ctx, {
        cycleId: c.req.param('cycleId'),
        rowId: text('rowId'),
        original: {
          number: text('number'),
          issuer: text('issuer'),
          series: text('series'),
          specialty: text('specialty'),
          title: text('title'),
          level: text('level'),
          obtainedOn: text('obtainedOn'),
        },
      })
      return back(c, '/confirmations')
    })
    .post('/desk/lists/cycles/:cycleId/confirmations/:confirmationId', async (c) => {
      const { answer, answeredOn, reference } = await postedForm(c)
      const known = ANSWERS.find((each) => each === answer)
      if (known === undefined) throw badAnswerOfIssuer('请选择答复的内容')
      await answerConfirmation(c.var.ctx, {
        cycleId: c.req.param('cycleId'),
        confirmationId: c.req.param('confirmationId'),
        answer: known,
        answeredOn: typeof answeredOn === 'string' ? answeredOn.trim() : '',
        reference: typeof reference === 'string' ? reference : '',
      })
      return back(c, '/confirmations')
    })
    .post('/desk/lists/cycles/:cycleId/confirmed', async (c) => {
      await finishConfirmations(c.var.ctx, { cycleId: c.req.param('cycleId') })
      return back(c, '/confirmations')
    })
}

async function candidateRows(ctx: Context, cycle: Cycle): Promise<readonly NamedRow[]> {
  const candidates = await currentList(ctx.database.read, cycle.id, 'candidates')
  if (!candidates) return []
  return (await readRows(ctx, { listId: candidates.id, after: 0, limit: MOST_ROWS })).rows
}

async function currentChoice(ctx: Context, cycle: Cycle) {
  const { read } = ctx.database
  const approved = await currentList(read, cycle.id, 'approved')
  if (!approved) return null
  const people = await read
    .select({ personId: resultRows.personId })
    .from(resultRows)
    .where(eq(resultRows.listId, approved.id))
  return { id: approved.id, personIds: new Set(people.map(({ personId }) => personId)) }
}

/** The notice's order names the step, and nobody has noted it. */
async function mayFinish(ctx: Context, cycle: Cycle): Promise<boolean> {
  const { read } = ctx.database
  const steps = stepsOf(await policyOfCycle(read, cycle), cycle.route)
  if (!steps.includes('title-confirmation')) return false
  const events = await eventsOf(read, cycle.id)
  if (events.some(({ step }) => step === 'title-confirmation')) return false
  return (await reachOf(ctx, 'lists.submit'))(cycle.officeId)
}
