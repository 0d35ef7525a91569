import { Hono, type Context as Request } from 'hono'
import { authoriseSomewhere, officesFor, reachOf } from '../../identity/authorise.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { LEVEL_GROUPS } from '../../policy/level-group.ts'
import { POLICIES } from '../../policy/places.ts'
import { citation, periodName } from '../../policy/policy-text.ts'
import type { Frame, Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { acceptBatch } from '../acceptance/accept-batch.ts'
import { acceptReturn, returnById } from '../current/accept-return.ts'
import { returnNotFound } from '../acceptance/refusals.ts'
import { reportZero } from '../acceptance/report-zero.ts'
import { submitBatch } from '../acceptance/submit-batch.ts'
import { batchNotFound } from '../batch/refusals.ts'
import { wholeBatch } from '../batch/whole-batch.ts'
import { assignProgramme } from '../programme/assign-programme.ts'
import { assignmentsOf, listProgrammes, type Programme } from '../programme/find-programme.ts'
import { openProgramme } from '../programme/open-programme.ts'
import { boardPage } from './board-page.tsx'
import { officePage } from './office-page.tsx'
import { partIn, type Typed } from './part-fields.tsx'
import { COLLECTION, programmesPage } from './programmes-page.tsx'
import { readBoard, type BoardChoice } from './read-board.ts'
import { readOffice } from './read-office.ts'

const ONE = `${COLLECTION}/:programmeId`
const OFFICE = `${ONE}/offices/:officeId`
const BATCH = `${COLLECTION}/batches/:batchId`
const ROUTES = ['review', 'assessment', 'confirmation'] as const

/** Collections: opening, assigning, the map of where they stand, zero returns, acceptance. */
export function collectionDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>): Promise<Frame> => ({ site, viewer: await viewer(c.var.ctx) })
  const all = async (c: Request<Env>, returned: Returned | null) =>
    programmesPage(await frame(c), { ...(await viewOfAll(c.var.ctx)), returned })
  const board = async (c: Request<Env>, returned: Returned | null) => {
    const choice = choiceIn(c)
    const found = await readBoard(c.var.ctx, of(c, 'programmeId'), choice)
    const offices = await officesToTell(c.var.ctx, found.programme)
    return boardPage(await frame(c), { board: found, choice, offices, returned })
  }
  const office = async (
    c: Request<Env>,
    programmeId: string,
    officeId: string,
    returned: Returned | null,
  ) => {
    const { ctx } = c.var
    const view = await readOffice(ctx, programmeId, officeId)
    const mayEnter = (await reachOf(ctx, 'collection.enter'))(officeId)
    return officePage(await frame(c), { view, mayEnter, returned, today: ctx.today() })
  }
  // What is wrong with a form comes back in the form; anything else is the app's to show.
  const form = async (
    c: Request<Env>,
    act: (typed: Typed) => Promise<string>,
    again: (returned: Returned) => Promise<string>,
  ): Promise<Response> => {
    const typed = await textsOf(c)
    try {
      return c.redirect(await act(typed), 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await again({ message: error.message, typed }), statusOf(error))
    }
  }
  const onOffice = (c: Request<Env>, act: (typed: Typed) => Promise<unknown>) => {
    const [programmeId, officeId] = [of(c, 'programmeId'), of(c, 'officeId')]
    return form(
      c,
      async (typed) => {
        await act(typed)
        return `${COLLECTION}/${programmeId}/offices/${officeId}`
      },
      (returned) => office(c, programmeId, officeId, returned),
    )
  }
  const onBatch = async (c: Request<Env>, act: (batchId: string) => Promise<unknown>) => {
    const { ctx } = c.var
    const batchId = of(c, 'batchId')
    const { programmeId, officeId } = await wholeBatch(ctx.database.read, batchId)
    if (!(await reachOf(ctx, 'collection.see'))(officeId)) throw batchNotFound(batchId)
    return form(
      c,
      async () => {
        await act(batchId)
        return `${COLLECTION}/${programmeId}/offices/${officeId}`
      },
      (returned) => office(c, programmeId, officeId, returned),
    )
  }

  return new Hono<Env>()
    .get(COLLECTION, async (c) => {
      await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'collection.see')
      return c.html(await all(c, null))
    })
    .post(COLLECTION, (c) =>
      form(
        c,
        async ({ officeId = '', place = '', kind }) => {
          const asked = { officeId, place, kind: kind === 'current' ? 'current' : 'past' } as const
          return `${COLLECTION}/${(await openProgramme(c.var.ctx, asked)).programmeId}`
        },
        (returned) => all(c, returned),
      ),
    )
    .post(`${BATCH}/submission`, (c) => onBatch(c, (batchId) => submitBatch(c.var.ctx, batchId)))
    .post(`${BATCH}/acceptance`, (c) => onBatch(c, (batchId) => acceptBatch(c.var.ctx, batchId)))
    .get(`${COLLECTION}/returns/:returnId`, async (c) => {
      const told = await seenReturn(c.var.ctx, of(c, 'returnId'))
      return c.redirect(`${COLLECTION}/${told.programmeId}/offices/${told.officeId}`, 303)
    })
    .get(ONE, async (c) => c.html(await board(c, null)))
    .post(`${ONE}/assignments`, (c) =>
      form(
        c,
        async (typed) => {
          const programmeId = of(c, 'programmeId')
          const officeIds = Object.keys(typed)
            .filter((name) => name.startsWith('office-'))
            .map((name) => name.slice('office-'.length))
          const part = typed.act === 'release' ? null : partIn(typed)
          await assignProgramme(c.var.ctx, { programmeId, officeIds, part })
          return `${COLLECTION}/${programmeId}`
        },
        (returned) => board(c, returned),
      ),
    )
    .get(OFFICE, async (c) => c.html(await office(c, of(c, 'programmeId'), of(c, 'officeId'), null)))
    .post(`${OFFICE}/zero-returns`, (c) =>
      onOffice(c, (typed) =>
        reportZero(c.var.ctx, {
          programmeId: of(c, 'programmeId'),
          officeId: of(c, 'officeId'),
          part: partIn(typed),
          ground: typed.ground ?? '',
        }),
      ),
    )
    .post(`${OFFICE}/returns/:returnId/acceptance`, (c) =>
      onOffice(c, () => acceptReturn(c.var.ctx, of(c, 'returnId'))),
    )
}

