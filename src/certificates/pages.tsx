import { Hono, type Context as Request } from 'hono'
import { inArray } from 'drizzle-orm'
import { officesFor } from '../identity/authorise.ts'
import type { Env } from '../platform/context.ts'
import type { Handle } from '../platform/database.ts'
import type { Desk } from '../web/desk-page.tsx'
import { postedForm } from '../web/posted-form.ts'
import { bulkPages } from './desk/bulk-routes.tsx'
import { certificatePages } from './desk/certificate-routes.tsx'
import type { Returned } from '../web/desk-form.tsx'
import { proposeFollowing } from './changes/propose-following.ts'
import { smallForm, taken } from './desk/forms.tsx'
import { PLANS } from './desk/plan-page.tsx'
import { CURRENT } from './desk/frame.tsx'
import { mayChange, planPages } from './desk/plan-routes.tsx'
import { documentPage, documentsPage } from './desk/document-pages.tsx'
import { findDocumentAtDesk, listDocuments } from './desk/documents-of.ts'
import { startFiles } from './files/files-job.ts'
import { startIssuing } from './issue-job.ts'
import { listCertificates } from './reading/list-certificates.ts'
import { certificates } from './schema.ts'

const A_PAGE = 100

/** The desk of those who issue certificates and look after them. */
export function certificateDesk(desk: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site: desk.site, viewer: await desk.viewer(c.var.ctx) })
  const one = async (c: Request<Env>, returned: Returned | null) => {
    const { ctx } = c.var
    const { read } = ctx.database
    const document = await findDocumentAtDesk(ctx, read, c.req.param('id') ?? '')
    const { items, next } = await listCertificates(ctx, {
      document: document.id,
      after: c.req.query('after'),
      limit: A_PAGE,
    })
    const codes = await codesOf(
      read,
      items.map(({ id }) => id),
    )
    const offices = await officesFor(ctx, read, 'certificates.issue')
    const isOurs = offices === 'all' || offices.includes(document.authorityId)
    const isChanger = await mayChange(ctx, document.authorityId)
    return documentPage(await frame(c), {
      document,
      certificates: items.map((each) => ({ ...each, code: codes.get(each.id) ?? '' })),
      next,
      mayIssue: isOurs && document.certificates === 0 && document.following < document.persons,
      mayMakeFiles: isOurs && document.withoutFile > 0,
      mayChange: document.certificates > 0 && isChanger,
      mayFollow: document.following > 0 && isChanger,
      returned,
    })
  }
  return (
    new Hono<Env>()
      .get(CURRENT, async (c) => {
        const { ctx } = c.var
        const page = { after: c.req.query('after'), limit: A_PAGE }
        const { items, next } = await listDocuments(ctx, ctx.database.read, page)
        const reach = await officesFor(ctx, ctx.database.read, 'certificates.change')
        return c.html(documentsPage(await frame(c), { documents: items, next, mayPropose: reach.length > 0 }))
      })
      .get(`${CURRENT}/documents/:id`, async (c) => c.html(await one(c, null)))
      .post(`${CURRENT}/documents/:id/following`, smallForm, (c) =>
        taken(
          c,
          async ({ ctx, typed }) => {
            const { id } = await findDocumentAtDesk(ctx, ctx.database.read, c.req.param('id'))
            const { planId } = await proposeFollowing(ctx, { document: id, ground: typed.ground ?? '' })
            return c.redirect(`${PLANS}/${planId}`, 303)
          },
          (returned) => one(c, returned),
        ),
      )
      .post(`${CURRENT}/issuing`, smallForm, async (c) => {
        const { document } = await postedForm(c)
        const jobId = await startIssuing(c.var.ctx, {
          document: typeof document === 'string' ? document : '',
        })
        return c.redirect(`/desk/jobs/${jobId}`, 303)
      })
      .post(`${CURRENT}/files`, smallForm, async (c) => {
        const { document } = await postedForm(c)
        const jobId = await startFiles(c.var.ctx, {
          document: typeof document === 'string' ? document : '',
        })
        return c.redirect(`/desk/jobs/${jobId}`, 303)
      })
      .route('/', bulkPages(desk))
      .route('/', planPages(desk))
      // Last: its addresses begin with any word.
      .route('/', certificatePages(desk))
  )
}

async function codesOf(handle: Handle, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const rows = await handle
    .select({ id: certificates.id, code: certificates.code })
    .from(certificates)
    .where(inArray(certificates.id, [...ids]))
  return new Map(rows.map(({ id, code }) => [id, code]))
}
