import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Cycle } from '../../cycles/cycle.ts'
import { levelsIn, seriesIn } from '../../cycles/desk/typed-in.ts'
import { cycleById } from '../../cycles/find-cycle.ts'
import { cycleNotFound } from '../../cycles/refusals.ts'
import { registerCycle } from '../../cycles/register-cycle.ts'
import { authorise, authoriseSomewhere, reachOf } from '../../identity/authorise.ts'
import { listAuthorities } from '../../identity/find-authority.ts'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import { POLICIES } from '../../policy/places.ts'
import { periodName } from '../../policy/policy-text.ts'
import type { Defect } from '../../spreadsheets/defect.ts'
import { templateOf } from '../../spreadsheets/template.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { listKindOf } from '../lists/approved-columns.ts'
import { currentList } from '../lists/candidates.ts'
import { defectLine } from '../lists/commands.ts'
import { readRows } from '../lists/read-rows.ts'
import { uploadMissing, uploadTooLarge } from '../lists/refusals.ts'
import { decideAssessment } from './decide-assessment.ts'
import { decisionPage } from './decision-page.tsx'
import { assessmentPage, ASSESSMENTS, assessmentsPage } from './employer-pages.tsx'
import { decisionsOf, listAssessments, readAssessment } from './find-assessment.ts'
import { handIn, MOST_MEGABYTES } from './hand-in.ts'

const MAX_UPLOAD = (MOST_MEGABYTES + 1) * 1_048_576
const MOST_ROWS = 5_000
const MOST_LINES = 500

/** 考核认定: the employer's own desk, and the bureau's for deciding of its people. */
export function assessmentDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const index = async (c: Request<Env>, returned: Returned | null) =>
    assessmentsPage(await frame(c), { ...(await indexOf(c.var.ctx)), returned })
  const one = async (c: Request<Env>, returned: Returned | null, defects: readonly string[]) => {
    const opened = await readAssessment(c.var.ctx, c.req.param('assessmentId') ?? '')
    return assessmentPage(await frame(c), { ...opened, returned, defects })
  }
  const deciding = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const cycle = await cycleToDecide(ctx, c.req.param('cycleId') ?? '')
    return decisionPage(await frame(c), { cycle, ...(await peopleOf(ctx, cycle)), returned })
  }
  const form = async (
    c: Request<Env>,
    act: (typed: Returned['typed']) => Promise<string>,
    again: (returned: Returned, error: Refusal) => Promise<string>,
  ) => {
    const typed = await textsOf(c)
    try {
      return c.redirect(await act(typed), 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await again({ message: error.message, typed }, error), statusOf(error))
    }
  }
  return new Hono<Env>()
    .get(ASSESSMENTS, async (c) => c.html(await index(c, null)))
    .get(`${ASSESSMENTS}/template`, async (c) => {
      await authoriseSomewhere(c.var.ctx, c.var.ctx.database.read, 'assessments.hand-in')
      return c.body(Buffer.from(await templateOf(listKindOf('candidates', true))), 200, {
        'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent('考核认定人员名单')}.xlsx`,
      })
    })
    .post(ASSESSMENTS, (c) =>
      form(
        c,
        async (typed) => {
          const { cycleId } = await registerCycle(c.var.ctx, {
            route: 'assessment',
            office: typed.employer ?? '',
            filingAuthority: typed.filingAuthority ?? '',
            series: seriesIn(typed),
            levels: levelsIn(typed),
            place: typed.place ?? '',
            year: Number(typed.year),
          })
          return `${ASSESSMENTS}/${cycleId}`
        },
        (returned) => index(c, returned),
      ),
    )
    .get(`${ASSESSMENTS}/:assessmentId`, async (c) => c.html(await one(c, null, [])))
    .post(`${ASSESSMENTS}/:assessmentId/list`, bodyLimit({ maxSize: MAX_UPLOAD, onError: tooLarge }), (c) => {
      const assessmentId = c.req.param('assessmentId')
      return form(
        c,
        async ({ replaces }) => {
          const { file } = await postedForm(c)
          if (!(file instanceof File) || file.size === 0) throw uploadMissing()
          const bytes = new Uint8Array(await file.arrayBuffer())
          const fileName = file.name.slice(0, 200)
          await handIn(c.var.ctx, { assessmentId, bytes, fileName, replaces: replaces || null })
          return `${ASSESSMENTS}/${assessmentId}`
        },
        (returned, error) => one(c, returned, linesOf(error)),
      )
    })
    .get('/desk/lists/cycles/:cycleId/decisions', async (c) => c.html(await deciding(c, null)))
    .post('/desk/lists/cycles/:cycleId/decisions', (c) => {
      const cycleId = c.req.param('cycleId')
      return form(
        c,
        async (typed) => {
          const { listId } = await decideAssessment(c.var.ctx, {
            cycleId,
            decisions: decisionsIn(typed),
            obtainedOn: typed.obtainedOn?.trim() || null,
            replaces: typed.replaces || null,
          })
          return `/desk/lists/${listId}`
        },
        (returned) => deciding(c, returned),
      )
    })
}