const of = (c: Request<Env>, name: string): string => c.req.param(name) ?? ''

async function seenReturn(ctx: Context, returnId: string) {
  const told = await returnById(ctx.database.read, returnId)
  if (!(await reachOf(ctx, 'collection.see'))(told.officeId)) throw returnNotFound(returnId)
  return told
}

const choiceIn = (c: Request<Env>): BoardChoice => ({
  level: LEVEL_GROUPS.find((level) => level === c.req.query('level')) ?? null,
  route: ROUTES.find((route) => route === c.req.query('route')) ?? null,
})

async function viewOfAll(ctx: Context) {
  const { read } = ctx.database
  const programmes = await listProgrammes(ctx, read)
  const mayOpen = await reachOf(ctx, 'collection.assign')
  const all = await listAuthorities(read)
  const names = new Map(all.map(({ id, name }) => [id, name]))
  const entered = await officesFor(ctx, read, 'collection.enter')
  return {
    mayEnter: entered === 'all' || entered.length > 0,
    programmes: programmes.map((one) => ({ ...one, office: names.get(one.officeId) ?? '' })),
    offices: all.filter(
      ({ id, kind, state }) => state === 'open' && /^(province|prefecture|county)$/.test(kind) && mayOpen(id),
    ),
    places: POLICIES.filter(({ kind }) => kind === 'annual').map((policy) => ({
      id: policy.id,
      name: `${policy.name} ${periodName(policy)}（${citation(policy)}）`,
    })),
  }
}

/** Open offices at or under the programme's own whose superior the actor may speak for. */
async function officesToTell(ctx: Context, programme: Programme) {
  const { read } = ctx.database
  const mayTell = await reachOf(ctx, 'collection.assign')
  const told = new Set((await assignmentsOf(read, programme.id)).map(({ officeId }) => officeId))
  const all = await listAuthorities(read)
  const parents = new Map(all.map(({ id, parentId }) => [id, parentId]))
  const isUnder = (id: string | null, depth = 0): boolean =>
    id !== null && depth < 30 && (id === programme.officeId || isUnder(parents.get(id) ?? null, depth + 1))
  return all
    .filter(
      ({ id, kind, parentId, state }) =>
        state === 'open' &&
        kind !== 'employer' &&
        isUnder(id) &&
        mayTell(id === programme.officeId ? id : (parentId ?? '')),
    )
    .map((office) => ({ ...office, isAssigned: told.has(office.id) }))
}

async function textsOf(c: Request<Env>): Promise<Typed> {
  const fields = await postedForm(c)
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
