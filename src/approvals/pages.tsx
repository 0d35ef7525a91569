import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { namedAccount } from '../identity/sign-in/named-account.ts'
import type { Context, Env } from '../platform/context.ts'
import { statusOf } from '../platform/problem.ts'
import { Refusal } from '../platform/refusal.ts'
import type { Desk } from '../web/desk-page.tsx'
import { postedForm } from '../web/posted-form.ts'
import { approve } from './approve.ts'
import type { DueLine } from './due-line.ts'
import { shownRows } from './differences.ts'
import { readRequest, type RequestView } from './read-request.ts'
import { badComment } from './refusals.ts'
import { requestPage, type ReturnForm } from './request-page.tsx'
import { returnRequest } from './return-request.ts'
import { waiting } from './waiting.ts'
import { waitingPage } from './waiting-page.tsx'

/** What a kind of request is called, and where its subject is shown; told by who asks for approvals. */
export type ApprovalKinds = Readonly<
  Record<string, { readonly zh: string; readonly href?: (subjectId: string) => string }>
>

const WAITING_A_PAGE = 50
const ROWS_A_PAGE = 100
const MAX_FORM_BYTES = 32_768

/** The desk of whoever approves: what waits for me, and one request with what changed. Works without a script. */
export const approvalDesk =
  (
    kinds: ApprovalKinds,
    dueSoon: (ctx: Context) => Promise<readonly DueLine[]> = () => Promise.resolve([]),
  ) =>
  ({ site, viewer }: Desk): Hono<Env> => {
    const show = async (c: Request<Env>, view: RequestView, form?: ReturnForm) =>
      requestPage({
        site,
        viewer: await viewer(c.var.ctx),
        view,
        kind: kinds[view.request.kind] ?? null,
        rows: view.differences && shownRows(view.differences, fromOf(c), ROWS_A_PAGE),
        nameOf: await namesIn(c.var.ctx, view),
        ...(form && { form }),
      })
    return new Hono<Env>()
      .get('/desk', async (c) => {
        const page = await waiting(c.var.ctx, { after: c.req.query('after'), limit: WAITING_A_PAGE })
        const due = await dueSoon(c.var.ctx)
        return c.html(waitingPage({ site, viewer: await viewer(c.var.ctx), page, kinds, due }))
      })
      .get('/desk/approvals/:id', async (c) =>
        c.html(await show(c, await readRequest(c.var.ctx, c.req.param('id')))),
      )
      .post('/desk/approvals/:id/approval', smallForm, async (c) => {
        const { digest } = await fieldsOf(c)
        await approve(c.var.ctx, { requestId: c.req.param('id'), digest })
        return c.redirect('/desk', 303)
      })
      .post('/desk/approvals/:id/return', smallForm, async (c) => {
        const { ctx } = c.var
        const requestId = c.req.param('id')
        const { digest, comment } = await fieldsOf(c)
        try {
          await returnRequest(ctx, { requestId, digest, comment })
        } catch (error) {
          // What was typed comes back to be mended.
          if (!(error instanceof Refusal) || error.code !== badComment('').code) throw error
          const form = { comment, error: error.message }
          return c.html(await show(c, await readRequest(ctx, requestId), form), statusOf(error))
        }
        return c.redirect('/desk', 303)
      })
  }

const smallForm = bodyLimit({
  maxSize: MAX_FORM_BYTES,
  onError: () => {
    throw badComment('内容太长')
  },
})

/** Row of the differences to begin with. */
function fromOf(c: Request): number {
  const from = Number(c.req.query('from') ?? 0)
  return Number.isSafeInteger(from) && from > 0 ? from : 0
}

async function fieldsOf(c: Request): Promise<{ readonly digest: string; readonly comment: string }> {
  const { digest, comment } = await postedForm(c)
  return {
    digest: typeof digest === 'string' ? digest : '',
    comment: typeof comment === 'string' ? comment : '',
  }
}

/** Colleagues' names by account, for the few who prepared or decided. */
async function namesIn(
  ctx: Context,
  { request, decisions }: RequestView,
): Promise<(account: string) => string> {
  const accounts = new Set(decisions.map(({ accountId }) => accountId))
  if (request.preparedBy.startsWith('account:')) accounts.add(request.preparedBy.slice('account:'.length))
  const names = new Map<string, string>()
  for (const id of accounts) names.set(id, (await namedAccount(ctx, ctx.database.read, id)).name)
  return (account) => names.get(account.replace(/^account:/, '')) ?? account
}
