import { Hono, type Context as Request } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { Cycle } from '../../../cycles/cycle.ts'
import { cycleById, listCycles } from '../../../cycles/find-cycle.ts'
import { cycleNotFound } from '../../../cycles/refusals.ts'
import { authorise, authoriseSomewhere, reachOf } from '../../../identity/authorise.ts'
import type { Authority } from '../../../identity/authority.ts'
import { authorityById, listAuthorities } from '../../../identity/find-authority.ts'
import type { Context, Env } from '../../../platform/context.ts'
import { Refusal } from '../../../platform/refusal.ts'
import type { Defect } from '../../../spreadsheets/defect.ts'
import { markedWorkbook } from '../../../spreadsheets/marked.ts'
import { readWorkbook } from '../../../spreadsheets/read-workbook.ts'
import { templateOf } from '../../../spreadsheets/template.ts'
import type { Desk } from '../../../web/desk-page.tsx'
import { postedForm } from '../../../web/posted-form.ts'
import { listKindOf } from '../approved-columns.ts'
import { compareUpload } from '../compare-upload.ts'
import { ENTRY_COLUMNS, enteredList, type EnteredRow } from '../entered-list.ts'
import { findList } from '../find-list.ts'
import { judgeReceived, receiveList, type NewList } from '../receive-list.ts'
import { uploadMissing, uploadTooLarge } from '../refusals.ts'
import type { ListStage } from '../schema.ts'
import { defectsPage, uploadPage } from '../upload-page.tsx'
import { comparePage } from './compare-page.tsx'
import { ENTRY_ROWS, entryPage } from './entry-page.tsx'

// A compared file comes back in the page's own form, a third longer.
const MAX_UPLOAD = 45 * 1_048_576
const MOST_CYCLES = 100

/** Where lists are brought: a spreadsheet or a few typed rows, compared with the list they would replace. */
export function uploadRoutes({ site, viewer }: Desk): Hono<Env> {
  const frame = async (c: Request<Env>) => ({ site, viewer: await viewer(c.var.ctx) })
  return new Hono<Env>()
    .get('/desk/lists/new', async (c) => {
      const { ctx } = c.var
      await authoriseSomewhere(ctx, ctx.database.read, 'lists.import')
      const replaces = c.req.query('replaces')
      const old = replaces === undefined ? null : await findList(ctx, ctx.database.read, replaces)
      const choices = await choicesOf(ctx)
      const codeOf = (id: string | undefined) => choices.all.find((office) => office.id === id)?.creditCode
      const cycle = old === null ? (c.req.query('cycle') ?? '') : (old.cycleId ?? '')
      const form = {
        authority:
          codeOf(old?.authorityId) ??
          issuerOf(
            choices.confirming,
            choices.cycles.find(({ id }) => id === cycle),
          ),
        office: codeOf(old?.officeId) ?? choices.mine[0]?.creditCode ?? '',
        cycle,
        stage: old?.stage ?? stageOf(c.req.query('stage')),
        replaces: old?.id ?? null,
      }
      return c.html(uploadPage(await frame(c), { form, ...choices }))
    })
    .get('/desk/lists/template', async (c) => {
      const { ctx } = c.var
      await authoriseSomewhere(ctx, ctx.database.read, 'lists.import')
      const kind = listKindOf(stageOf(c.req.query('stage')), c.req.query('cycle') !== undefined)
      return c.body(Buffer.from(await templateOf(kind)), 200, {
        'Content-Type': 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
        'Content-Disposition': `attachment; filename*=UTF-8''${encodeURIComponent(`${kind.name}.xlsx`)}`,
      })
    })
    .get('/desk/lists/cycles/:cycleId/entry', async (c) => {
      const { ctx } = c.var
      const cycle = await cycleToFill(ctx, c.req.param('cycleId'))
      const { confirming } = await choicesOf(ctx)
      const stage = stageOf(c.req.query('stage'))
      const authority = issuerOf(confirming, cycle)
      return c.html(entryPage(await frame(c), { cycle, stage, confirming, authority, rows: [], defects: [] }))
    })
    .post('/desk/lists/cycles/:cycleId/entry', async (c) => {
      const { ctx } = c.var
      const text = textsOf(await postedForm(c))
      const cycle = await cycleToFill(ctx, c.req.param('cycleId'))
      const stage = stageOf(text('stage'))
      const rows = Array.from({ length: ENTRY_ROWS }, (_, i): EnteredRow =>
        Object.fromEntries(ENTRY_COLUMNS.map((key) => [key, text(`${key}-${i}`)])),
      )
      const list: NewList = {
        bytes: enteredList(stage, rows),
        fileName: `录入名单 ${ctx.today()}.csv`,
        authority: text('authority'),
        office: (await authorityById(ctx.database.read, cycle.officeId)).creditCode,
        cycleId: cycle.id,
        stage,
      }
      return received(c, list, async (defects) => {
        const { confirming } = await choicesOf(ctx)
        const page = { cycle, stage, confirming, authority: list.authority, rows, defects }
        return entryPage(await frame(c), page)
      })
    })
    .post('/desk/lists', bodyLimit({ maxSize: MAX_UPLOAD, onError: tooLarge }), async (c) => {
      const { ctx } = c.var
      const body = await postedForm(c)
      const text = textsOf(body)
      const { bytes, fileName } = await fileOf(body.file, text)
      const cycleId = text('cycle') || null
      const list: NewList = {
        bytes,
        fileName,
        authority: text('authority'),
        office: cycleId === null ? text('office') : await officeOfCycle(ctx, cycleId),
        cycleId,
        stage: cycleId === null ? 'approved' : stageOf(text('stage')),
        replaces: text('replaces') || null,
      }
      if (list.replaces && text('compared') === '') return compared(c, list)
      return received(c, list, async (defects, totals) => {
        const { judged } = await judgeReceived(ctx, list)
        const marked = await markedCopy(bytes, defects, judged.columns)
        return defectsPage(await frame(c), { fileName, defects, totals, marked })
      })
    })

  /** Begins the import; a second list is shown against the first, a defective one is shown as `defective` says. */
  async function received(
    c: Request<Env>,
    list: NewList,
    defective: (
      defects: readonly Defect[],
      totals: { readonly refusals: number; readonly warnings: number },
    ) => Promise<string>,
  ): Promise<Response> {
    try {
      const { jobId } = await receiveList(c.var.ctx, list)
      return c.redirect(`/desk/jobs/${jobId}`, 303)
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      if (error.code === 'results/list-exists') return compared(c, list)
      if (error.code !== 'results/list-has-defects') throw error
      const { defects, refusals, warnings } = error.facts as {
        defects: readonly Defect[]
        refusals: number
        warnings: number
      }
      return c.html(await defective(defects, { refusals, warnings }), 422)
    }
  }

  async function compared(c: Request<Env>, list: NewList): Promise<Response> {
    const { against, differences } = await compareUpload(c.var.ctx, list)
    if (against === null) throw uploadMissing()
    const form = {
      authority: list.authority,
      office: list.office,
      cycle: list.cycleId ?? '',
      stage: list.stage ?? 'approved',
    }
    const { fileName, bytes } = list
    return c.html(comparePage(await frame(c), { against, differences, fileName, content: bytes, form }))
  }
}

