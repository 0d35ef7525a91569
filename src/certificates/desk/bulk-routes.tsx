import { Hono, type Context as Request } from 'hono'
import { isDay } from '../../calendar/day.ts'
import type { Returned } from '../../web/desk-form.tsx'
import type { Context, Env } from '../../platform/context.ts'
import type { Desk } from '../../web/desk-page.tsx'
import { findDocumentAtDesk } from './documents-of.ts'
import { STATUS_ACTS } from '../life-cycle.ts'
import { planBulk } from '../changes/plan-bulk.ts'
import type { PlanScope } from '../changes/plan-scope.ts'
import { proposeChange } from '../changes/propose-change.ts'
import { badDecision, bulkChanged } from '../refusals.ts'
import { scopesAtDesk } from './scopes-at-desk.ts'
import { BULK, bulkPage, trialPage } from './bulk-page.tsx'
import { decisionOf, smallForm, taken } from './forms.tsx'
import type { Typed } from './frame.tsx'
import { PLANS } from './plan-page.tsx'

/** `/desk/certificates/bulk`: choose, dry run, submit for approval. */
export function bulkPages({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  const form = async (c: Request<Env>, typed: Typed, returned: Returned | null = null) =>
    bulkPage(await frame(c), await scopesAtDesk(c.var.ctx), typed, returned)
  const trial = async (c: Request<Env>, typed: Typed, returned: Returned | null = null) => {
    const { ctx } = c.var
    const { asked, office } = await askedIn(ctx, typed)
    const plan = await planBulk(ctx, asked)
    const shown = {
      plan,
      scope: asked.scope,
      act: asked.act,
      office,
      from: fromIn(typed, plan.touched.length),
    }
    return trialPage(await frame(c), shown, typed, returned)
  }
  return new Hono<Env>()
    .get(BULK, async (c) => {
      const { ctx } = c.var
      const documentId = c.req.query('document')
      if (documentId === undefined) return c.html(await form(c, {}))
      const { number, authorityId } = await findDocumentAtDesk(ctx, ctx.database.read, documentId)
      return c.html(await form(c, { kind: 'document', scopeDocument: number, office: authorityId }))
    })
    .post(BULK, smallForm, (c) =>
      taken(
        c,
        async ({ typed }) => c.html(typed.edit ? await form(c, typed) : await trial(c, typed)),
        (returned) => form(c, returned.typed, returned),
      ),
    )
    .get(`${BULK}/proposal`, (c) => c.redirect(BULK, 303))
    .post(`${BULK}/proposal`, smallForm, (c) =>
      taken(
        c,
        async ({ ctx, typed }) => {
          const { asked } = await askedIn(ctx, typed)
          const { planId } = await proposeChange(ctx, { ...asked, digest: typed.digest ?? '' })
          return c.redirect(`${PLANS}/${planId}`, 303)
        },
        // A list that is another one now is shown as it is now.
        (returned, { code }) =>
          code === bulkChanged('').code
            ? trial(c, returned.typed, {
                ...returned,
                message: '试算以后，所涉证书的名单或状态有了变化，没有送审：下面是现在的试算，请重新核对。',
              })
            : form(c, returned.typed, returned),
      ),
    )
}

async function askedIn(ctx: Context, typed: Typed) {
  const office = (await scopesAtDesk(ctx)).offices.find(({ id }) => id === typed.office)
  if (!office) throw badDecision('发证机关', '没有选择，或不在您的岗位范围内')
  const act = STATUS_ACTS.find((each) => each === typed.act)
  if (!act) throw badDecision('办理事项', '没有选择')
  const asked = { authorityId: office.id, scope: scopeIn(typed), act, ...decisionOf(typed) }
  return { asked, office: office.name }
}

function scopeIn({ kind, scopeDocument = '', committee = '', obtainedOn = '' }: Typed): PlanScope {
  if (kind === 'document') {
    if (scopeDocument === '') throw badDecision('任职资格文件的文号', '没有填写')
    return { kind, number: scopeDocument }
  }
  if (kind !== 'session' && kind !== 'committee') throw badDecision('范围', '没有选择')
  if (committee === '') throw badDecision('评审委员会', '没有填写')
  if (kind === 'committee') return { kind, committee }
  if (!isDay(obtainedOn)) throw badDecision('取得时间', '应为日期，如 2023-12-20')
  return { kind, committee, obtainedOn }
}

function fromIn({ from = '' }: Typed, many: number): number {
  const asked = Number(from)
  return Number.isSafeInteger(asked) && asked > 0 && asked < many ? asked : 0
}
