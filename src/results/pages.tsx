import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { authoriseSomewhere, officesFor } from '../identity/authorise.ts'
import type { Act } from '../identity/act.ts'
import type { Authority } from '../identity/authority.ts'
import { listAuthorities } from '../identity/find-authority.ts'
import type { Context, Env } from '../platform/context.ts'
import { Refusal } from '../platform/refusal.ts'
import { openSpreadsheet } from '../spreadsheets/open-spreadsheet.ts'
import { readWorkbook } from '../spreadsheets/read-workbook.ts'
import { markedWorkbook } from '../spreadsheets/marked.ts'
import type { Desk } from '../web/desk-page.tsx'
import { postedForm } from '../web/posted-form.ts'
import { judgeApprovedList } from './approved-list.ts'
import { confirmList } from './confirm-list.ts'
import { findList, listLists, type FoundList } from './find-list.ts'
import { headersOfOffice } from './headers/headers-of.ts'
import { listPage } from './list-page.tsx'
import { listsPage } from './lists-page.tsx'
import { readRows } from './read-rows.ts'
import { receiveList } from './receive-list.ts'
import { uploadMissing, uploadTooLarge } from './refusals.ts'
import { standingOf, type Standing } from './standing.ts'
import { submitList } from './submit-list.ts'
import { defectsPage, uploadPage } from './upload-page.tsx'

const MAX_UPLOAD = 33 * 1_048_576
const LISTS_A_PAGE = 50
const ROWS_A_PAGE = 100

/** The desks of those who bring, review and confirm lists. */
export function listDesk({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  return new Hono<Env>()
    .get('/desk/lists', async (c) => {
      const { ctx } = c.var
      const { items, next } = await listLists(ctx, ctx.database.read, {
        after: c.req.query('after'),
        limit: LISTS_A_PAGE,
      })
      const lists = await Promise.all(
        items.map(async (list) => ({ list, standing: await standingOf(ctx.database.read, list) })),
      )
      const mayImport = (await officesOf(ctx, 'lists.import')).length > 0
      return c.html(listsPage(await frame(c), { lists, next, mayImport }))
    })
    .get('/desk/lists/new', async (c) => {
      const { ctx } = c.var
      await authoriseSomewhere(ctx, ctx.database.read, 'lists.import')
      const replaces = c.req.query('replaces')
      const old = replaces === undefined ? null : await findList(ctx, ctx.database.read, replaces)
      const offices = await officesToChoose(ctx)
      const codeOf = (id: string | undefined) => offices.all.find((office) => office.id === id)?.creditCode
      const form = {
        authority: codeOf(old?.authorityId) ?? offices.confirming[0]?.creditCode ?? '',
        office: codeOf(old?.officeId) ?? offices.mine[0]?.creditCode ?? '',
        replaces: old?.id ?? null,
      }
      return c.html(uploadPage(await frame(c), { form, ...offices }))
    })
    .post('/desk/lists', bodyLimit({ maxSize: MAX_UPLOAD, onError: tooLarge }), async (c) => {
      const { ctx } = c.var
      const body = await postedForm(c)
      const text = (name: string) => (typeof body[name] === 'string' ? body[name] : '')
      if (!(body.file instanceof File) || body.file.size === 0) throw uploadMissing()
      const bytes = new Uint8Array(await body.file.arrayBuffer())
      const fileName = body.file.name.slice(0, 200)
      try {
        const { jobId } = await receiveList(ctx, {
          bytes,
          fileName,
          authority: text('authority'),
          office: text('office'),
          replaces: text('replaces') || null,
        })
        return c.redirect(`/desk/jobs/${jobId}`, 303)
      } catch (error) {
        if (!(error instanceof Refusal) || error.code !== 'results/list-has-defects') throw error
        const workbook = await readWorkbook(bytes)
        const { defects, columns } = await judgeApprovedList(openSpreadsheet(bytes), {
          today: ctx.today(),
          headers: await headersOfOffice(ctx, text('office')),
        })
        const marked = await markedWorkbook(workbook, defects, columns)
        return c.html(defectsPage(await frame(c), { fileName, defects, marked }), 422)
      }
    })
    .get('/desk/lists/:listId', async (c) => {
      const { ctx } = c.var
      const after = Math.max(0, Math.trunc(Number(c.req.query('after') ?? 0)) || 0)
      const { list, rows } = await readRows(ctx, { listId: c.req.param('listId'), after, limit: ROWS_A_PAGE })
      const standing = await standingOf(ctx.database.read, list)
      const last = rows.at(-1)?.position ?? list.rows
      const next = last < list.rows ? last : null
      const may = await mayNow(ctx, list, standing)
      return c.html(listPage(await frame(c), { list, standing, rows, next, may }))
    })
    .post('/desk/lists/:listId/submission', async (c) => {
      const listId = c.req.param('listId')
      await submitList(c.var.ctx, { listId })
      return c.redirect(`/desk/lists/${listId}`, 303)
    })
    .post('/desk/lists/:listId/confirmation', async (c) => {
      const listId = c.req.param('listId')
      const { documentNumber, issuedOn } = await postedForm(c)
      await confirmList(c.var.ctx, {
        listId,
        documentNumber: typeof documentNumber === 'string' ? documentNumber : '',
        issuedOn: typeof issuedOn === 'string' ? issuedOn.trim() : '',
      })
      return c.redirect(`/desk/lists/${listId}`, 303)
    })
}

const tooLarge = (): never => {
  throw uploadTooLarge()
}

async function officesOf(ctx: Context, act: Act): Promise<readonly Authority[]> {
  const [reach, all] = [
    await officesFor(ctx, ctx.database.read, act),
    await listAuthorities(ctx.database.read),
  ]
  return all.filter(({ id }) => reach === 'all' || reach.includes(id))
}

async function officesToChoose(ctx: Context) {
  const all = await listAuthorities(ctx.database.read)
  return {
    all,
    mine: await officesOf(ctx, 'lists.import'),
    confirming: all.filter(({ numberPrefix }) => numberPrefix !== null),
  }
}

/** What the page offers; the acts themselves decide again. */
async function mayNow(ctx: Context, list: FoundList, { kind }: Standing) {
  const can = async (act: Act, officeId: string) => {
    const reach = await officesFor(ctx, ctx.database.read, act)
    return reach === 'all' || reach.includes(officeId)
  }
  const isOpen = kind !== 'confirmed' && kind !== 'replaced'
  return {
    submit: (kind === 'imported' || kind === 'returned') && (await can('lists.submit', list.officeId)),
    correct: isOpen && (await can('lists.import', list.officeId)),
    confirm: kind === 'approved' && (await can('lists.confirm', list.authorityId)),
    issue: kind === 'confirmed' && (await can('certificates.issue', list.authorityId)),
  }
}
