import type { Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Returned } from '../../web/desk-form.tsx'
import type { Context, Env } from '../../platform/context.ts'
import { statusOf } from '../../platform/problem.ts'
import { Refusal, type RefusalKind } from '../../platform/refusal.ts'
import { purposeFault } from '../../trail/purpose.ts'
import { badPurpose } from '../../trail/refusals.ts'
import type { Decision } from '../changes/decision.ts'
import { badDecision, formTooLarge } from '../refusals.ts'
import type { Typed } from './frame.tsx'

const tooLarge = (): never => {
  throw formTooLarge()
}

/** Text alone, and text with one photo of at most 512 KB. */
export const smallForm = bodyLimit({ maxSize: 32_768, onError: tooLarge })
export const photoForm = bodyLimit({ maxSize: 640_000, onError: tooLarge })

/** The posted form. Refuses `certificates/bad-decision` for text the database cannot hold. */
async function posted(c: Request<Env>): Promise<{ readonly typed: Typed; readonly photo: File | null }> {
  const body: Record<string, unknown> = await c.req.parseBody().catch(() => ({}))
  const typed = Object.fromEntries(
    Object.entries(body).flatMap(([name, value]) =>
      typeof value === 'string' ? [[name, value.trim()]] : [],
    ),
  )
  const { photo } = body
  return { typed, photo: photo instanceof File && photo.size > 0 ? photo : null }
}

// What the person at the form can mend; anything else is the door's to show and to record.
const MENDABLE: readonly RefusalKind[] = ['invalid', 'conflict', 'too-large', 'unsupported']
const isMendable = ({ kind, code }: Refusal): boolean =>
  MENDABLE.includes(kind) || code === 'results/document-not-found'

/** Takes a form; one that is refused comes back with the reason and what had been typed. */
export async function taken(
  c: Request<Env>,
  act: (form: { ctx: Context; typed: Typed; photo: File | null }) => Promise<Response>,
  again: (returned: Returned, refusal: Refusal) => Promise<string>,
): Promise<Response> {
  const { typed, photo } = await posted(c)
  try {
    if (Object.values(typed).some((text) => /[\p{Cc}\p{Cs}]/u.test(text)))
      throw badDecision('所填内容', '含有不能显示的字符')
    return await act({ ctx: acting(c.var.ctx, typed), typed, photo })
  } catch (error) {
    if (!(error instanceof Refusal) || !isMendable(error)) throw error
    return c.html(await again({ message: error.message, typed }, error), statusOf(error))
  }
}

/** The purpose typed into the form stands beside the act in the trail. */
export function acting(ctx: Context, { purpose = '' }: Typed): Context {
  if (purpose === '') return ctx
  const fault = purposeFault(purpose)
  if (fault !== null) throw badPurpose(fault)
  return { ...ctx, actor: { ...ctx.actor, purpose } }
}

/** What the decision's fields say; whether it will do, the verbs judge. */
export const decisionOf = (typed: Typed, prefix = ''): Decision => ({
  document: typed[`${prefix}document`] ?? '',
  decidedOn: typed[`${prefix}decidedOn`] ?? '',
  ground: typed[`${prefix}ground`] ?? '',
})
