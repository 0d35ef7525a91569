import { Hono, type Context as Request } from 'hono'
import { reachOf } from '../../identity/authorise.ts'
import type { Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal } from '../../platform/refusal.ts'
import type { Frame, Returned } from '../../web/desk-form.tsx'
import type { Desk } from '../../web/desk-page.tsx'
import { postedForm } from '../../web/posted-form.ts'
import { mendCell } from '../mending/mend-cell.ts'
import { mendingQueue } from '../mending/find-mending.ts'
import { mendingPage, mendingPath } from '../mending/mending-page.tsx'
import { MENDED_FIELDS } from '../mending/mended-field.ts'
import { badMending } from '../mending/refusals.ts'
import { COMPARED_FIELDS, type ComparedField, type Side } from './compare-titles.ts'
import { startComparing } from './compare-job.ts'
import { comparisonsPage, comparisonsPath } from './comparisons-page.tsx'
import { decideComparison } from './decide.ts'
import { OUTCOMES } from './outcome.ts'
import { readComparisons } from './read-comparisons.ts'
import { badDecision } from './refusals.ts'

type Typed = Readonly<Record<string, string>>

/** What a batch does not agree with, and the characters nobody can read. */
export function reconcileDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>): Promise<Frame> => ({ site, viewer: await viewer(c.var.ctx) })
  const batchOf = (c: Request<Env>) => c.req.param('batchId') ?? ''
  const compared = async (c: Request<Env>, returned: (Returned & { key: string }) | null) => {
    const { ctx } = c.var
    const isOpen = c.req.query('all') === undefined
    const read = await readComparisons(ctx, { batchId: batchOf(c), after: afterIn(c), isOpen })
    const mayDecide = await reachOf(ctx, 'collection.enter')
    return comparisonsPage(await frame(c), { ...read, isOpen, mayDecide, returned })
  }
  const mending = async (c: Request<Env>, returned: (Returned & { cell: string }) | null) => {
    const { ctx } = c.var
    const queue = await mendingQueue(ctx, { batchId: batchOf(c), after: afterIn(c) })
    const mayMend =
      queue.batch.state === 'in-proof' && (await reachOf(ctx, 'collection.enter'))(queue.batch.officeId)
    return mendingPage(await frame(c), { ...queue, mayMend, returned })
  }
  /** A form that was not taken comes back with why; everything else is the door's to show. */
  const form = async (
    c: Request<Env>,
    doIt: (typed: Typed) => Promise<string>,
    again: (returned: Returned) => Promise<string>,
  ) => {
    const typed = await textsOf(c)
    try {
      return c.redirect(await doIt(typed), 303)
    } catch (error) {
      if (!(error instanceof Refusal) || !['invalid', 'conflict'].includes(error.kind)) throw error
      return c.html(await again({ message: error.message, typed }), statusOf(error))
    }
  }
  const COMPARISONS = comparisonsPath(':batchId')
  const MENDING = mendingPath(':batchId')

  return new Hono<Env>()
    .get(COMPARISONS, async (c) => c.html(await compared(c, null)))
    .post(`${COMPARISONS}/start`, async (c) => {
      const { scope } = await textsOf(c)
      const asked = { batchId: batchOf(c), scope: scope === 'whole' ? 'whole' : 'addition' } as const
      return c.redirect(`/desk/jobs/${await startComparing(c.var.ctx, asked)}`, 303)
    })
    .post(COMPARISONS, (c) =>
      form(
        c,
        async (typed) => {
          const outcome = OUTCOMES.find((each) => each === typed.outcome)
          if (!outcome) throw badDecision('请选定怎样办理')
          await decideComparison(c.var.ctx, {
            batchId: batchOf(c),
            key: typed.key ?? '',
            digest: typed.digest ?? '',
            outcome,
            choices: choicesIn(typed),
            ground: typed.ground ?? '',
            alike: typed.alike === '1',
          })
          return comparisonsPath(batchOf(c))
        },
        (returned) => compared(c, { ...returned, key: returned.typed.key ?? '' }),
      ),
    )
    .get(MENDING, async (c) => c.html(await mending(c, null)))
    .post(MENDING, (c) =>
      form(
        c,
        async ({ rowId = '', field: named, text = '', ground = '' }) => {
          const field = MENDED_FIELDS.find((each) => each === named)
          if (!field) throw badMending('没有这一项')
          await mendCell(c.var.ctx, { batchId: batchOf(c), rowId, field, text, ground })
          return mendingPath(batchOf(c))
        },
        (returned) =>
          mending(c, { ...returned, cell: `${returned.typed.rowId ?? ''}-${returned.typed.field ?? ''}` }),
      ),
    )
}

const choicesIn = (typed: Typed): Partial<Record<ComparedField, Side>> =>
  Object.fromEntries(
    COMPARED_FIELDS.flatMap((field) => {
      const side = typed[`choice-${field}`]
      return side === 'this' || side === 'other' ? [[field, side] as const] : []
    }),
  )

function afterIn(c: Request<Env>): number {
  const after = Number(c.req.query('after') ?? 0)
  return Number.isSafeInteger(after) && after >= 0 && after < 2_000_000_000 ? after : 0
}

async function textsOf(c: Request<Env>): Promise<Typed> {
  const body = await postedForm(c)
  return Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  )
}