const tooLarge = (): never => {
  throw uploadTooLarge(MOST_MEGABYTES)
}

async function indexOf(ctx: Context) {
  const { read } = ctx.database
  await authoriseSomewhere(ctx, read, 'assessments.hand-in')
  const reaches = await reachOf(ctx, 'assessments.hand-in')
  const all = (await listAuthorities(read)).filter(({ state }) => state === 'open')
  return {
    assessments: await listAssessments(ctx),
    offices: all.filter(({ id, kind }) => kind === 'employer' && reaches(id)),
    bureaus: all.filter(({ kind }) => /^(province|prefecture|county|industry-department)$/.test(kind)),
    places: POLICIES.filter(({ kind }) => kind === 'annual').map((policy) => ({
      id: policy.id,
      name: `${policy.name} ${periodName(policy)}`,
    })),
    year: Number(ctx.today().slice(0, 4)),
  }
}

/** Refuses `cycles/cycle-not-found` for one the actor decides nothing of. */
async function cycleToDecide(ctx: Context, cycleId: string): Promise<Cycle> {
  const cycle = await cycleById(ctx.database.read, cycleId)
  const hidden = cycleNotFound(cycleId)
  await authorise(ctx, ctx.database.read, 'lists.import', cycle.filingAuthorityId, hidden)
  if (cycle.route !== 'assessment') throw hidden
  return cycle
}

async function peopleOf(ctx: Context, { id }: Cycle) {
  const { read } = ctx.database
  const handedIn = await currentList(read, id, 'candidates')
  const approved = await currentList(read, id, 'approved')
  return {
    rows: handedIn ? (await readRows(ctx, { listId: handedIn.id, after: 0, limit: MOST_ROWS })).rows : [],
    current: approved && { id: approved.id, decisions: await decisionsOf(ctx, read, approved.id) },
  }
}

/** One for each person a yes or a no was chosen for. */
const decisionsIn = (typed: Returned['typed']) =>
  Object.entries(typed).flatMap(([name, choice]) => {
    const [, rowId] = /^decision-([\w-]{1,64})$/.exec(name) ?? []
    if (rowId === undefined || (choice !== 'yes' && choice !== 'no')) return []
    return [{ rowId, granted: choice === 'yes', ground: typed[`ground-${rowId}`] ?? null }]
  })

const linesOf = ({ code, facts }: Refusal): readonly string[] =>
  code === 'results/list-has-defects'
    ? (facts.defects as readonly Defect[]).slice(0, MOST_LINES).map(defectLine)
    : []

async function textsOf(c: Request<Env>): Promise<Returned['typed']> {
  const fields = await postedForm(c)
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