const tooLarge = (): never => {
  throw uploadTooLarge()
}

/** Whoever takes a cycle's filings usually issues its certificates. */
const issuerOf = (confirming: readonly Authority[], cycle: Cycle | undefined): string =>
  (confirming.find(({ id }) => id === cycle?.filingAuthorityId) ?? confirming[0])?.creditCode ?? ''

const stageOf = (text: string | undefined): ListStage => (text === 'candidates' ? 'candidates' : 'approved')

const textsOf = (body: Readonly<Record<string, unknown>>) => (name: string) =>
  typeof body[name] === 'string' ? body[name] : ''

/** The file chosen, or the one a compared page carried. */
async function fileOf(
  file: unknown,
  text: (name: string) => string,
): Promise<{ bytes: Uint8Array; fileName: string }> {
  if (file instanceof File && file.size > 0)
    return { bytes: new Uint8Array(await file.arrayBuffer()), fileName: file.name.slice(0, 200) }
  const bytes = new Uint8Array(Buffer.from(text('content'), 'base64'))
  if (bytes.length === 0) throw uploadMissing()
  return { bytes, fileName: text('fileName').slice(0, 200) || '名单' }
}

/** Refuses `cycles/cycle-not-found` for one the actor brings no lists to. */
async function cycleToFill(ctx: Context, cycleId: string): Promise<Cycle> {
  const cycle = await cycleById(ctx.database.read, cycleId)
  await authorise(ctx, ctx.database.read, 'lists.import', cycle.officeId, cycleNotFound(cycleId))
  return cycle
}

async function officeOfCycle(ctx: Context, cycleId: string): Promise<string> {
  const { officeId } = await cycleToFill(ctx, cycleId)
  return (await authorityById(ctx.database.read, officeId)).creditCode
}

/** Null for a file that is too large to be held whole. */
async function markedCopy(
  bytes: Uint8Array,
  defects: readonly Defect[],
  columns: ReadonlyMap<string, ReadonlyMap<string, string>>,
): Promise<Uint8Array | null> {
  try {
    return await markedWorkbook(await readWorkbook(bytes), defects, columns)
  } catch (error) {
    if (error instanceof Refusal && error.code === 'spreadsheets/too-large') return null
    throw error
  }
}

async function choicesOf(ctx: Context) {
  const { read } = ctx.database
  const all = await listAuthorities(read)
  const reaches = await reachOf(ctx, 'lists.import')
  const { items } = await listCycles(ctx, read, { limit: MOST_CYCLES })
  return {
    all,
    mine: all.filter(({ id }) => reaches(id)),
    confirming: all.filter(({ numberPrefix }) => numberPrefix !== null),
    cycles: items.filter(({ officeId, withdrawnOn }) => withdrawnOn === null && reaches(officeId)),
  }
}
