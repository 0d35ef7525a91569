import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Cycle } from '../../cycles/cycle.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { eventsOf } from '../../cycles/find-events.ts'
import { latestRequest } from '../../approvals/find-request.ts'
import type { Act } from '../../identity/act.ts'
import { officesFor, reachOf } from '../../identity/authorise.ts'
import type { Context, Env } from '../../platform/context.ts'
import type { Handle } from '../../platform/database.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import type { LeadReturned } from './desk/leads-section.tsx'
import { cycleListRoutes } from './desk/cycle-routes.tsx'
import { ThreeReviewsSection } from './desk/three-reviews-section.tsx'
import { uploadRoutes } from './desk/upload-routes.tsx'
import { listLists, type FoundList } from './find-list.ts'
import { leadNotFound } from './leads/refusals.ts'
import { settleLead } from './leads/settle-lead.ts'
import { listPage } from './list-page.tsx'
import { countDiffers } from './meeting-counts.ts'
import { listsPage } from './lists-page.tsx'
import { readRows } from './read-rows.ts'
import { uploadTooLarge } from './refusals.ts'
import { approvalStanding, standingOf, type Standing } from './standing.ts'
import { submitList } from './submit-list.ts'
import { finishThreeReviews, requestThreeReviews, THREE_REVIEWS, threeReviewsOf } from './three-reviews.ts'

const MAX_SOURCE = 33 * 1_048_576
const LISTS_A_PAGE = 50
const ROWS_A_PAGE = 100

/** The desks of those who bring, review and confirm lists. */
export function listDesk(desk: Desk): Hono<Env> {
  const { site, viewer } = desk
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const list = async (c: Request<Env>, leadReturned: LeadReturned | null) => {
    const { ctx } = c.var
    const after = Math.max(0, Math.trunc(Number(c.req.query('after') ?? 0)) || 0)
    return listPage(await frame(c), {
      ...(await viewOfList(ctx, c.req.param('listId') ?? '', after)),
      leadReturned,
    })
  }
  return new Hono<Env>()
    .get('/desk/lists', async (c) => {
      const { ctx } = c.var
      const { read } = ctx.database
      const { items, next } = await listLists(ctx, read, { after: c.req.query('after'), limit: LISTS_A_PAGE })
      const cycles = await cyclesOf(read, items)
      const lists = await Promise.all(
        items.map(async (list) => ({
          list,
          standing: await standingOf(read, list),
          cycle: cycles.get(list.cycleId ?? '') ?? null,
        })),
      )
      return c.html(listsPage(await frame(c), { lists, next, mayImport: await mayImport(ctx) }))
    })
    .route('/', uploadRoutes(desk))
    .route('/', cycleListRoutes(desk))
    .get('/desk/lists/:listId', async (c) => c.html(await list(c, null)))
    .post('/desk/lists/:listId/submission', async (c) => {
      const listId = c.req.param('listId')
      await submitList(c.var.ctx, { listId })
      return c.redirect(`/desk/lists/${listId}`, 303)
    })
    .post('/desk/lists/:listId/leads', async (c) => {
      const listId = c.req.param('listId')
      const { rowId, kind, sourceId, outcome, ground } = await postedForm(c)
      if (kind !== 'same-year' && kind !== 'hidden-title') throw leadNotFound()
      const about = { rowId: String(rowId), sourceId: String(sourceId) }
      const typed = { ground: typeof ground === 'string' ? ground : '' }
      try {
        await settleLead(c.var.ctx, {
          listId,
          ...about,
          kind,
          outcome: outcome === 'confirmed' ? 'confirmed' : 'explained',
          ...typed,
        })
        return c.redirect(`/desk/lists/${listId}`, 303)
      } catch (error) {
        // What was typed comes back to be mended.
        if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
        return c.html(await list(c, { ...about, message: error.message, typed }), statusOf(error))
      }
    })
    .post(
      '/desk/lists/:listId/three-reviews',
      bodyLimit({ maxSize: MAX_SOURCE, onError: tooLarge }),
      async (c) => {
        const listId = c.req.param('listId')
        const { file } = await postedForm(c)
        const source =
          file instanceof File && file.size > 0 ? new Uint8Array(await file.arrayBuffer()) : undefined
        await requestThreeReviews(c.var.ctx, { listId, source })
        return c.redirect(`/desk/lists/${listId}`, 303)
      },
    )
    .post('/desk/lists/:listId/three-reviews/over', async (c) => {
      const listId = c.req.param('listId')
      await finishThreeReviews(c.var.ctx, { listId })
      return c.redirect(`/desk/lists/${listId}`, 303)
    })
}

const tooLarge = (): never => {
  throw uploadTooLarge()
}

/** Everything the page of a list shows its viewer, its people from after that place on. */
async function viewOfList(ctx: Context, listId: string, after: number) {
  const { read } = ctx.database
  const { list, rows, leads } = await readRows(ctx, { listId, after, limit: ROWS_A_PAGE })
  const standing = await standingOf(read, list)
  const last = rows.at(-1)?.position ?? list.rows
  return {
    list,
    standing,
    rows,
    leads,
    next: last < list.rows ? last : null,
    cycle: list.cycleId === null ? null : await cycleById(read, list.cycleId),
    differs: await countDiffers(read, { ...list, rowCount: list.rows }),
    threeReviews: await threeReviewsFor(ctx, list, standing),
    may: await mayNow(ctx, list, standing),
  }
}

async function cyclesOf(handle: Handle, lists: readonly FoundList[]): Promise<ReadonlyMap<string, Cycle>> {
  const ids = [...new Set(lists.flatMap(({ cycleId }) => cycleId ?? []))]
  return new Map(await Promise.all(ids.map(async (id) => [id, await cycleById(handle, id)] as const)))
}

async function mayImport(ctx: Context): Promise<boolean> {
  const offices = await officesFor(ctx, ctx.database.read, 'lists.import')
  return offices === 'all' || offices.length > 0
}

async function threeReviewsFor(ctx: Context, list: FoundList, standing: Standing) {
  const { read } = ctx.database
  const isTime = list.stage === 'approved' && standing.kind !== 'replaced'
  const rule = isTime ? await threeReviewsOf(read, list.id) : null
  if (rule === null) return null
  const request = await latestRequest(read, { kind: THREE_REVIEWS, subjectId: list.id })
  const reviewed = request === null ? null : await approvalStanding(read, request)
  const events = await eventsOf(read, rule.cycleId)
  return (
    <ThreeReviewsSection
      listId={list.id}
      rule={rule}
      place={(await cycleById(read, rule.cycleId)).place}
      requestId={request?.id ?? null}
      isPassed={reviewed?.kind === 'approved'}
      isNoted={events.some(({ step, about }) => step === 'three-reviews' && about === list.id)}
      maySubmit={(await reachOf(ctx, 'lists.submit'))(list.officeId)}
    />
  )
}

/** What the page offers; the acts themselves decide again. */
async function mayNow(ctx: Context, list: FoundList, { kind }: Standing) {
  const can = async (act: Act, ...offices: readonly string[]) => offices.some(await reachOf(ctx, act))
  const isOpen = kind !== 'confirmed' && kind !== 'replaced'
  const isToSubmit = kind === 'imported' || kind === 'returned' || kind === 'broken'
  return {
    submit: isToSubmit && (await can('lists.submit', list.officeId)),
    correct: isOpen && (await can('lists.import', list.officeId)),
    settle: isOpen && (await can('lists.approve', list.officeId, list.authorityId)),
    ask:
      list.stage === 'candidates' &&
      list.cycleId !== null &&
      kind !== 'replaced' &&
      (await can('integrity.ask', list.officeId)),
    issue: kind === 'confirmed' && (await can('certificates.issue', list.authorityId)),
  }
}
